import { money } from '../api/site'
import { t } from '../text/language'
import { sum } from '../text/money'
import type { Wish } from './batch_dialog'
import { cells, revision, select, selected } from './meters'
import { WALL_COMMANDS } from './wall_commands'

/** Stands at the bottom while something is chosen. */
export function SelectionBar({ onWish }: { onWish: (wish: Wish) => void }) {
  void revision.value
  const rows = selected.value
  if (rows.length === 0) return null
  const held = sum(rows.map((row) => row.balance ?? '0'))
  return (
    <div class="selection-bar unprinted" role="region" aria-label={t('wall.selection')}>
      <b>{t('wall.chosen', { n: rows.length })}</b>
      <span class="soft">{t('wall.heldBy', { amount: money(held) })}</span>
      <span class="gap" />
      {WALL_COMMANDS.map(({ kind, isGrave }) => (
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
