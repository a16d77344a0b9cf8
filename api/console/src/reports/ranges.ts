import { dayAfter } from '../text/time'

export const RANGES = ['today', 'yesterday', 'week', 'month', 'lastMonth', 'year'] as const
export type RangeName = (typeof RANGES)[number]

/** First and last day, both included, of what people ask for most. */
export function rangeOf(name: RangeName, today: string): { from: string; to: string } {
  const month = today.slice(0, 8) + '01'
  switch (name) {
    case 'today':
      return { from: today, to: today }
    case 'yesterday':
      return { from: dayAfter(today, -1), to: dayAfter(today, -1) }
    case 'week':
      return { from: dayAfter(today, -6), to: today }
    case 'month':
      return { from: month, to: today }
    case 'lastMonth': {
      const last = dayAfter(month, -1)
      return { from: last.slice(0, 8) + '01', to: last }
    }
    case 'year':
      return { from: today.slice(0, 5) + '01-01', to: today }
  }
}
