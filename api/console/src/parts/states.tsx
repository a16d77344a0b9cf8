// What stands where something else should: it is being fetched, there is none, it cannot be had.

import type { ComponentChildren } from 'preact'
import { Refused, Unanswered } from '../api/refusal'
import type { Loaded } from '../api/loaded'
import type { Right } from '../api/rights'
import { hasWord, language, t, word } from '../text/language'
import { translated } from '../text/said'
import { Icon, type IconName } from './icon'

export function Loading() {
  return (
    <div class="state loading" role="status">
      <i class="spinner" aria-hidden="true" />
      {t('state.loading')}
    </div>
  )
}

interface StateProps {
  icon: IconName
  title: string
  children?: ComponentChildren
}

function State({ icon, title, children }: StateProps) {
  return (
    <div class="state">
      <Icon name={icon} />
      <p class="title">{title}</p>
      {children}
    </div>
  )
}

export function Empty({ title, children }: { title?: string; children?: ComponentChildren }) {
  return (
    <State icon="circle" title={title ?? t('state.empty')}>
      {children}
    </State>
  )
}

export function NoRight({ right }: { right: Right }) {
  return (
    <State icon="shield" title={t('state.noRight')}>
      <p class="soft">{t('state.noRight.hint', { right: word('right', right) })}</p>
    </State>
  )
}

interface No {
  code: string
  detail: string
}

/** What is wrong, with its figures, in the language of the screen; where the console does not know
 * the server's sentence, the rule that said no. */
function reasonOf({ code, detail }: No): string {
  const whole = translated(detail)
  if (whole) return whole
  return language.value === 'en' || !hasWord('rule', code) ? detail : word('rule', code)
}

/** What the server said where the screen speaks another language and says less. */
function unspoken({ code, detail }: No): string | null {
  const isSaid = language.value === 'en' || translated(detail) !== null || !hasWord('rule', code)
  return isSaid ? null : detail
}

export function sentenceOf(fault: unknown): string {
  if (fault instanceof Unanswered) return t('fault.unanswered')
  if (!(fault instanceof Refused)) return t('fault.broken', { detail: String(fault) })
  return reasonOf(fault.problem)
}

function detailOf(fault: unknown): string | null {
  if (!(fault instanceof Refused)) return null
  const { code, field } = fault.problem
  return [unspoken(fault.problem), code, field].filter(Boolean).join(' · ')
}

/** Why a row was refused. */
export function RefusedText(no: No) {
  const rest = unspoken(no)
  return (
    <>
      {reasonOf(no)}
      {rest && <span class="soft"> · {rest}</span>}
    </>
  )
}

/** Stands in a form. Nothing where nothing went wrong. */
export function FaultText({ fault }: { fault: unknown }) {
  if (!fault) return null
  const detail = detailOf(fault)
  return (
    <div class="note wrong" role="alert">
      <p>{sentenceOf(fault)}</p>
      {detail && <p class="detail">{detail}</p>}
    </div>
  )
}

export function Failed({ fault, again }: { fault: unknown; again?: () => void }) {
  const isUnanswered = fault instanceof Unanswered
  return (
    <State
      icon={isUnanswered ? 'broken' : 'stop'}
      title={t(isUnanswered ? 'state.offline' : 'state.failed')}
    >
      <FaultText fault={fault} />
      {again && (
        <button onClick={again}>
          <Icon name="refresh" /> {t('action.again')}
        </button>
      )}
    </State>
  )
}

interface ShownProps<T> {
  of: Loaded<T>
  children: (value: T) => ComponentChildren
}

/** What was asked for, or why it is not there. An older answer stays while the newer one comes. */
export function Shown<T>({ of, children }: ShownProps<T>) {
  if (of.fault && of.value === undefined) return <Failed fault={of.fault} again={of.again} />
  if (of.value === undefined) return <Loading />
  return (
    <>
      {Boolean(of.fault) && <FaultText fault={of.fault} />}
      {children(of.value)}
    </>
  )
}
