// A workbook of one sheet: figures are numbers, everything else is text. Its parts lie in the
// archive as they are, so that nothing is needed to write it.

export type XlsxCell = string | { figure: string }

const MOST_DIGITS = 15

function escaped(text: string): string {
  const plain = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
  return plain.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)
}

/** 1 is A, 27 is AA. */
export function columnName(n: number): string {
  return n > 26 ? columnName(Math.floor((n - 1) / 26)) + columnName(((n - 1) % 26) + 1) :
    String.fromCharCode(64 + n)
}

function cellXml(cell: XlsxCell, at: string, style: number): string {
  if (typeof cell !== 'string') {
    const digits = cell.figure.replace(/\D/g, '').replace(/^0+/, '')
    if (digits.length <= MOST_DIGITS) return `<c r="${at}" s="${style}"><v>${cell.figure}</v></c>`
  }
  const text = escaped(typeof cell === 'string' ? cell : cell.figure)
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`
}

function sheetXml(rows: XlsxCell[][]): string {
  const lines = rows.map((row, y) => {
    const cells = row.map((cell, x) => cellXml(cell, `${columnName(x + 1)}${y + 1}`, y ? 0 : 1))
    return `<row r="${y + 1}">${cells.join('')}</row>`
  })
  const widths = (rows[0] ?? []).map(
    (_, x) => `<col min="${x + 1}" max="${x + 1}" width="18" customWidth="1"/>`,
  )
  return (
    `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' +
    `</sheetView></sheetViews><cols>${widths.join('')}</cols>` +
    `<sheetData>${lines.join('')}</sheetData></worksheet>`
  )
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const KIND = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

function relation(id: string, kind: string, target: string): string {
  return `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`
}

function partsOf(name: string, rows: XlsxCell[][]): [string, string][] {
  const sheet = escaped(name.replace(/[:\\/?*[\]]/g, '-').slice(0, 31))
  const part = (path: string, kind: string) =>
    `<Override PartName="${path}" ContentType="${KIND}.${kind}+xml"/>`
  const relations = (content: string) =>
    `<Relationships xmlns="${PACKAGE}/relationships">${content}</Relationships>`
  return [
    [
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ` +
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        part('/xl/workbook.xml', 'sheet.main') +
        part('/xl/worksheets/sheet1.xml', 'worksheet') +
        part('/xl/styles.xml', 'styles') +
        '</Types>',
    ],
    ['_rels/.rels', relations(relation('r1', 'officeDocument', 'xl/workbook.xml'))],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>` +
        `<sheet name="${sheet}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relations(
        relation('r1', 'worksheet', 'worksheets/sheet1.xml') +
          relation('r2', 'styles', 'styles.xml'),
      ),
    ],
    [
      'xl/styles.xml',
      `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/>` +
        '</font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
        '<fills count="2"><fill><patternFill patternType="none"/></fill>' +
        '<fill><patternFill patternType="gray125"/></fill></fills>' +
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
        '<cellStyleXfs count="1"><xf/></cellStyleXfs>' +
        '<cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>',
    ],
    ['xl/worksheets/sheet1.xml', sheetXml(rows)],
  ]
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; ++k) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})

export function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff
  for (const byte of bytes) c = TABLE[(c ^ byte) & 0xff]! ^ (c >>> 8)
  return (c ^ 0xffffffff) >>> 0
}

function record(fields: [size: 2 | 4, value: number][], rest: Uint8Array[]): Uint8Array {
  const head = new DataView(new ArrayBuffer(fields.reduce((n, [size]) => n + size, 0)))
  let at = 0
  for (const [size, value] of fields) {
    if (size === 2) head.setUint16(at, value, true)
    else head.setUint32(at, value, true)
    at += size
  }
  return joined([new Uint8Array(head.buffer), ...rest])
}

function joined(pieces: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((n, piece) => n + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

const A_DAY = 0x5821 // 2024-01-01: an archive wants some day

/** What both the entry and the directory say of a part. */
function facts(name: Uint8Array, content: Uint8Array): [2 | 4, number][] {
  return [
    ...([[2, 20], [2, 0x0800], [2, 0], [2, 0], [2, A_DAY]] as [2, number][]),
    [4, crc32(content)],
    ...([[4, content.length], [4, content.length]] as [4, number][]),
    ...([[2, name.length], [2, 0]] as [2, number][]),
  ]
}

/** The bytes of a workbook with these rows, the first of which are its headings. */
export function workbook(name: string, rows: XlsxCell[][]): Uint8Array {
  const utf8 = new TextEncoder()
  const entries: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const [path, xml] of partsOf(name, rows)) {
    const [title, content] = [utf8.encode(path), utf8.encode(HEAD + xml)]
    const entry = record([[4, 0x04034b50], ...facts(title, content)], [title, content])
    const place: [2 | 4, number][] = [[2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]
    directory.push(
      record([[4, 0x02014b50], [2, 20], ...facts(title, content), ...place], [title]),
    )
    entries.push(entry)
    offset += entry.length
  }
  const list = joined(directory)
  const end: [2 | 4, number][] = [[4, 0x06054b50], [2, 0], [2, 0]]
  const counts: [2 | 4, number][] = [[2, entries.length], [2, entries.length]]
  const places: [2 | 4, number][] = [[4, list.length], [4, offset], [2, 0]]
  return joined([...entries, list, record([...end, ...counts, ...places], [])])
}
