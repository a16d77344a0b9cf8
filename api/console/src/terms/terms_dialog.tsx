import { useState } from 'preact/hooks'
import { newKey } from '../api/book'
import { Dialog } from '../parts/dialog'
import { Button, Choice } from '../parts/form'
import { Foreseen, Trail } from '../parts/guide'
import { t } from '../text/language'
import { useEach, type Each } from './each'
import { Outcomes } from './outcomes'
import { isFit, isOfMeters, namesOf, NOTHING_TYPED, setTerms } from './terms'
import type { Kind, Supply, Typed } from './terms'
import { TermsFields } from './terms_fields'

export interface TermsWish {
  /** Which may be chosen from. */
  kinds: Kind[]
  supplies: Supply[]
  /** What holds already, where that is known. */
  known?: Partial<Typed>
}

interface TermsProps {
  wish: TermsWish
  onClose: () => void
}

const withState = ({ outcomes }: Each, state: 'changed' | 'refused') =>
  outcomes.filter((each) => each.state === state)

/** One event, shown as it would be written; of many, what would come of each. */
function Preview({ title, of }: { title: string; of: Each }) {
  const [only, ...others] = of.outcomes
  if (only && others.length === 0 && ['changed', 'unchanged'].includes(only.state))
    return <Foreseen events={only.events} />
  return <Outcomes title={title} of={of.outcomes} isRunning={of.isRunning} isForeseen />
}

const STEPS = ['typing', 'foreseen', 'done'] as const
type Step = (typeof STEPS)[number]

/** Sets terms for one or for thousands: typed, looked at for each of them, then set. Each has a key
 * of its own, made when this opened, so that nothing is set twice. */
export function TermsDialog({ wish, onClose }: TermsProps) {
  const [kind, setKind] = useState(wish.kinds[0]!)
  const [typed, setTyped] = useState<Typed>({ ...NOTHING_TYPED, ...wish.known })
  const [key, setKey] = useState(() => newKey('terms'))
  const [step, setStep] = useState<Step>('typing')
  const foreseen = useEach()
  const done = useEach()
  const names = namesOf(kind, wish.supplies)
  const keyOf = (name: string) => `${key}-${names.indexOf(name)}`
  const look = () => {
    setStep('foreseen')
    const query = { dry_run: true } as const
    foreseen.run(names, (name, signal) =>
      setTerms(kind, name, typed, { key: keyOf(name), query, signal }),
    )
  }
  const set = (some: string[]) => {
    setStep('done')
    done.run(some, (name) => setTerms(kind, name, typed, { key: keyOf(name) }))
  }
  const back = () => {
    foreseen.stop()
    setKey(newKey('terms')) // what is typed next is another wish
    setStep('typing')
  }
  const ready = withState(foreseen, 'changed').map(({ name }) => name)
  const failed = withState(done, 'refused').map(({ name }) => name)
  const title = t('terms.title', { kind: t(`terms.${kind}`), n: names.length })
  const submit = (event: Event) => {
    event.preventDefault()
    if (step === 'typing' && isFit(kind, typed) && names.length) look()
    if (step === 'foreseen' && !foreseen.isRunning && ready.length) set(ready)
  }
  return (
    <Dialog title={title} shape="wide" onClose={onClose}>
      <form class="stack guide terms" onSubmit={submit}>
        <Trail
          titles={[t('terms.what'), t('guide.preview'), t('batch.outcome')]}
          now={STEPS.indexOf(step)}
        />
        <div class="step stack">
          {step === 'typing' && (
            <>
              {wish.kinds.length > 1 && (
                <Choice
                  label={t('terms.kind')}
                  value={kind}
                  options={wish.kinds.map((value) => ({ value, text: t(`terms.${value}`) }))}
                  onChange={setKind}
                />
              )}
              <p>
                {t(isOfMeters(kind) ? 'terms.ofMeters' : 'terms.ofWallets', {
                  n: names.length,
                })}
              </p>
              <TermsFields
                {...{ kind, typed }}
                put={(change) => setTyped({ ...typed, ...change })}
              />
            </>
          )}
          {step === 'foreseen' && <Preview title={title} of={foreseen} />}
          {step === 'done' && (
            <Outcomes
              title={title}
              of={done.outcomes}
              isRunning={done.isRunning}
              isForeseen={false}
            />
          )}
        </div>
        <div class="row end foot">
          {step === 'foreseen' && (
            <button type="button" onClick={back}>
              {t('guide.back')}
            </button>
          )}
          {step === 'done' && done.isRunning && (
            <button type="button" onClick={done.stop}>
              {t('batch.stop')}
            </button>
          )}
          {step === 'done' && !done.isRunning && failed.length > 0 && (
            <button type="button" onClick={() => set(failed)}>
              {t('batch.retry', { n: failed.length })}
            </button>
          )}
          <button type="button" onClick={onClose}>
            {t(step === 'done' ? 'action.close' : 'action.cancel')}
          </button>
          {step === 'typing' && (
            <Button class="primary" disabled={!isFit(kind, typed) || names.length === 0}>
              {t('guide.next')}
            </Button>
          )}
          {step === 'foreseen' && (
            <Button class="primary" isBusy={foreseen.isRunning} disabled={ready.length === 0}>
              {t('terms.set', { n: ready.length })}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  )
}
