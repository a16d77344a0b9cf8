import { get } from '../api/book'
import { mayTouch, useNews } from '../api/live'
import { usePages } from '../api/loaded'
import { link } from '../frame/route'
import { Files } from '../parts/files'
import { When } from '../parts/figures'
import { PagedTable } from '../parts/table'
import { t, word } from '../text/language'
import { said } from '../text/said'

/** What was told to a meter, and what came of it. */
export function CommandsTab({ meter }: { meter: string }) {
  const pages = usePages(
    (turn, signal) => get('/v1/commands', { query: { meter, ...turn }, signal }),
    [meter],
  )
  useNews((events) => {
    if (mayTouch(events, (each) => each.type.startsWith('Command'))) pages.again()
  })
  return (
    <PagedTable
      caption={t('account.commands')}
      files={<Files path="/v1/commands" query={{ meter }} />}
      empty={t('account.noCommands')}
      pages={pages}
      name={(row) => row.command}
      columns={[
        { title: t('event.at'), cell: (row) => <When at={row.requested_at} /> },
        { title: t('command.kind'), cell: (row) => word('command', row.kind) },
        {
          title: t('batch.outcome'),
          cell: (row) => <span class={`chip ${row.state}`}>{word('row', row.state)}</span>,
        },
        { title: t('account.cause'), cell: (row) => word('cause', row.cause) },
        { title: t('batch.reason'), cell: (row) => row.reason },
        { title: t('notice.attempts'), isFigure: true, cell: (row) => row.attempts },
        { title: t('batch.detail'), cell: (row) => said(row.result) },
        {
          title: '№',
          isFigure: true,
          cell: (row) => (
            <a href={link('audit', [], { position: String(row.command) })}>{row.command}</a>
          ),
        },
      ]}
    />
  )
}
