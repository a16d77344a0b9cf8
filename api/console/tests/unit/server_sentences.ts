// Every sentence that stands in the server's sources, with a figure in each of its holes.

import { readdirSync, readFileSync } from 'node:fs'

const ROOT = new URL('../../../../', import.meta.url).pathname

/** What answers a browser, decides, or reads a meter; profiles and files of programs do not. */
const FOLDERS = ['ledger/rules', 'ledger/rating', 'api', 'ingest']
const APART = new RegExp(
  [
    ...['^console', '_laws\\.', '^test', 'profile', 'certificate', '^edge', '^hooks'],
    ...['line_probe', 'describe_records', 'notices/(?!template)'],
  ].join('|'),
)

/** What is called, or made, with a sentence in it. */
const CALLS = new Set([
  ...['refuse', 'Refusal', 'object', 'Problem', 'Doubt', 'Hindrance', 'LineFault', 'MissingPrice'],
  ...['UnfitCell', 'UnreadableFile', 'do_not_fit', 'not_correctable', 'deny', 'fail', 'fault'],
  ...['no', 'raise', 'set_alarm', 'unfit', 'unfit_cell'],
])
const TOKEN = new RegExp(
  [
    /R"\(([\s\S]*?)\)"|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)+'/, // what is quoted
    /\/\/.*|\/\*[\s\S]*?\*\//, // what is said aside
    /[A-Za-z_]\w*|\d[\w'.]*|::|->|\S/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
)

/** Of a format: a brace, or where a figure goes. */
const HOLE = /\{\{|\}\}|\{[^}]*\}/g
const BRACES: Record<string, string> = { '{{': '{', '}}': '}' }

interface Sentence {
  where: string
  text: string
}

const NAMESPACES = new Set(['std', 'string', 'ledger', 'fmt'])
const isText = (token: string) => token.startsWith('"')
const inner = (token: string) => token.slice(1, -1).replace(/\\(.)/g, '$1')

/** "a " + x + " b", or format("a {} b", x), as "a 7 b"; what is not text at all is none. */
function filled(tokens: string[]): string {
  const formats = tokens.includes('format')
  let text = ''
  let hadHole = false
  for (const [i, token] of tokens.entries()) {
    if (isText(token)) {
      text += formats ? inner(token).replace(HOLE, (hole) => BRACES[hole] ?? '7') : inner(token)
      hadHole = false
      if (formats && !isText(tokens[i + 1] ?? '')) return text
    } else if (!formats && !hadHole && /^\w/.test(token) && !NAMESPACES.has(token)) {
      text += '7'
      hadHole = true
    }
  }
  return text
}

function argumentsFrom(tokens: string[], begin: number): string[][] {
  const found: string[][] = [[]]
  let depth = 0
  for (const token of tokens.slice(begin)) {
    if ('([{'.includes(token) && depth++ === 0) continue
    if (')]}'.includes(token) && --depth === 0) break
    if (token === ',' && depth === 1) found.push([])
    else found.at(-1)!.push(token)
  }
  return found
}

function sentencesOf(where: string, code: string): Sentence[] {
  const words = [...code.matchAll(TOKEN)]
    .map(([token]) => token)
    .filter((each) => !/^\/[/*]/.test(each))
  const found: Sentence[] = []
  for (const [i, name] of words.entries()) {
    if (!CALLS.has(name) || !/^[({]$/.test(words[i + 1] ?? '')) continue
    for (const one of argumentsFrom(words, i + 1)) {
      if (one.includes('?') || one.some((each) => CALLS.has(each))) continue
      const text = filled(one)
      if (/ [^ ]+ /.test(text) && one.some((each) => isText(each) && / /.test(each)))
        found.push({ where, text })
    }
  }
  return found
}

export function serverSentences(): Sentence[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(ROOT + folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.[ch]pp$/.test(name) && !APART.test(name))
      .flatMap((name) =>
        sentencesOf(`${folder}/${name}`, readFileSync(`${ROOT}${folder}/${name}`, 'utf8')),
      ),
  )
}
