import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { newKey, post } from '../api/book'
import type { Schemas } from '../../../client/client'
import { money, site } from '../api/site'
import type { LogEvent, Written } from '../api/types'
import { AmountField } from '../parts/amount_field'
import { Dialog } from '../parts/dialog'
import { Button, Choice } from '../parts/form'
import { FaultText } from '../parts/states'
import { t, word } from '../text/language'
import { inChineseWords, isZero, typedAmount } from '../text/money'
import { roomsOf } from '../wall/rooms'
import type { Payer } from './payer'
import { forget, isCertain, remember, remembered, type PendingSale } from './pending_sale'
import { showReceipt } from './receipt'

const QUICK = ['100', '200', '500']
const METHOD = 'meterbook.method'

/** What the book would write, before anybody says yes to it. */
type Sold = Schemas['CreditSold']

function soldIn(written: Written): { event: LogEvent; sold: Sold } {
  const event = written.events?.find((each) => each.type === 'CreditSold')
  if (!event) throw new Error('the answer to a sale holds no sale')
  return { event, sold: event.data as unknown as Sold }
}

function Confirmation(props: {
  payer: Payer
  sale: PendingSale
  foreseen: Sold
  isBusy: boolean
  fault: unknown
  onSell: () => void
  onClose: () => void
}) {
  const { payer, sale, foreseen, isBusy, fault, onSell, onClose } = props
  const who = [roomsOf(payer.wallet), payer.customer?.name].filter(Boolean).join(' · ')
  return (
    <Dialog title={t('cashier.confirm')} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          onSell()
        }}
      >
        <p class="confirm-who">{who || payer.wallet.wallet}</p>
        <p class="confirm-amount figures">{money(sale.amount)}</p>
        <p lang="zh-CN" class="soft">
          {inChineseWords(sale.amount)}
        </p>
        <dl class="facts">
          <dt>{t('cashier.method')}</dt>
          <dd>{word('method', sale.method)}</dd>
          {!isZero(foreseen.fee) && (
            <>
              <dt>{t('cashier.fee')}</dt>
              <dd class="figures">{money(foreseen.fee)}</dd>
            </>
          )}
          <dt>{t('cashier.credit')}</dt>
          <dd class="figures">{money(foreseen.amount)}</dd>
          <dt>{t('cashier.balanceAfter')}</dt>
          <dd class="figures">{money(foreseen.balance_after)}</dd>
        </dl>
        <FaultText fault={fault} />
        {Boolean(fault) && <p class="note warn">{t('cashier.unknown')}</p>}
        <div class="row end foot">
          <button type="button" onClick={onClose} disabled={isBusy || Boolean(fault)}>
            {t('action.cancel')}
          </button>
          <Button class="primary" isBusy={isBusy} autofocus>
            {fault ? t('cashier.askAgain') : t('cashier.take', { amount: money(sale.amount) })}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function methods(): string[] {
  return site.value?.payment_methods ?? []
}

function usualMethod(): string {
  const last = localStorage.getItem(METHOD) ?? ''
  return methods().includes(last) ? last : (methods()[0] ?? '')
}

/** Amount, way of paying, one look, done. The key of the form is made when it opens. */
export function SaleForm({ payer }: { payer: Payer }) {
  const { wallet } = payer.wallet
  const waiting = useRef(remembered(wallet))
  const isWaiting = waiting.current !== null
  const [key, setKey] = useState(() => (isWaiting ? waiting.current!.key : newKey('sale')))
  const [typed, setTyped] = useState(isWaiting ? waiting.current!.amount : '')
  const [method, setMethod] = useState(isWaiting ? waiting.current!.method : usualMethod)
  const [foreseen, setForeseen] = useState<Sold | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<unknown>(null)
  const field = useRef<HTMLFormElement>(null)
  const amount = typedAmount(typed)
  const sale: PendingSale = { key, wallet, amount: amount ?? '0', method }
  const type = (text: string) => {
    setTyped(text)
    setFault(null) // it was about another amount
  }
  const choose = (text: string) => {
    type(text)
    field.current?.querySelector('input')?.focus() // where Enter goes on
  }
  const submit = (isDry: boolean): Promise<Written> =>
    post('/v1/sales', { key,
      body: { wallet, amount: sale.amount, method },
      query: isDry ? { dry_run: true } : {} })
  const look = async (event?: Event) => {
    event?.preventDefault()
    if (!amount || isBusy) return
    setBusy(true)
    setFault(null)
    try {
      const answer = await submit(true)
      if (!answer.changed) return void (await sell()) // it was sold: this fetches its receipt
      setForeseen(soldIn(answer).sold)
    } catch (refusal) {
      setFault(refusal)
    } finally {
      setBusy(false)
    }
  }
  const sell = async () => {
    if (isBusy) return
    setBusy(true)
    setFault(null)
    remember(sale)
    try {
      const { event } = soldIn(await submit(false))
      forget(wallet)
      waiting.current = null
      setForeseen(null)
      setTyped('')
      setKey(newKey('sale'))
      localStorage.setItem(METHOD, method)
      showReceipt(event.position, true)
    } catch (refusal) {
      if (isCertain(refusal)) {
        forget(wallet)
        setForeseen(null)
      }
      setFault(refusal)
    } finally {
      setBusy(false)
    }
  }
  useLayoutEffect(() => {
    if (isWaiting) void look()
    else field.current?.querySelector('input')?.focus()
  }, [])
  return (
    <>
      <form class="card stack sale unprinted" ref={field} onSubmit={(event) => void look(event)}>
        <h2>{t('cashier.sell')}</h2>
        {isWaiting && <p class="note warn">{t('cashier.waiting')}</p>}
        <AmountField
          label={t('cashier.amount')}
          class="amount-field"
          placeholder="0.00"
          typed={typed}
          onType={type}
          amount={amount}
        />
        <div class="row" role="group" aria-label={t('cashier.quick')}>
          {QUICK.map((each) => (
            <button type="button" key={each} onClick={() => choose(each)}>
              {money(each)}
            </button>
          ))}
        </div>
        <Choice
          label={t('cashier.method')}
          value={method}
          options={methods().map((value) => ({ value, text: word('method', value) }))}
          onChange={setMethod}
        />
        {!foreseen && <FaultText fault={fault} />}
        <Button class="primary wide" isBusy={isBusy && !foreseen} disabled={!amount || !method}>
          {t('cashier.look')}
        </Button>
        <p class="soft keys">{t('cashier.keys')}</p>
      </form>
      {foreseen && (
        <Confirmation
          payer={payer}
          sale={sale}
          foreseen={foreseen}
          isBusy={isBusy}
          fault={fault}
          onSell={() => void sell()}
          onClose={() => setForeseen(null)}
        />
      )}
    </>
  )
}
