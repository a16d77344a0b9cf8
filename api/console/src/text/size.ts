const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

/** 1536 is '1.5 KiB'. */
export function bytes(count: number): string {
  let unit = 0
  let rest = count
  while (rest >= 1024 && unit < UNITS.length - 1) {
    rest /= 1024
    unit += 1
  }
  return `${unit === 0 ? rest : rest.toFixed(1)} ${UNITS[unit]}`
}
