import type { Account } from '../api/types'
import { link } from '../frame/route'
import { Amount } from '../parts/figures'
import { Shown } from '../parts/states'
import { Table } from '../parts/table'
import { t } from '../text/language'
import { useIdleWallets } from './wallets'

/** What is held where no meter draws on it any more; it is settled at the counter. */
export function IdleWallets({ account, round }: { account: Account; round: number }) {
  const found = useIdleWallets(account, round)
  return (
    <Shown of={found}>
      {(wallets) => (
        <Table
          caption={t('account.idleWallets')}
          rows={wallets}
          name={({ wallet }) => wallet}
          columns={[
            {
              title: t('account.idleWallets'),
              cell: ({ wallet }) => <a href={link('cashier', [], { wallet })}>{wallet}</a>,
            },
            {
              title: t('meter.balance'),
              isFigure: true,
              cell: ({ wallet, balance }) => <Amount of={balance} why={{ wallet }} />,
            },
          ]}
        />
      )}
    </Shown>
  )
}
