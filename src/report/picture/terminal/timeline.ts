import type { Picture } from '../../../domain/report/picture.ts'
import { columnsOf } from '../../../view/columns.ts'
import { clip, flow, fold, spread } from '../../../view/fold.ts'
import { inert } from '../../../view/inert.ts'
import type { Paint } from '../../../view/paint.ts'
import { drawn } from './cells.ts'
import { AXIS, type Charset, TICK } from './glyphs.ts'
import { type LaneContext, lanesOf } from './lanes.ts'
import { legendOf } from './legend.ts'
import { Letters, type Named, namedLine } from './named.ts'
import { type Scale, scaleOf, tickLabels } from './scale.ts'

export interface TimelineContext extends LaneContext {
  readonly paint: Paint
  readonly charset: Charset
  /** No line takes more. */
  readonly columns: number
  /** A time, in milliseconds, as it is shown. */
  readonly shown: (ms: number) => string
}

/** What the picture is of. */
export interface Heading {
  readonly incident: string
  readonly title: string | null
  /** Its severity and type. */
  readonly kind: string
  /** How long it has lasted. */
  readonly elapsed: string
}

/** The timeline for a terminal: a heading, times, a line for each lane, and what the marks mean. */
export function timelineLines(picture: Picture, heading: Heading, context: TimelineContext): string[] {
  const { text, said, paint, charset, columns } = context
  const phases = picture.phases.map(({ phase, ...span }) => ({
    ...span,
    name: phase === null ? said.undeclared : text.words.phase[phase],
  }))
  const halts = picture.interruptions.length > 1 ? haltsOf(picture) : []
  const labels = lanesOf(picture, scaleOf(picture, 1), context).map(({ label }) => label)
  const left = leftOf([...labels, said.phases, ...(halts.length > 0 ? [said.interruptions] : [])], columns)
  const scale = scaleOf(picture, columns - left)
  const lanes = lanesOf(picture, scale, context)
  const letters = new Letters()
  const line = (label: string, drawing: string) => `${labelled(label, left)}${drawing}`.trimEnd()
  return [
    ...headLines(picture, heading, context),
    '',
    ...axisLines(scale, charset).map((axis) => paint.faint(`${' '.repeat(left)}${axis}`)),
    line(said.phases, namedLine(phases, scale, letters, paint)),
    ...(halts.length > 0 ? [line(said.interruptions, namedLine(halts, scale, letters, paint))] : []),
    ...lanes.map(({ label, cells }) => line(label, drawn(cells, scale, charset, paint))),
    '',
    ...flow([...letters.meanings().map((one) => clip(one, columns - 2)), ...legendOf(lanes, context)], columns),
  ]
}

function headLines(picture: Picture, heading: Heading, context: TimelineContext): string[] {
  const { said, paint, columns, shown } = context
  const { elapsed } = heading
  const kind = inert(heading.kind)
  const title = inert(heading.title ?? '')
  const what = title === '' ? kind : `${kind}  ${title}`
  const fits = columnsOf(what) + columnsOf(elapsed) + 2 <= columns
  const named = fits || title === '' ? [] : [paint.strong(clip(title, columns))]
  const counts = {
    notices: picture.notices.flatMap(({ sent }) => sent).length,
    steps: picture.departments.flatMap(({ work }) => work).length,
  }
  const summary = said.summary({ from: shown(picture.from), to: shown(picture.to), ...counts })
  return [
    paint.strong(spread(fits ? what : kind, elapsed, columns)),
    ...named,
    paint.faint(clip(inert(heading.incident), columns)),
    ...fold(summary, columns),
  ]
}

/** Interruptions by their number, and the time between them. */
function haltsOf({ interruptions, to: end }: Picture): Named[] {
  return interruptions.flatMap(({ from, to }, i) => {
    const next = interruptions[i + 1]?.from ?? end
    const halt = { name: String(i + 1), from, to }
    return to < next ? [halt, { name: '', from: to, to: next }] : [halt]
  })
}

/** Columns of the labels and a blank: a third of the line at most. */
function leftOf(labels: readonly string[], columns: number): number {
  return Math.min(Math.max(...labels.map(columnsOf)), Math.floor(columns / 3)) + 1
}

function labelled(label: string, left: number): string {
  const shown = clip(inert(label), left - 1)
  return `${shown}${' '.repeat(left - columnsOf(shown))}`
}

/** Days, times and ticks. */
function axisLines(scale: Scale, charset: Charset): string[] {
  const ticks = new Set(scale.ticks.map(({ column }) => column))
  const line = Array.from({ length: scale.width }, (_, i) => (ticks.has(i) ? TICK : AXIS)[charset]).join('')
  return [...tickLabels(scale), line]
}
