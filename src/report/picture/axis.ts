import { columnsOf } from '../../view/columns.ts'
import { type PictureWords, roughLength, spanLength } from './mark-words.ts'
import { COLUMN } from './points.ts'
import { rounded, textElement, titled } from './shapes.ts'
import type { TimeScale } from './time-scale.ts'

/** Height of the axis in pixels: days, times, and the lengths of quiet stretches. */
export const AXIS = 46

/** The labels of the ticks, and how long the quiet stretches were if there is room. */
export function axisLabels({ ticks, quiet, width }: TimeScale, context: PictureWords): string {
  const times = ticks.map(({ x, time, day }) => {
    const anchor = x < 16 ? 'start' : x > width - 16 ? 'end' : 'middle'
    return `${day === null ? '' : textElement(x, 12, 'time', context.said.day(day), anchor)}${textElement(x, 26, 'time', time, anchor)}`
  })
  const lengths = quiet.map(({ left, right, ...span }) => {
    const length = spanLength(span, context)
    const shown = [length, roughLength(span, context)].find((one) => columnsOf(one) * COLUMN < right - left)
    const label = shown === undefined ? '' : textElement((left + right) / 2, 39, 'length', shown, 'middle')
    return titled(`${zigzag(left, right, 44.5)}${label}`, `${context.said.quiet}: ${length}`)
  })
  return `${times.join('')}${lengths.join('')}`
}

/** What lies behind the lanes: a line at each tick, and the quiet stretches. */
export function backdrop({ ticks, quiet }: TimeScale, top: number, bottom: number): string {
  const bands = quiet.map(({ left, right }) => {
    const [from, to] = [rounded(left), rounded(right)]
    const edges = `<path class="quiet-edge" d="M${from} ${top}V${bottom}M${to} ${top}V${bottom}"/>`
    return `<rect class="quiet" x="${from}" y="${top}" width="${rounded(to - from)}" height="${bottom - top}"/>${edges}`
  })
  const grid = ticks.map(({ x }) => `<path class="grid" d="M${rounded(x)} ${top}V${bottom}"/>`)
  return [...bands, ...grid].join('')
}

function zigzag(left: number, right: number, y: number): string {
  const teeth = Math.max(2, Math.floor((right - left) / 6))
  const tooth = rounded((right - left) / teeth / 2)
  return `<path class="zigzag" d="M${rounded(left)} ${y}${`l${tooth} -3l${tooth} 3`.repeat(teeth)}"/>`
}
