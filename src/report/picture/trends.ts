import { scaleLinear, scaleSymlog } from 'd3-scale'
import type { FollowUpState } from '../../domain/incident/follow-up-state.ts'
import type { Figures, Stats } from '../../domain/stats/stats.ts'
import { columnsOf } from '../../view/columns.ts'
import { timeText } from '../../view/time-format.ts'
import { clipToColumns } from '../../view/wrap.ts'
import { detectionWords, periodWords, quarterName, type StatsContext, spreadWords } from '../stats-view.ts'
import { textElement, titled, xml } from './shapes.ts'

/** Size of the picture and of the margins around the panels, in pixels; the left one holds the units. */
const WIDTH = 960
const LEFT = 180
const RIGHT = 16
const PANEL = 118
const PANEL_HEAD = 30
const PANEL_GAP = 14
const TICK_HEIGHT = 15

/** So many quarters, the latest ones, and types, the most frequent ones, are drawn at most. */
const MAX_QUARTERS = 12
const MAX_TYPES = 6

type Trend = Stats['trends'][number]
type Point = Trend['quarters'][number]
const TIMES = ['timeToDetect', 'timeToNotify', 'timeToResume'] as const
type TimeKey = (typeof TIMES)[number]

export interface TrendsFrame {
  /** Its CSS; empty if the page around the picture has it. */
  readonly style: string
  /** Notes shown above the picture, such as incidents that are left out. */
  readonly marks: readonly string[]
  /** Returns the address of what is said of a quarter; null in a picture that stands alone. */
  readonly linkOf: ((quarter: string) => string) | null
}

/** What of the figures is drawn, and what is not. */
interface Drawn {
  readonly quarters: readonly Point[]
  readonly types: readonly Trend[]
  readonly omittedQuarters: number
  readonly omittedTypes: readonly Trend[]
  /** The horizontal centre of a quarter, and the room that it has, in pixels. */
  readonly x: (index: number) => number
  readonly room: number
  readonly context: StatsContext
}

/** Draws the trends as one SVG document (SVG 2) without scripts or external resources. */
export function trendsSvg(stats: Stats, context: StatsContext, { style, marks, linkOf }: TrendsFrame): string {
  const { said } = context
  const drawn = drawnOf(stats, context)
  const asOf = [said.title, said.asOf(timeText(context.at), context.zone), ...periodWords(context)]
  const heads = linkOf === null ? asOf : []
  const notes = [...marks, ...omissions(drawn)]
  const parts: string[] = []
  let y = 14 + (heads.length + notes.length) * 20
  const add = (height: number, draw: (top: number) => string) => {
    parts.push(draw(y))
    y += height
  }
  const panel = (title: string, draw: (top: number) => string) =>
    add(PANEL_HEAD + PANEL + PANEL_GAP, (top) => textElement(LEFT, top + 16, 'head', title) + draw(top + PANEL_HEAD))
  panel(said.timeAxis(said.detect), (top) => timePanel(drawn, 'timeToDetect', top))
  panel(said.timeAxis(said.notify), (top) => timePanel(drawn, 'timeToNotify', top))
  panel(said.timeAxis(said.resume), (top) => timePanel(drawn, 'timeToResume', top))
  panel(said.promisesAxis, (top) => barPanel(drawn, top, promiseBars))
  panel(said.followUpsAxis, (top) => barPanel(drawn, top, followUpBars))
  add(30, (top) => quarterNames(drawn, top, linkOf))
  add(20, (top) => textElement(LEFT - 10, top + 12, 'head', said.countAxis, 'end'))
  for (const [index, type] of drawn.types.entries()) add(20, (top) => countRow(drawn, type, index, top))
  for (const line of legendLines(drawn)) add(20, (top) => line(top + 14))
  const height = y + 12
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" lang="${context.text.language}" class="halt-trends" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="${linkOf === null ? 'img' : 'group'}" aria-labelledby="halt-trends-title halt-trends-desc">`,
    `<title id="halt-trends-title">${xml(said.title)}</title>`,
    `<desc id="halt-trends-desc">${xml(descriptionOf(drawn))}</desc>`,
    `${style === '' ? '' : `<style>${style}</style>`}<defs>${PATTERNS}</defs>`,
    `<rect class="ground" width="${WIDTH}" height="${height}"/>`,
    ...heads.map((words, i) => textElement(12, 22 + i * 20, i === 0 ? 'title' : 'faint', words)),
    ...notes.map((note, i) => textElement(12, 22 + (heads.length + i) * 20, 'note', clipToColumns(note, 140))),
    ...parts,
    '</svg>',
    '',
  ].join('\n')
}

function drawnOf({ trends }: Stats, context: StatsContext): Drawn {
  const [all, ...types] = trends
  const quarters = all?.quarters ?? []
  const omittedQuarters = Math.max(0, quarters.length - MAX_QUARTERS)
  const shown = quarters.slice(omittedQuarters)
  const room = (WIDTH - LEFT - RIGHT) / Math.max(1, shown.length)
  return {
    quarters: shown,
    types: types
      .slice(0, MAX_TYPES)
      .map(({ type, quarters: points }) => ({ type, quarters: points.slice(omittedQuarters) })),
    omittedQuarters,
    omittedTypes: types.slice(MAX_TYPES),
    x: (index) => LEFT + room * (index + 0.5),
    room,
    context,
  }
}

function omissions({ omittedQuarters, omittedTypes, context: { said, typeName } }: Drawn): string[] {
  return [
    ...(omittedQuarters === 0 ? [] : [said.omittedQuarters(omittedQuarters)]),
    ...(omittedTypes.length === 0 ? [] : [said.omittedTypes(omittedTypes.map(({ type }) => typeName(type ?? '')))]),
  ]
}

/** The picture in words, for screen readers: each quarter with its figures over all types. */
function descriptionOf({ quarters, context }: Drawn): string {
  const { said } = context
  const all = quarters.map((point) => {
    const name = quarterName(point.quarter, said)
    if (point.incidents.length === 0) return said.described(name, [said.none])
    const times = TIMES.map((key, i) => {
      const words = timeWords(key, point, point.incidents.length, context)
      return `${[said.detect, said.notify, said.resume][i]} ${words}`
    })
    return said.described(name, [said.incidents(point.incidents.length), ...times])
  })
  return all.join(' ')
}

function timeWords(key: TimeKey, figures: Figures, incidents: number, context: StatsContext): string {
  return key === 'timeToDetect'
    ? detectionWords(figures, incidents, context)
    : spreadWords(figures[key], incidents, context)
}

/** Ticks of the scale of time, in seconds. */
const TICKS = [0, 60, 300, 900, 3600, 4 * 3600, 12 * 3600, 24 * 3600, 72 * 3600, 168 * 3600, 720 * 3600, 8760 * 3600]

/** Medians of each type as shapes, with lines from the least to the most, on a logarithmic scale. */
function timePanel(drawn: Drawn, key: TimeKey, top: number): string {
  const { quarters, types, x, room, context } = drawn
  const { said, typeName, text } = context
  const spreads = types.flatMap((type) => type.quarters.map((point) => point[key]))
  const most = Math.max(60, ...spreads.map((spread) => spread?.most ?? 0))
  const end = TICKS.find((tick) => tick >= most) ?? most
  const bottom = top + PANEL
  const y = scaleSymlog().constant(60).domain([0, end]).range([bottom, top])
  const ticks = [0, end]
  // From the top down, between the two ends.
  for (const tick of TICKS.filter((tick) => tick < end).reverse())
    if (ticks.every((other) => Math.abs(y(other) - y(tick)) >= TICK_HEIGHT)) ticks.push(tick)
  const grid = ticks.map((tick) => gridLine(y(tick), text.words.roughly(tick)))
  const step = Math.min(24, (room * 0.85) / Math.max(1, types.length))
  const marks = types.flatMap(({ type, quarters: points }, t) =>
    points.map((point, q) => {
      const spread = point[key]
      if (spread === null) return ''
      const at = x(q) + (t - (types.length - 1) / 2) * step
      const reach =
        spread.least === spread.most
          ? ''
          : `<path class="reach type-${t}" d="M${fixed(at - 4)} ${fixed(y(spread.most))}h8m-4 0V${fixed(y(spread.least))}m-4 0h8"/>`
      const figures = timeWords(key, point, point.incidents.length, context)
      const meaning = said.point(typeName(type ?? ''), quarterName(point.quarter, said), figures, point.incidents)
      return titled(reach + shape(t, at, y(spread.median)), meaning)
    }),
  )
  const blanks = quarters.map((point, q) => {
    const isKnown = types.some((type) => type.quarters[q]?.[key])
    const { length } = point.incidents
    return isKnown ? '' : blank(x(q), bottom, length === 0 ? said.none : timeWords(key, point, length, context))
  })
  return [...grid, ...marks, ...blanks].join('')
}

/** One part of a bar: how high it is, its pattern, and what it is. */
interface BarPart {
  readonly count: number
  readonly kind: string
  readonly words: string
}

interface BarStack {
  readonly parts: readonly BarPart[]
  /** Above the bar. */
  readonly label: string
  /** In place of an empty bar. */
  readonly empty: string
}

function promiseBars({ updatesDue, updatesKept }: Figures, { said }: StatsContext): BarStack {
  return {
    parts: [
      { count: updatesKept, kind: 'kept', words: said.kept },
      { count: updatesDue - updatesKept, kind: 'missed', words: said.missed },
    ],
    label: `${updatesKept}/${updatesDue}`,
    empty: said.noneDue,
  }
}

/** From the bottom up. */
const STACKED = ['done-in-time', 'done-late', 'done', 'open', 'overdue'] as const satisfies readonly FollowUpState[]

function followUpBars({ followUps }: Figures, { said }: StatsContext): BarStack {
  const total = STACKED.reduce((sum, state) => sum + followUps[state], 0)
  return {
    parts: STACKED.map((state) => ({ count: followUps[state], kind: state, words: said.states[state] })),
    label: String(total),
    empty: said.noFollowUps,
  }
}

/** Stacked bars of all types together. */
function barPanel(
  { quarters, x, room, context }: Drawn,
  top: number,
  barsOf: (figures: Figures, context: StatsContext) => BarStack,
): string {
  const { said } = context
  const stacks = quarters.map((point) => barsOf(point, context))
  const totalOf = ({ parts }: BarStack) => parts.reduce((sum, { count }) => sum + count, 0)
  const bottom = top + PANEL
  const y = scaleLinear()
    .domain([0, Math.max(1, ...stacks.map(totalOf))])
    .nice()
    .range([bottom, top + 12])
  const grid = y
    .ticks(4)
    .filter(Number.isInteger)
    .map((tick) => gridLine(y(tick), String(tick)))
  const width = Math.min(44, room * 0.5)
  const bars = stacks.flatMap((stack, q) => {
    const total = totalOf(stack)
    const point = quarters[q] as Point
    if (total === 0) return [blank(x(q), bottom, point.incidents.length === 0 ? said.none : stack.empty)]
    let base = 0
    const parts = stack.parts.map(({ count, kind, words }) => {
      if (count === 0) return ''
      const [low, high] = [y(base), y(base + count)]
      base += count
      const box = `<rect class="bar ${kind}" x="${fixed(x(q) - width / 2)}" y="${fixed(high)}" width="${fixed(width)}" height="${fixed(low - high)}"/>`
      return titled(box, said.described(quarterName(point.quarter, said), [said.counted(count, words)]))
    })
    return [...parts, textElement(x(q), y(total) - 4, 'value', stack.label, 'middle')]
  })
  return [...grid, ...bars].join('')
}

function gridLine(y: number, words: string): string {
  return `<path class="grid" d="M${LEFT} ${fixed(y)}H${WIDTH - RIGHT}"/>${textElement(LEFT - 10, y + 4, 'faint', words, 'end')}`
}

/** Words in place of what is not there, so that it is not taken for zero. */
function blank(x: number, bottom: number, words: string): string {
  return textElement(x, bottom - 5, 'faint', words, 'middle')
}

function quarterNames({ quarters, x, context: { said } }: Drawn, top: number, linkOf: TrendsFrame['linkOf']): string {
  return quarters
    .map(({ quarter, incidents }, q) => {
      const name = quarterName(quarter, said)
      const label = textElement(x(q), top + 16, 'quarter', name, 'middle')
      if (linkOf === null || incidents.length === 0) return label
      return `<a href="${xml(linkOf(quarter))}" aria-label="${xml(said.incidentsOf(name))}">${label}</a>`
    })
    .join('')
}

/** How many incidents of a type began in each quarter, behind its shape and name. */
function countRow({ x, context: { typeName } }: Drawn, { type, quarters }: Trend, index: number, top: number): string {
  const counts = quarters.map(({ incidents }, q) =>
    textElement(x(q), top + 13, 'value', String(incidents.length), 'middle'),
  )
  const name = textElement(26, top + 13, 'label', clipToColumns(typeName(type ?? ''), 24))
  return shape(index, 12, top + 9) + name + counts.join('')
}

/** A mark of a type: each has its own shape. */
function shape(index: number, x: number, y: number): string {
  const [a, b] = [fixed(x), fixed(y)]
  const kind = `type-${index}`
  const path = (d: string) => `<path class="${kind}" d="M${d}z"/>`
  switch (index) {
    case 0:
      return `<circle class="${kind}" cx="${a}" cy="${b}" r="5"/>`
    case 1:
      return `<rect class="${kind}" x="${fixed(x - 4.5)}" y="${fixed(y - 4.5)}" width="9" height="9"/>`
    case 2:
      return path(`${a} ${fixed(y - 6)}l6 6l-6 6l-6 -6`)
    case 3:
      return path(`${a} ${fixed(y - 6)}l6 10.5h-12`)
    case 4:
      return path(`${a} ${fixed(y + 6)}l6 -10.5h-12`)
    default:
      return `<circle class="${kind} hollow" cx="${a}" cy="${b}" r="4.5"/>`
  }
}

/** The legend of the lines and patterns, in lines that fit, each drawn at a given height. */
function legendLines({ context: { said } }: Drawn): ((y: number) => string)[] {
  const box = (kind: string) => (x: number, y: number) =>
    `<rect class="bar ${kind}" x="${x}" y="${y - 9}" width="18" height="11"/>`
  const reach = (x: number, y: number) =>
    `<path class="reach type-0" d="M${x + 1} ${y - 8}v8m0 -4h16m0 -4v8"/>${shape(0, x + 9, y - 4)}`
  const rows: (readonly [draw: (x: number, y: number) => string, words: string])[][] = [
    [
      [reach, said.reach],
      [box('kept'), said.kept],
      [box('missed'), said.missed],
    ],
    STACKED.map((state) => [box(state), said.states[state]] as const),
  ]
  return rows.map((entries) => (y) => {
    let x = 12
    return entries
      .map(([draw, words]) => {
        const drawn = draw(x, y) + textElement(x + 26, y, 'label', words)
        x += 26 + columnsOf(words) * 6.6 + 22
        return drawn
      })
      .join('')
  })
}

function fixed(n: number): number {
  return Math.round(n * 10) / 10
}

/** Colours after Okabe and Ito (https://jfly.uni-koeln.de/color/), dark enough for thin lines; shapes and patterns say as much. */
export const TRENDS_STYLE = `
.halt-trends{--ink:#1b1f24;--faint:#59636e;--grid:#d1d9e0;--ground:#fff;--blue:#0072b2;--red:#b64a00;--purple:#a8488a;--green:#007a5a;--ochre:#7d6200;--grey:#4f5660;--warn:#9a3412;--link:#0969da;font-family:system-ui,-apple-system,"Segoe UI","Hiragino Sans","Noto Sans JP","Noto Sans CJK JP",sans-serif}
@media (prefers-color-scheme:dark){.halt-trends{--ink:#e6edf3;--faint:#9da7b3;--grid:#30363d;--ground:#0d1117;--blue:#4aa8e0;--red:#f0803c;--purple:#d98cc0;--green:#2fc79a;--ochre:#d9bd3c;--grey:#b6bec8;--warn:#ffb68a;--link:#79b8ff}}
@media print{.halt-trends{--ink:#1b1f24;--faint:#59636e;--grid:#d1d9e0;--ground:#fff;--blue:#0072b2;--red:#b64a00;--purple:#a8488a;--green:#007a5a;--ochre:#7d6200;--grey:#4f5660;--warn:#9a3412;--link:#1b1f24}}
.halt-trends:root{background:var(--ground)}
.halt-trends .ground{fill:var(--ground)}
.halt-trends text{font-size:12px;fill:var(--ink)}
.halt-trends .faint{fill:var(--faint);font-size:11px}
.halt-trends .head{font-size:13px;font-weight:600}
.halt-trends .title{font-size:15px;font-weight:700}
.halt-trends .note{fill:var(--warn);font-weight:600}
.halt-trends .quarter{font-weight:600}
.halt-trends a .quarter{fill:var(--link);text-decoration:underline}
.halt-trends .grid{stroke:var(--grid);fill:none}
.halt-trends .type-0{fill:var(--blue);stroke:var(--blue)}
.halt-trends .type-1{fill:var(--red);stroke:var(--red)}
.halt-trends .type-2{fill:var(--purple);stroke:var(--purple)}
.halt-trends .type-3{fill:var(--green);stroke:var(--green)}
.halt-trends .type-4{fill:var(--ochre);stroke:var(--ochre)}
.halt-trends .type-5{fill:var(--grey);stroke:var(--grey)}
.halt-trends .hollow{fill:var(--ground);stroke-width:2}
.halt-trends .reach{fill:none;stroke-width:1.5}
.halt-trends .bar{stroke-width:1.5}
.halt-trends .kept,.halt-trends .done-in-time{fill:var(--green);stroke:var(--green)}
.halt-trends .missed,.halt-trends .overdue{fill:url(#halt-trends-crossed);stroke:var(--red)}
.halt-trends .done-late{fill:url(#halt-trends-slanted);stroke:var(--green)}
.halt-trends .done{fill:url(#halt-trends-dotted);stroke:var(--green)}
.halt-trends .open{fill:var(--ground);stroke:var(--faint)}
.halt-trends .pattern-green{stroke:var(--green);fill:var(--green)}
.halt-trends .pattern-red{stroke:var(--red);fill:none}
`.trim()

const PATTERNS = [
  '<pattern id="halt-trends-slanted" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="pattern-green" d="M0 0v6" stroke-width="3"/></pattern>',
  '<pattern id="halt-trends-crossed" width="6" height="6" patternUnits="userSpaceOnUse"><path class="pattern-red" d="M0 3h6M3 0v6" stroke-width="1.4"/></pattern>',
  '<pattern id="halt-trends-dotted" width="5" height="5" patternUnits="userSpaceOnUse"><circle class="pattern-green" cx="2.5" cy="2.5" r="1"/></pattern>',
].join('')
