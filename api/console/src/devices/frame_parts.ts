// The bytes of a frame, cut where its protocol has borders.

export type PartName = 'head' | 'unit' | 'control' | 'data' | 'sum'

export interface Part {
  is: PartName
  bytes: string[]
}

/** '0103' is 01 and 03. */
export function octets(digits: string): string[] {
  return digits.match(/../g) ?? []
}

function cut(bytes: string[], lengths: [PartName, number][]): Part[] {
  const parts: Part[] = []
  let from = 0
  for (const [is, length] of lengths) {
    const end = length < 0 ? bytes.length + length : from + length
    parts.push({ is, bytes: bytes.slice(from, Math.max(from, end)) })
    from = Math.max(from, end)
  }
  parts.push({ is: 'sum', bytes: bytes.slice(from) })
  return parts.filter((part) => part.bytes.length > 0)
}

/** Of DL/T 645: what wakes the meter, its address between 68 and 68, control, data, sum and 16. */
function ofDlt645(bytes: string[], start: number): Part[] {
  return cut(bytes, [
    ['head', start],
    ['unit', 8],
    ['control', 2],
    ['data', -2],
  ])
}

/** Of Modbus: TCP has a head and no checksum. */
export function partsOf(bytes: string[], transport: string): Part[] {
  const start = bytes.findIndex((byte) => byte !== 'fe')
  if (bytes[start] === '68' && bytes[start + 7] === '68') return ofDlt645(bytes, start)
  if (transport === 'modbus_tcp')
    return cut(bytes, [
      ['head', 6],
      ['unit', 1],
      ['control', 1],
      ['data', bytes.length],
    ])
  return cut(bytes, [
    ['unit', 1],
    ['control', 1],
    ['data', -2],
  ])
}
