import { may } from '../api/session'
import { Amount } from '../parts/figures'
import { kindsAllowed, type Supply } from '../terms/terms'
import { t } from '../text/language'
import { sum } from '../text/money'
import type { Wish } from './batch_dialog'
import { balancesOf } from './balances'
import { cells, revision, select, selected } from './meters'
import { WALL_COMMANDS } from './wall_commands'

interface SelectionProps {
  onWish: (wish: Wish) => void
  onTerms: (supplies: Supply[]) => void
}

/** Stands at the bottom while something is chosen. */
export function SelectionBar({ onWish, onTerms }: SelectionProps) {
  void revision.value
  const rows = selected.value
  if (rows.length === 0) return null
  const held = balancesOf(rows)
  return (
    <div class="selection-bar unprinted" role="region" aria-label={t('wall.selection')}>
      <b>{t('wall.chosen', { n: rows.length })}</b>
      <span class="soft">
        {t('batch.balances')}{' '}
        <Amount
          of={sum(held.map(({ amount }) => amount))}
          why={{ title: t('batch.balances'), parts: held }}
        />
      </span>
      <span class="gap" />
      {kindsAllowed().length > 0 && (
        <button onClick={() => onTerms(rows)}>{t('terms.button')}</button>
      )}
      {may('power.control') &&
        WALL_COMMANDS.map(({ kind, isGrave }) => (
          <button
            key={kind}
            class={isGrave ? 'danger' : undefined}
            onClick={() => onWish({ kind, rows })}
          >
            {t(`command.${kind}`)}
          </button>
        ))}
      <button class="quiet" onClick={() => select(cells.peek(), false)}>
        {t('wall.clear')}
      </button>
    </div>
  )
}
