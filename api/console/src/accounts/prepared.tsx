import { useState } from 'preact/hooks'
import { all, newKey, post } from '../api/book'
import { mayTouch, useNews } from '../api/live'
import { useLoaded } from '../api/loaded'
import { may } from '../api/session'
import type { Written } from '../api/types'
import type { Schemas } from '../../../client/client'
import { Dialog } from '../parts/dialog'
import { Icon } from '../parts/icon'
import { Shown } from '../parts/states'
import { Table } from '../parts/table'
import { useEach } from '../terms/each'
import { Outcomes } from '../terms/outcomes'
import { t } from '../text/language'
import { PrepareDialog } from './prepare_dialog'

type Prepared = Schemas['PreparedAccount']

const open = (account: string, key: string): Promise<Written> =>
  post('/v1/prepared-accounts/{account}/opening', { path: { account }, key, body: {} })

/** Opens all that wait for nothing, each under a key of its own. */
function OpenDialog({ accounts, onClose }: { accounts: string[]; onClose: () => void }) {
  const [key] = useState(() => newKey('open'))
  const [isBegun, setBegun] = useState(false)
  const each = useEach()
  const begin = () => {
    setBegun(true)
    each.run(accounts, (account) => open(account, `${key}-${account}`))
  }
  const title = t('prepared.openAll', { n: accounts.length })
  return (
    <Dialog title={title} shape="wide" onClose={onClose}>
      <div class="stack">
        {!isBegun && <p>{t('prepared.about', { n: accounts.length })}</p>}
        {isBegun && (
          <Outcomes title={title} of={each.outcomes} isRunning={each.isRunning} isForeseen={false} />
        )}
        <div class="row end foot">
          <button onClick={onClose}>{t(isBegun ? 'action.close' : 'action.cancel')}</button>
          {!isBegun && (
            <button class="primary" onClick={begin}>
              {title}
            </button>
          )}
        </div>
      </div>
    </Dialog>
  )
}

function Ready({ of }: { of: Prepared }) {
  if (of.waits_for === null)
    return (
      <span class="chip confirmed">
        <Icon name="check" /> {t('prepared.ready')}
      </span>
    )
  return (
    <span class="chip alarm1">
      <Icon name="clock" /> <span lang="en">{of.waits_for}</span>
    </span>
  )
}

/** Accounts that were entered before their day, and the one press that opens them. */
export function PreparedAccounts() {
  const found = useLoaded(
    (signal) => all('/v1/prepared-accounts', { query: { limit: 100 }, signal }),
    [],
  )
  const [opened, setOpened] = useState<string[] | null>(null)
  const [isPreparing, setPreparing] = useState(false)
  useNews((events) => {
    if (mayTouch(events, (each) => /^(Account|Preparation|Reading)/.test(each.type))) found.again()
  })
  const close = () => {
    setOpened(null)
    setPreparing(false)
    found.again()
  }
  return (
    <Shown of={found}>
      {(prepared) => {
        const ready = prepared.filter((each) => each.waits_for === null)
        return (
          <>
            {may('account.edit') && (
              <div class="row">
                <button onClick={() => setPreparing(true)}>{t('prepared.enter')}</button>
                <button
                  class="primary"
                  disabled={ready.length === 0}
                  onClick={() => setOpened(ready.map((each) => each.account))}
                >
                  {t('prepared.openAll', { n: ready.length })}
                </button>
              </div>
            )}
            <Table
              caption={t('accounts.prepared')}
              empty={t('prepared.none')}
              rows={prepared}
              name={(row) => row.account}
              columns={[
                { title: t('meter.account'), cell: (row) => row.account },
                { title: t('account.customer'), cell: (row) => row.customer },
                { title: t('batch.meters'), cell: (row) => row.meters.join(', ') },
                { title: t('meter.state'), cell: (row) => <Ready of={row} /> },
                {
                  title: t('cashier.deeds'),
                  isDeed: true,
                  cell: (row) =>
                    may('account.edit') && (
                      <button
                        class="small"
                        disabled={row.waits_for !== null}
                        onClick={() => setOpened([row.account])}
                      >
                        {t('guide.open')}
                      </button>
                    ),
                },
              ]}
            />
            {opened && <OpenDialog accounts={opened} onClose={close} />}
            {isPreparing && <PrepareDialog onClose={close} />}
          </>
        )
      }}
    </Shown>
  )
}
