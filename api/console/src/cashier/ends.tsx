import { may } from '../api/session'
import type { Account, Proposed, Wallet } from '../api/types'
import { CloseAccountGuide } from '../guides/close_account'
import { DetachGuide, SettleGuide } from '../guides/settle_wallet'
import { t } from '../text/language'
import type { Payer } from './payer'

const WORDS = {
  settle: 'guide.settleWallet',
  detach: 'guide.detach',
  close: 'guide.close',
} as const

/** How a wallet is about to end, of what it was when that was chosen: what somebody else changes
 * meanwhile, the server refuses. */
export interface Ending {
  end: keyof typeof WORDS
  wallet: Wallet
  account: Account
  approved?: Proposed
}

function metersOf({ wallet, account }: Pick<Ending, 'wallet' | 'account'>): Account['meters'] {
  return account.meters.filter((each) => each.wallet === wallet.wallet)
}

/** What ends this wallet: a settlement once nothing draws on it, or the leaving of its last meter;
 * and the closing of its account. */
function endsOf({ wallet, account }: Payer, approved?: Proposed): Ending[] {
  if (!account || !may('money.settle')) return []
  const what = { wallet, account, ...(approved && { approved }) }
  const end = ({ length }: Account['meters']): Ending[] => {
    if (length === 0) return [{ end: 'settle', ...what }]
    return length === 1 && may('account.edit') ? [{ end: 'detach', ...what }] : []
  }
  const closing: Ending[] = may('account.edit') ? [{ end: 'close', ...what }] : []
  return [...end(metersOf(what)), ...closing]
}

interface EndsProps {
  payer: Payer
  approved?: Proposed
  onEnd: (ending: Ending) => void
}

/** Where a wallet ends as it was approved, whichever way was meant. What needs no approval stands
 * with the account, but for what no meter draws on any more. */
export function Ends({ payer, approved, onEnd }: EndsProps) {
  const ends = endsOf(payer, approved).filter(({ end }) => approved || end === 'settle')
  return (
    <>
      {ends.map((each) => (
        <button key={each.end} class="small danger" onClick={() => onEnd(each)}>
          {t(WORDS[each.end])}
        </button>
      ))}
    </>
  )
}

interface GuideProps {
  of: Ending
  onClose: () => void
  onDone: () => void
}

export function EndGuide({ of, onClose, onDone }: GuideProps) {
  const { end, wallet, account, approved } = of
  const guide = { approved, onClose, onDone }
  switch (end) {
    case 'settle':
      return <SettleGuide wallet={wallet} {...guide} />
    case 'detach':
      return <DetachGuide account={account} meters={metersOf(of)} {...guide} />
    case 'close':
      return <CloseAccountGuide account={account} {...guide} />
  }
}
