import { get } from '../api/ask'
import { useLoaded, usePages } from '../api/loaded'
import { Dialog } from '../parts/dialog'
import { Icon } from '../parts/icon'
import { Shown } from '../parts/states'
import { t } from '../text/language'
import { ExplainedEvent, type Explained } from './explained_event'
import './explain.css'
import { closeExplanation, goBack, opened, type Question } from './opened'
import { SumOfParts } from './sum_of_parts'

function OfEvent({ event }: { event: number }) {
  const found = useLoaded<Explained>(
    (signal) => get('/v1/explain', { event }, signal),
    [event],
  )
  return <Shown of={found}>{(explained) => <ExplainedEvent of={explained} isOpen />}</Shown>
}

const AT_ONCE = 20

function OfWallet({ wallet, asOf }: { wallet: string; asOf?: string | undefined }) {
  const pages = usePages<Explained>('/v1/explain', { wallet, as_of: asOf }, AT_ONCE)
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
  return <OfWallet wallet={question.wallet} asOf={question.asOf} />
}

/** "How is this computed": over whatever is on the screen. */
export function Explanation() {
  const trail = opened.value
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
