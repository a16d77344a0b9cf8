import { useState } from 'preact/hooks'
import { may } from '../api/session'
import type { Proposed } from '../api/types'
import { CloseAccountGuide } from '../guides/close_account'
import { DetachGuide, SettleGuide } from '../guides/settle_wallet'
import { t } from '../text/language'
import type { Payer } from './payer'

const WORDS = {
  settle: 'guide.settleWallet',
  detach: 'guide.detach',
  close: 'guide.close',
} as const
type End = keyof typeof WORDS

/** What ends this wallet: a settlement once nothing draws on it, or the leaving of its last meter;
 * and the closing of its account. */
function endsOf({ wallet, account }: Payer): End[] {
  if (!account || !may('money.settle')) return []
  const closing: End[] = may('account.edit') ? ['close'] : []
  if (wallet.meters.length === 0) return ['settle', ...closing]
  return wallet.meters.length === 1 && may('account.edit') ? ['detach', ...closing] : closing
}

interface EndsProps {
  payer: Payer
  approved?: Proposed
  again: () => void
}

/** Where a wallet ends as it was approved, whichever way was meant. What needs no approval stands
 * with the account, but for what no meter draws on any more. */
export function Ends({ payer, approved, again }: EndsProps) {
  const [end, setEnd] = useState<End | null>(null)
  const { wallet, account } = payer
  const onClose = () => setEnd(null)
  const done = () => {
    onClose()
    again()
  }
  const how = { approved, onClose, onDone: done }
  const ends = endsOf(payer).filter((each) => approved || each === 'settle')
  const meters = account?.meters.filter((each) => each.wallet === wallet.wallet) ?? []
  return (
    <>
      {ends.map((each) => (
        <button key={each} class="small danger" onClick={() => setEnd(each)}>
          {t(WORDS[each])}
        </button>
      ))}
      {end === 'settle' && <SettleGuide wallet={wallet} {...how} />}
      {end === 'detach' && <DetachGuide account={account!} meters={meters} {...how} />}
      {end === 'close' && <CloseAccountGuide account={account!} {...how} />}
    </>
  )
}
