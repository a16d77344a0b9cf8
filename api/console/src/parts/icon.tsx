// Line icons on a grid of 24, drawn for this console.

const PATHS = {
  home: 'M4 11l8-7 8 7v9h-5v-6H9v6H4z',
  grid: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z',
  till: 'M4 10h16v10H4zM7 10V4h10v6M8 14h2M12 14h4M8 17h8',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-4 3-6 6-6s6 2 6 6M16 4.6a3.5 3.5 0 0 1 0 6M18 14.4c2 .8 3 2.8 3 5.6',
  chart: 'M4 20V4M4 20h16M8 16v-5M12 16V8M16 16v-3',
  tag: 'M4 4h8l8 8-8 8-8-8zM8.5 8.5h.01',
  chip: 'M7 7h10v10H7zM10 3v4M14 3v4M10 17v4M14 17v4M3 10h4M3 14h4M17 10h4M17 14h4',
  bell: 'M6 17V11a6 6 0 0 1 12 0v6l2 1H4zM10 21h4',
  seal: 'M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM8.5 12l2.5 2.5L16 9.5',
  gear: 'M12 15.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.1 2.1M16.3 16.3l2.1 2.1M5.6 18.4l2.1-2.1M16.3 7.7l2.1-2.1',
  book: 'M6 3h11a2 2 0 0 1 2 2v16H8a2 2 0 0 1-2-2zM6 19a2 2 0 0 1 2-2h11M13.5 6l-3.5 5h3l-.5 3.5',
  fold: 'M14 6l-6 6 6 6',
  unfold: 'M10 6l6 6-6 6',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2',
  moon: 'M20 14.5A8 8 0 0 1 9.5 4 8 8 0 1 0 20 14.5z',
  halfmoon: 'M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 20c0-4 3-6 7-6s7 2 7 6',
  close: 'M6 6l12 12M18 6L6 18',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20 20',
  refresh: 'M19 12a7 7 0 1 1-2-5M19 3v4h-4',
  print: 'M7 9V3h10v6M5 17H3V9h18v8h-2M7 14h10v7H7z',
  table: 'M4 5h16v14H4zM4 10h16M4 14.5h16M10 10v9',
  power: 'M12 3v9M7 6.5a8 8 0 1 0 10 0',
  check: 'M5 12.5l4.5 4.5L19 7',
  circle: 'M12 4a8 8 0 1 0 0 16 8 8 0 1 0 0-16z',
  broken: 'M9 15l-2 2a3 3 0 0 1-4-4l3-3M15 9l2-2a3 3 0 0 1 4 4l-3 3M10 4l1 3M4 10l3 1M14 20l-1-3M20 14l-3-1',
  bang: 'M12 4v10M12 19h.01',
  one: 'M12 6l8 13H4z',
  two: 'M12 3l7 8H5zM12 12l7 8H5z',
  shield: 'M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6z',
  hand: 'M5 12h14M12 5v14',
  bolt: 'M13 2L5 14h6l-1 8 8-12h-6z',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 1 0 0-16zM12 8v4l3 2',
  question: 'M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2M12 18h.01',
  open: 'M4 17h5l7-8M16 17h4',
  closed: 'M4 15h16M9 12v6M15 12v6',
  stop: 'M8 3h8l5 5v8l-5 5H8l-5-5V8zM8 12h8',
  flag: 'M6 21V4h11l-2 4 2 4H6',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v5M16 3v5',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  down: 'M12 4v12M7 11l5 5 5-5M5 20h14',
  up: 'M12 20V8M7 13l5-5 5 5M5 4h14',
} as const

export type IconName = keyof typeof PATHS

/** Says nothing by itself: a word stands beside it, or names its button. */
export function Icon({ name, isDashed }: { name: IconName; isDashed?: boolean }) {
  return (
    <svg class="ico" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} stroke-dasharray={isDashed ? '3 3.3' : undefined} />
    </svg>
  )
}
