/** A template's text, its {placeholders} and its [brackets] apart. */
export interface Piece {
  is: 'plain' | 'fact' | 'bracket'
  text: string
}

export function piecesOf(template: string): Piece[] {
  return template
    .split(/(\{\w+\}|[[\]])/)
    .filter(Boolean)
    .map((text): Piece => {
      if (/^\{\w+\}$/.test(text)) return { is: 'fact', text }
      return { is: text === '[' || text === ']' ? 'bracket' : 'plain', text }
    })
}
