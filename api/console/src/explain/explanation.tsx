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
import { closeExplanation, goBack, opened, type Question, type Within } from './opened'
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

type Asked = Turn & Omit<Within, 'asOf'> & { as_of?: string | undefined }
type Moved = { wallet: string } | { account: string }

/** What moved a wallet or an account of the books. Tenants ask about what is theirs at a place of
 * their own. */
async function entriesOf(
  moved: Moved,
  asked: Asked,
  signal?: AbortSignal,
): Promise<Page<Explained>> {
  if (isTenant() && 'wallet' in moved)
    return get('/v1/tenant/wallets/{wallet}/explanation', { path: moved, query: asked, signal })
  const page = await get('/v1/explain', { query: { ...moved, ...asked }, signal })
  return page as Page<Explained>
}

function OfEntry({ wallet, entry }: { wallet: string; entry: number }) {
  const found = useLoaded(
    (signal) => entriesOf({ wallet }, { as_of: String(entry), limit: 1 }, signal),
    [wallet, entry],
  )
  return (
    <Shown of={found}>
      {({ items }) => items.map((each) => <ExplainedEvent key={entry} of={each} isOpen />)}
    </Shown>
  )
}

const AT_ONCE = 20

/** What is a part of all that ever moved it does not come to its balance. */
function sentenceOf(moved: Moved, { after, from }: Within): string {
  const isPart = after !== undefined || from !== undefined
  if ('account' in moved) return t(isPart ? 'explain.accountPart' : 'explain.account', moved)
  return t(isPart ? 'explain.walletPart' : 'explain.wallet', moved)
}

function OfAll({ moved, within }: { moved: Moved; within: Within }) {
  const { asOf: as_of, ...span } = within
  const pages = usePages(
    (turn, signal) => entriesOf(moved, { ...span, as_of, ...turn }, signal),
    [moved, within],
    AT_ONCE,
  )
  return (
    <Shown of={pages}>
      {(entries) => (
        <>
          <p class="soft">{sentenceOf(moved, within)}</p>
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
  if ('account' in question) {
    const { account, ...within } = question
    return <OfAll moved={{ account }} within={within} />
  }
  const { wallet, entry, ...within } = question
  if (entry !== undefined) return <OfEntry wallet={wallet} entry={entry} />
  return <OfAll moved={{ wallet }} within={within} />
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
