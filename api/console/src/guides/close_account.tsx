import { useIdleWallets } from '../accounts/wallets'
import { post } from '../api/book'
import type { Account, Proposed, Written } from '../api/types'
import { Amount } from '../parts/figures'
import { Guide, type Step } from '../parts/guide'
import { t } from '../text/language'
import { cellOf, revision } from '../wall/meters'
import { useFinalReadings } from './final_readings'
import { SettlingFields, tellEnd, useSettling } from './settling'

function Balances({ account }: { account: Account }) {
  void revision.value
  const idle = useIdleWallets(account).value ?? []
  const balances = new Map([
    ...account.meters.map(
      ({ wallet, meter }) => [wallet, cellOf(meter)?.row.peek().balance ?? null] as const,
    ),
    ...idle.map(({ wallet, balance }) => [wallet, balance] as const),
  ])
  return (
    <dl class="facts">
      {[...balances].map(([wallet, balance]) => (
        <>
          <dt>{wallet}</dt>
          <dd>
            <Amount of={balance} why={{ wallet }} />
          </dd>
        </>
      ))}
    </dl>
  )
}

interface CloseProps {
  account: Account
  /** What a second person has said yes to. */
  approved?: Proposed | undefined
  onClose: () => void
  onDone: () => void
}

/** 销户: last readings, how what is left is settled, and what would be written. */
export function CloseAccountGuide({ account, approved, onClose, onDone }: CloseProps) {
  const settling = useSettling(approved)
  const body = { method: settling.method, reason: settling.reason.trim() }
  const finals = useFinalReadings(account.meters.map(({ meter }) => meter))
  const settle: Step = {
    title: t('guide.settle'),
    isFit: body.reason !== '',
    content: (
      <>
        <Balances account={account} />
        <SettlingFields of={settling} />
      </>
    ),
  }
  const done = (written: Written) => {
    const name = account.account
    return tellEnd(written, name, t('guide.closed', { account: name })) ? onDone() : onClose()
  }
  return (
    <Guide
      title={`${t('guide.close')} ${account.account}`}
      form="close"
      steps={account.meters.length > 0 ? [finals, settle] : [settle]}
      deed={{
        wish: body,
        ask: (how) =>
          post('/v1/accounts/{account}/closing', {
            path: { account: account.account },
            body,
            ...how,
          }),
      }}
      confirm={t('guide.close')}
      isGrave
      onDone={done}
      onClose={onClose}
    />
  )
}
