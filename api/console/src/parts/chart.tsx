// Charts: a canvas of uPlot, drawn anew when its content, its width or the theme changes. Figures
// are turned into floating point here, for pixels only; the table below a chart has them exactly.

import { useEffect, useRef } from 'preact/hooks'
import type uPlot from 'uplot'
import { theme } from '../frame/theme'
import { language } from '../text/language'
import './chart.css'

export type Drawing = (style: (name: string) => string, Plot: typeof uPlot) => {
  options: Omit<uPlot.Options, 'width' | 'height'>
  values: uPlot.AlignedData
}

const HEIGHT = 220

function styleOf(element: HTMLElement): (name: string) => string {
  const styles = getComputedStyle(element)
  return (name) => styles.getPropertyValue(name).trim()
}

/** `draw` says what to draw in the colours of the theme; `about` says it in words. */
export function Chart({ about, draw, inputs }: { about: string; draw: Drawing; inputs: unknown[] }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = place.current!
    let plot: uPlot | null = null
    let isGone = false
    const width = () => ({ width: element.clientWidth, height: HEIGHT })
    void import('uplot').then(({ default: Plot }) => {
      if (isGone) return
      const { options, values } = draw(styleOf(element), Plot)
      plot = new Plot({ ...options, ...width() }, values, element)
    })
    const watch = new ResizeObserver(() => plot?.setSize(width()))
    watch.observe(element)
    return () => {
      isGone = true
      watch.disconnect()
      plot?.destroy()
    }
  }, [JSON.stringify(inputs), theme.value, language.value])
  return <div class="chart" ref={place} role="img" aria-label={about} />
}

/** Bars stand on nothing: their heights are to be compared. */
export function fromNothing(_: uPlot, least: number, most: number): [number, number] {
  const [low, high] = [Math.min(0, least ?? 0), Math.max(0, most ?? 0)]
  return [low * 1.06, high * 1.06 || 1]
}

/** Axes in the colours of the theme. */
export function axesOf(style: (name: string) => string, unit: string): uPlot.Axis[] {
  const font = `12px ${style('font-family') || 'sans-serif'}`
  const look = { stroke: style('--soft'), font, ticks: { show: false } }
  const grid = { stroke: style('--line'), width: 1 }
  return [
    { ...look, grid: { show: false }, size: 26 },
    { ...look, grid, size: 64, label: unit, labelFont: font, labelSize: 18, labelGap: 0 },
  ]
}
