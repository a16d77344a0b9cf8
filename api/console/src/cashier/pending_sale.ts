// A sale that was sent and not answered yet is remembered in this tab, so that neither a lost
// connection nor a reload makes a second one of it: it is sent again with the same key.

export interface PendingSale {
  key: string
  wallet: string
  amount: string
  method: string
}

const NAME = 'meterbook.pending_sale'

export function remember(sale: PendingSale): void {
  sessionStorage.setItem(NAME, JSON.stringify(sale))
}

export function forget(): void {
  sessionStorage.removeItem(NAME)
}

export function remembered(): PendingSale | null {
  const text = sessionStorage.getItem(NAME)
  if (!text) return null
  try {
    const { key, wallet, amount, method } = JSON.parse(text) as Partial<PendingSale>
    return key && wallet && amount && method ? { key, wallet, amount, method } : null
  } catch {
    return null // written by another version
  }
}
