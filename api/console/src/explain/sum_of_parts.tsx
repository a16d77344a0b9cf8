import { useState } from 'preact/hooks'
import { Amount } from '../parts/figures'
import { t } from '../text/language'
import { isZero, sum } from '../text/money'
import type { Part } from './opened'

const STEP = 200

/** A sum, amount by amount; each of them opens in its turn. */
export function SumOfParts({ title, parts }: { title: string; parts: Part[] }) {
  const [shown, setShown] = useState(STEP)
  const counted = parts.filter((part) => !isZero(part.amount))
  return (
    <>
      <p class="soft">{t('explain.sum', { title, n: counted.length })}</p>
      <div class="table" tabIndex={0} role="region" aria-label={title}>
        <table>
          <caption class="unseen">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t('explain.part')}</th>
              <th scope="col" class="figure">
                {t('explain.amount')}
              </th>
            </tr>
          </thead>
          <tbody>
            {counted.slice(0, shown).map((part, i) => (
              <tr key={i}>
                <td>{part.label}</td>
                <td class="figure">
                  <Amount of={part.amount} why={part.why} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('energy.total')}</th>
              <td class="figure">
                <Amount of={sum(parts.map((part) => part.amount))} />
              </td>
            </tr>
          </tfoot>
        </table>
        {counted.length > shown && (
          <p class="more">
            <button onClick={() => setShown(shown + STEP)}>
              {t('action.moreOf', { shown, total: counted.length })}
            </button>
          </p>
        )}
      </div>
    </>
  )
}
