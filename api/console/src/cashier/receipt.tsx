import { signal } from '@preact/signals'
import { useState } from 'preact/hooks'
import { ask } from '../api/ask'
import { isTenant } from '../api/session'
import { dateTime, money, siteName } from '../api/site'
import type { Customer, LogEvent, Transaction, Wallet, Written } from '../api/types'
import { Dialog } from '../parts/dialog'
import { Choice } from '../parts/form'
import { Icon } from '../parts/icon'
import { tellFault } from '../parts/toasts'
import { language, t, word } from '../text/language'
import { energy, inChineseWords, isZero, less, sum } from '../text/money'
import { cellOf } from '../wall/meters'
import { roomsOf } from './rooms'

/** What stands on the paper. */
export interface Receipt {
  number: number
  position: number
  at: string
  room: string
  customer: string
  account: string
  wallet: string
  meters: string[]
  paid: string
  fee: string
  credit: string
  balanceAfter: string
  method: string
  operator: string
  isReprint: boolean
}

const shown = signal<Receipt | null>(null)

export function showReceipt(receipt: Receipt): void {
  shown.value = receipt
}

/** Whose receipt it is. */
export interface Whose {
  wallet: Pick<Wallet, 'wallet' | 'account' | 'meters'>
  customer: Pick<Customer, 'name'> | null
}

function whoseOf({ wallet, customer }: Whose) {
  return {
    room: roomsOf(wallet),
    customer: customer?.name ?? '',
    account: wallet.account ?? '',
    wallet: wallet.wallet,
    meters: wallet.meters,
  }
}

/** Of a sale that was just made. */
export function receiptOf(event: LogEvent, payer: Whose): Receipt {
  const sold = event.data as Record<'amount' | 'fee' | 'balance_after' | 'method', string>
  return {
    ...whoseOf(payer),
    number: Number(event.data.receipt_number),
    position: event.position,
    at: event.occurred_at,
    paid: sum([sold.amount, sold.fee]),
    fee: sold.fee,
    credit: sold.amount,
    balanceAfter: sold.balance_after,
    method: sold.method,
    operator: event.actor.name,
    isReprint: false,
  }
}

/** Of an older sale: the same number, and it says that it is printed again. */
export function reprintOf(sale: Transaction, payer: Whose): Receipt {
  return {
    ...whoseOf(payer),
    number: sale.receipt_number,
    position: sale.position,
    at: sale.occurred_at,
    paid: sale.paid,
    fee: sale.fee,
    credit: sale.amount,
    balanceAfter: sale.balance_after,
    method: sale.method,
    operator: sale.actor,
    isReprint: true,
  }
}

const PAPERS = ['a5', 'roll'] as const
type Paper = (typeof PAPERS)[number]
const PAPER = 'meterbook.paper'

function rememberedPaper(): Paper {
  return localStorage.getItem(PAPER) === 'roll' ? 'roll' : 'a5'
}

function Line({ title, children }: { title: string; children: string | number }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Paper({ of, paper }: { of: Receipt; paper: Paper }) {
  const total = of.meters.map((meter) => {
    const row = cellOf(meter)?.row.peek()
    return row ? `${meter} ${energy(row.total_kwh)} kWh` : meter
  })
  return (
    <div class={`receipt ${paper}`}>
      <h3>
        {siteName.value} {t('receipt.title')}
        {of.isReprint && <small> {t('receipt.reprint')}</small>}
      </h3>
      <dl>
        <Line title={t('receipt.number')}>{of.number}</Line>
        <Line title={t('event.at')}>{dateTime(of.at)}</Line>
        <Line title={t('meter.room')}>{of.room || '–'}</Line>
        {of.customer && <Line title={t('receipt.customer')}>{of.customer}</Line>}
        <Line title={t('meter.account')}>{of.account || of.wallet}</Line>
        <Line title={t('meter.name')}>{total.join(', ')}</Line>
        <Line title={t('cashier.method')}>{word('method', of.method)}</Line>
        <Line title={t('receipt.paid')}>{money(of.paid)}</Line>
        <div class="words">
          <dt>{t('receipt.inWords')}</dt>
          <dd lang="zh-CN">{inChineseWords(of.paid)}</dd>
        </div>
        {!isZero(of.fee) && <Line title={t('cashier.fee')}>{money(of.fee)}</Line>}
        <Line title={t('cashier.credit')}>{money(of.credit)}</Line>
        <Line title={t('receipt.before')}>{money(less(of.balanceAfter, of.credit))}</Line>
        <Line title={t('cashier.balanceAfter')}>{money(of.balanceAfter)}</Line>
        <Line title={t('session.operator')}>{of.operator}</Line>
        <Line title={t('receipt.position')}>{of.position}</Line>
      </dl>
    </div>
  )
}

/** The paper that is counted: a reprint says which one it is. The window is opened at once, or the
 * browser would take it for one that nobody asked for. */
async function openPdf(receipt: Receipt, paper: Paper): Promise<void> {
  const tab = open('about:blank', '_blank')
  try {
    const body = { transaction: receipt.position }
    const { position } = await ask<Written>('POST', '/v1/prints', { body })
    const format = paper === 'roll' ? 'roll80' : 'a5'
    const query = `format=pdf&paper=${format}&lang=${language.value}`
    if (tab) tab.location.href = `/v1/prints/${position}?${query}`
  } catch (fault) {
    tab?.close()
    tellFault(fault)
  }
}

/** Stands over the screen after a sale; while it is printed it is all that is on the paper. */
export function ReceiptSheet() {
  const [paper, setPaper] = useState(rememberedPaper)
  const receipt = shown.value
  if (!receipt) return null
  const choose = (chosen: Paper) => {
    localStorage.setItem(PAPER, chosen)
    setPaper(chosen)
  }
  return (
    <div class="receipt-sheet">
      <Dialog title={t('receipt.done')} onClose={() => (shown.value = null)}>
        <Paper of={receipt} paper={paper} />
        <div class="row unprinted">
          <Choice
            label={t('receipt.paper')}
            isLabelHidden
            value={paper}
            options={PAPERS.map((value) => ({ value, text: t(`receipt.paper.${value}`) }))}
            onChange={choose}
          />
          <span class="gap" />
          <button onClick={() => (shown.value = null)}>{t('action.close')}</button>
          {!isTenant() && (
            <button onClick={() => void openPdf(receipt, paper)}>
              <Icon name="down" /> {t('receipt.pdf')}
            </button>
          )}
          <button class="primary" onClick={() => print()}>
            <Icon name="print" /> {t('action.print')}
          </button>
        </div>
      </Dialog>
    </div>
  )
}
