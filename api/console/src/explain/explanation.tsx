import { get } from '../api/book'
import type { Page } from '../api/operations'
import { useLoaded, usePages, type Turn } from '../api/loaded'
import { isTenant } from '../api/session'
import { useLeaving } from '../frame/route'
import { Dialog } from '../parts/dialog'
import { Icon } from '../parts/icon'
import { Shown } from '../parts/states'
import { t } from '../text/language'
import { ExplainedEvent, type Explained } from './explained_event'
import './explain.css'
import { closeExplanation, goBack, opened, type Question } from './opened'
import { Records } from './records'
import { SumOfParts } from './sum_of_parts'
import { Takings } from './takings'

function OfEvent({ event }: { event: number }) {
  const found = useLoaded(
    (signal) => get('/v1/explain', { query: { event }, signal }),
    [event],
  )
  return (
    <Shown of={found}>{(explained) => <ExplainedEvent of={explained as Explained} isOpen />}</Shown>
  )
}

type Asked = Turn & { as_of?: string; from?: string; to?: string }

/** What moved a wallet. Tenants ask about what is theirs at a place of their own. */
async function entriesOf(
  wallet: string,
  asked: Asked,
  signal?: AbortSignal,
): Promise<Page<Explained>> {
  if (isTenant()) {
    const path = { wallet }
    return get('/v1/tenant/wallets/{wallet}/explanation', { path, query: asked, signal })
  }
  const page = await get('/v1/explain', { query: { wallet, ...asked }, signal })
  return page as Page<Explained>
}

function OfEntry({ wallet, entry }: { wallet: string; entry: number }) {
  const found = useLoaded(
    (signal) => entriesOf(wallet, { as_of: String(entry), limit: 1 }, signal),
    [wallet, entry],
  )
  return (
    <Shown of={found}>
      {({ items }) => items.map((each) => <ExplainedEvent key={entry} of={each} isOpen />)}
    </Shown>
  )
}

const AT_ONCE = 20

interface OfWalletProps {
  wallet: string
  asOf?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

function OfWallet({ wallet, asOf: as_of, from, to }: OfWalletProps) {
  const pages = usePages(
    (turn, signal) => entriesOf(wallet, { as_of, from, to, ...turn }, signal),
    [wallet, as_of, from, to],
    AT_ONCE,
  )
  return (
    <Shown of={pages}>
      {(entries) => (
        <>
          <p class="soft">{t('explain.wallet', { wallet })}</p>
          <ol class="explained">
            {entries.map((entry, i) => (
              <li key={entry.position}>
                <ExplainedEvent of={entry} isOpen={i === 0} />
              </li>
            ))}
          </ol>
          {pages.hasMore && (
            <p class="more">
              <button onClick={pages.more}>{t('action.more')}</button>
            </p>
          )}
        </>
      )}
    </Shown>
  )
}

function Content({ question }: { question: Question }) {
  if ('event' in question) return <OfEvent event={question.event} />
  if ('parts' in question) return <SumOfParts {...question} />
  if ('records' in question) return <Records of={question.records} />
  if ('takings' in question) return <Takings of={question.takings} />
  const { wallet, entry, ...rest } = question
  if (entry !== undefined) return <OfEntry wallet={wallet} entry={entry} />
  return <OfWallet wallet={wallet} {...rest} />
}

/** "How is this computed": over whatever is on the screen. */
export function Explanation() {
  const trail = opened.value
  useLeaving(closeExplanation)
  const question = trail.at(-1)
  if (!question) return null
  return (
    <Dialog title={t('explain.title')} shape="wide" onClose={closeExplanation}>
      {trail.length > 1 && (
        <div class="row unprinted">
          <button class="small" onClick={goBack}>
            <Icon name="fold" /> {t('guide.back')}
          </button>
        </div>
      )}
      <Content key={JSON.stringify(question)} question={question} />
    </Dialog>
  )
}
