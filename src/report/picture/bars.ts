import { bar, titled } from './shapes.ts'

/** A bar in a lane. Those of one kind that start at the same place in the same row are drawn as one. */
export interface Bar {
  readonly kind: string
  readonly x: number
  readonly width: number
  /** The row within its lane, from 0 at the top. */
  readonly row: number
  readonly meaning: () => string
}

/** Bars that are drawn as one. */
interface BarGroup {
  readonly first: Bar
  width: number
  readonly meanings: string[]
  count: number
}

/** Height in pixels of a row, and how many rows a lane has at most. */
export const BAR_ROW = 10
export const MAX_BAR_ROWS = 16
/** Bars within `grid` pixels are merged; the title of a merged bar lists up to `listed` of them. */
const SPARSE = { grid: 1, listed: 3 }
/** The same for a lane with more than `MANY_BARS` bars. */
const CROWDED = { grid: 4, listed: 1 }
const MANY_BARS = 200

/** Draws the bars of a lane; those that would hide each other become one, whose title lists a few and how many `more`. */
export function drawBars(bars: readonly Bar[], more: (count: number) => string): string {
  const groups = new Map<string, BarGroup>()
  const { grid, listed } = bars.length > MANY_BARS ? CROWDED : SPARSE
  for (const one of bars) {
    const { kind, x, row, width, meaning } = one
    const key = `${kind} ${row} ${Math.round(x / grid)}`
    const group = groups.get(key) ?? { first: one, width, meanings: [], count: 0 }
    groups.set(key, group)
    group.width = Math.max(group.width, width)
    group.count += 1
    if (group.count <= listed) group.meanings.push(meaning())
  }
  return [...groups.values()]
    .map(({ first: { kind, x, row }, width, meanings, count }) => {
      const rest = count > meanings.length ? [more(count - meanings.length)] : []
      const y = 3 + row * BAR_ROW
      return titled(bar({ x, y, width, height: 8 }, kind), [...meanings, ...rest].join('; '))
    })
    .join('')
}
