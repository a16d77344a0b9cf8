// Amounts are decimal text from the server and stay exact: counted here in micro-units, as whole
// numbers. No floating point comes near them.

const MICROS = 1_000_000n
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/

/** Exact value of decimal text with any number of digits: `units` × 10^-`scale`. */
interface Exact {
  units: bigint
  scale: number
}

function exact(text: string): Exact {
  const found = DECIMAL.exec(text)
  if (!found) throw new Error(`'${text}' is no decimal number`)
  const [, sign, whole, fraction = ''] = found
  const units = BigInt(whole! + fraction)
  return { units: sign ? -units : units, scale: fraction.length }
}

/** Towards minus infinity, so that a debt is never shown smaller than it is. */
function floorTo({ units, scale }: Exact, digits: number): bigint {
  if (scale <= digits) return units * 10n ** BigInt(digits - scale)
  const step = 10n ** BigInt(scale - digits)
  const cut = units / step
  return units < 0n && cut * step !== units ? cut - 1n : cut
}

function grouped(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ',')
}

function written(count: bigint, digits: number): { isNegative: boolean; text: string } {
  const isNegative = count < 0n
  const all = (isNegative ? -count : count).toString().padStart(digits + 1, '0')
  const whole = grouped(all.slice(0, all.length - digits))
  return { isNegative, text: digits ? `${whole}.${all.slice(all.length - digits)}` : whole }
}

/** '-1234.567' → '−1,234.57' with two digits. */
export function decimal(text: string, digits: number): string {
  const { isNegative, text: shown } = written(floorTo(exact(text), digits), digits)
  return (isNegative ? '−' : '') + shown
}

const SIGNS: Record<string, string> = { CNY: '¥', USD: '$', EUR: '€', GBP: '£' }

export function currencySign(currency: string): string {
  return SIGNS[currency] ?? currency + ' '
}

/** '-3.981' → '−¥3.99': two digits, the sign in front of the currency. */
export function money(text: string, currency = 'CNY'): string {
  const { isNegative, text: shown } = written(floorTo(exact(text), 2), 2)
  return (isNegative ? '−' : '') + currencySign(currency) + shown
}

/** All digits there are, two at least. */
export function exactMoney(text: string, currency = 'CNY'): string {
  const value = exact(text)
  const digits = Math.max(2, value.scale)
  const { isNegative, text: shown } = written(floorTo(value, digits), digits)
  const [whole, fraction = ''] = shown.split('.')
  return (isNegative ? '−' : '') + currencySign(currency) + whole + '.' + trimmed(fraction, 2)
}

/** Prices have four digits at least, and as many as they need. */
export function price(text: string): string {
  const { scale } = exact(text)
  const [whole, fraction = ''] = decimal(text, Math.max(4, scale)).split('.')
  return `${whole}.${trimmed(fraction, 4)}`
}

function trimmed(fraction: string, least: number): string {
  let end = fraction.length
  while (end > least && fraction[end - 1] === '0') end -= 1
  return fraction.slice(0, end)
}

export function energy(text: string): string {
  return decimal(text, 2)
}

export function isNegative(text: string): boolean {
  return text.startsWith('-') && exact(text).units !== 0n
}

export function isZero(text: string): boolean {
  return exact(text).units === 0n
}

export function micros(text: string): bigint {
  return floorTo(exact(text), 6)
}

export function fromMicros(count: bigint): string {
  const sign = count < 0n ? '-' : ''
  const all = (count < 0n ? -count : count).toString().padStart(7, '0')
  const fraction = trimmed(all.slice(-6), 2)
  return `${sign}${all.slice(0, -6)}.${fraction}`
}

export function sum(amounts: string[]): string {
  return fromMicros(amounts.reduce((total, each) => total + micros(each), 0n))
}

export function less(a: string, b: string): string {
  return fromMicros(micros(a) - micros(b))
}

/** What a person typed as an amount, as the server wants it; null where it is none.
 * Full-width figures and thousands separators are understood. */
export function typedAmount(typed: string): string | null {
  const plain = typed
    .replace(/[０-９．－，]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[¥￥,\s]/g, '')
  const found = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(plain)
  if (!found) return null
  const amount = `${BigInt(found[1]!)}.${(found[2] ?? '').padEnd(2, '0')}`
  return micros(amount) > 0n ? amount : null
}

/** Like an amount; it may be nothing, too. */
export function amountOrNothing(typed: string): string | null {
  return /^\s*0+([.．]0{1,2})?\s*$/.test(typed) ? '0.00' : typedAmount(typed)
}

const FIGURES = '零壹贰叁肆伍陆柒捌玖'
const PLACES = ['', '拾', '佰', '仟']
const GROUPS = ['', '万', '亿', '万亿']

function groupInWords(group: string): string {
  let words = ''
  for (const [i, figure] of [...group].entries()) {
    const place = group.length - 1 - i
    if (figure !== '0') words += FIGURES[Number(figure)]! + PLACES[place]!
    else if (words && !words.endsWith('零')) words += '零'
  }
  return words.replace(/零$/, '')
}

function wholeInWords(whole: string): string {
  let words = ''
  const count = Math.ceil(whole.length / 4)
  for (let i = 0; i < count; ++i) {
    const end = whole.length - (count - 1 - i) * 4
    const group = whole.slice(Math.max(0, end - 4), end)
    const shown = groupInWords(group)
    if (!shown) continue
    if (words && (group.startsWith('0') || words.endsWith('零'))) words += '零'
    words += shown + GROUPS[count - 1 - i]!
  }
  return words
}

/** 大写: '1005.20' → '壹仟零伍元贰角整'. */
export function inChineseWords(amount: string): string {
  const cents = micros(amount) / (MICROS / 100n)
  const all = (cents < 0n ? -cents : cents).toString().padStart(3, '0')
  const [whole, tenth, hundredth] = [all.slice(0, -2), all.at(-2)!, all.at(-1)!]
  let words = (cents < 0n ? '负' : '') + (wholeInWords(whole) || '')
  if (wholeInWords(whole)) words += '元'
  if (tenth === '0' && hundredth === '0') return (wholeInWords(whole) ? words : words + '零元') + '整'
  if (tenth !== '0') words += FIGURES[Number(tenth)]! + '角'
  else if (wholeInWords(whole)) words += '零'
  return words + (hundredth === '0' ? '整' : FIGURES[Number(hundredth)]! + '分')
}
