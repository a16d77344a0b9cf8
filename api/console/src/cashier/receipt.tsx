import { signal } from '@preact/signals'
import { useState } from 'preact/hooks'
import { get, post } from '../api/book'
import type { Schemas } from '../../../client/client'
import { useLoaded } from '../api/loaded'
import { isTenant, may } from '../api/session'
import { money } from '../api/site'
import { explain, type Question } from '../explain/opened'
import { useLeaving } from '../frame/route'
import { Dialog } from '../parts/dialog'
import { Button, Choice } from '../parts/form'
import { Icon } from '../parts/icon'
import { Shown } from '../parts/states'
import { tell, tellFault } from '../parts/toasts'
import { language, t, word } from '../text/language'
import { isZero, price } from '../text/money'
import './receipt.css'

/** What stands on the paper of a sale, a refund or a reversal, as the server has it. */
type Receipt = Schemas['Receipt']

interface Asked {
  transaction: number
  /** It was just written. */
  isNew: boolean
}

const shown = signal<Asked | null>(null)

/** Opens the receipt of a transaction; from there it is printed. */
export function showReceipt(transaction: number, isNew = false): void {
  shown.value = { transaction, isNew }
}

const PAPERS = ['a5', 'roll80'] as const
type Paper = (typeof PAPERS)[number]
const PAPER = 'meterbook.paper'

function rememberedPaper(): Paper {
  return localStorage.getItem(PAPER) === 'roll80' ? 'roll80' : 'a5'
}

function Line({ title, children }: { title: string; children: string | number }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** A refund has the number of its sale, and its own position behind it. */
function numberOf({ receipt_number, type, transaction }: Receipt): string {
  const number = String(receipt_number).padStart(8, '0')
  return type === 'sale' ? number : `${number}-${transaction}`
}

function pricesOf({ prices }: Receipt): string {
  const told = prices.map(({ name, prices: bands }) => {
    const each = bands.map((band) => `${word('band', band.band)} ${price(band.price)}`)
    return `${name} ${each.join(' ')}`
  })
  return [...new Set(told)].join('; ')
}

/** What the paper says, as a copy on the screen. */
function Copy({ of, paper }: { of: Receipt; paper: Paper }) {
  const rooms = of.supplies.map((each) => `${each.building_name} ${each.room}`.trim())
  const isSale = of.type === 'sale'
  return (
    <div class={`receipt ${paper}`}>
      <h3>
        {of.site} {t(`receipt.title.${of.type}`)}
      </h3>
      <p class="copy">{t('receipt.copy')}</p>
      <dl>
        <Line title={t('receipt.number')}>{numberOf(of)}</Line>
        <Line title={t('event.at')}>{of.clock}</Line>
        <Line title={t('meter.room')}>{[...new Set(rooms)].join(', ') || '–'}</Line>
        {of.customer_name && <Line title={t('receipt.customer')}>{of.customer_name}</Line>}
        <Line title={t('meter.account')}>{of.account || of.wallet}</Line>
        <Line title={t('meter.name')}>
          {of.supplies.map(({ meter }) => meter).join(', ') || '–'}
        </Line>
        {of.prices.length > 0 && <Line title={t('receipt.price')}>{pricesOf(of)}</Line>}
        <Line title={t('cashier.method')}>{word('method', of.method)}</Line>
        <Line title={t(isSale ? 'receipt.paid' : 'receipt.paidBack')}>{money(of.paid)}</Line>
        <div class="words">
          <dt>{t('receipt.inWords')}</dt>
          <dd lang="zh-CN">{of.capitals}</dd>
        </div>
        {!isZero(of.fee) && <Line title={t('cashier.fee')}>{money(of.fee)}</Line>}
        {isSale && <Line title={t('cashier.credit')}>{money(of.amount)}</Line>}
        <Line title={t('receipt.before')}>{money(of.balance_before)}</Line>
        <Line title={t('receipt.after')}>{money(of.balance_after)}</Line>
        {of.reason && <Line title={t('batch.reason')}>{of.reason}</Line>}
        <Line title={t('session.operator')}>{of.operator}</Line>
        <Line title={t('receipt.position')}>{of.transaction}</Line>
      </dl>
    </div>
  )
}

function pdfOf(path: string, paper: Paper): string {
  return `${path}?format=pdf&paper=${paper}&lang=${language.value}`
}

/** Counts the print and opens its paper. The window is opened at once, or the browser would take it
 * for one that nobody asked for. */
async function printCounted(transaction: number, paper: Paper): Promise<void> {
  const tab = open('about:blank', '_blank')
  try {
    const { position } = (await post('/v1/prints', { body: { transaction } })) as Schemas['Written']
    if (tab) tab.location.href = pdfOf(`/v1/prints/${position}`, paper)
    const asked = { path: { position }, query: { at_least: position } }
    const { print } = await get('/v1/prints/{position}', asked)
    tell(t(print === 1 ? 'receipt.printed' : 'receipt.reprinted', { n: print! - 1 }))
  } catch (fault) {
    tab?.close()
    tellFault(fault)
  }
}

function PrintButton({ transaction, paper }: { transaction: number; paper: Paper }) {
  const [isBusy, setBusy] = useState(false)
  const send = () => {
    setBusy(true)
    void printCounted(transaction, paper).finally(() => setBusy(false))
  }
  return (
    <Button class="primary" isBusy={isBusy} onClick={send} autofocus>
      <Icon name="print" /> {t('action.print')}
    </Button>
  )
}

/** Tenants ask about what is theirs at a place of their own. */
function whyOf({ transaction, wallet }: Receipt): Question {
  return isTenant() ? { wallet, entry: transaction } : { event: transaction }
}

function Sheet({ of, onClose }: { of: Asked; onClose: () => void }) {
  const [paper, setPaper] = useState(rememberedPaper)
  const { transaction, isNew } = of
  const path = isTenant() ? '/v1/tenant/papers/{position}' : '/v1/papers/{position}'
  const mayPrint = !isTenant() && may('money.sell')
  const receipt = useLoaded<Receipt>(
    (signal) =>
      get(path, { path: { position: transaction }, query: { at_least: transaction }, signal }),
    [path, transaction],
  )
  const choose = (chosen: Paper) => {
    localStorage.setItem(PAPER, chosen)
    setPaper(chosen)
  }
  return (
    <Dialog title={t(isNew ? 'receipt.done' : 'receipt.title')} onClose={onClose}>
      <Shown of={receipt}>{(known) => <Copy of={known} paper={paper} />}</Shown>
      {mayPrint && <p class="hint unprinted">{t('receipt.countedHint')}</p>}
      <div class="row foot unprinted">
        <Choice
          label={t('receipt.paper')}
          isLabelHidden
          value={paper}
          options={PAPERS.map((value) => ({ value, text: t(`receipt.paper.${value}`) }))}
          onChange={choose}
        />
        <span class="gap" />
        {receipt.value && (
          <button onClick={() => explain(whyOf(receipt.value!))}>{t('explain.how')}</button>
        )}
        <button onClick={onClose}>{t('action.close')}</button>
        {mayPrint ? (
          <PrintButton transaction={transaction} paper={paper} />
        ) : (
          <a class="button primary" href={pdfOf(path.replace('{position}', `${transaction}`), paper)} target="_blank" rel="noopener">
            <Icon name="down" /> PDF
          </a>
        )}
      </div>
    </Dialog>
  )
}

/** Stands over the screen after a sale. */
export function ReceiptSheet() {
  const asked = shown.value
  useLeaving(() => (shown.value = null))
  if (!asked) return null
  return (
    <div class="receipt-sheet">
      <Sheet key={asked.transaction} of={asked} onClose={() => (shown.value = null)} />
    </div>
  )
}
