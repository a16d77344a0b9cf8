// Chinese names found by their pinyin: whole ('wangxiaoming'), a part of it, or initials ('wxm').

export interface Spelling {
  whole: string
  initials: string
}

export type Speller = (name: string) => Spelling

/** The table of syllables is fetched when somebody first types letters. */
export async function loadSpeller(): Promise<Speller> {
  const { default: table } = await import('tiny-pinyin')
  const known = new Map<string, Spelling>()
  return (name) => {
    let spelling = known.get(name)
    if (!spelling) {
      const syllables = table.isSupported() ? table.parse(name) : []
      const targets = syllables.map(({ target }) => target.toLowerCase())
      const initials = targets.map((target) => target.charAt(0)).join('')
      spelling = { whole: targets.join(''), initials }
      known.set(name, spelling)
    }
    return spelling
  }
}

export function isLetters(typed: string): boolean {
  return /^[a-z' ]+$/i.test(typed.trim())
}

export function soundsLike({ whole, initials }: Spelling, typed: string): boolean {
  const letters = typed.toLowerCase().replace(/[' ]/g, '')
  return letters !== '' && (whole.includes(letters) || initials.includes(letters))
}
