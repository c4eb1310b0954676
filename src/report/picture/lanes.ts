import type { UnstatedScope } from '../../domain/incident/scope.ts'
import type { TimeSpan } from '../../domain/incident/spans.ts'
import type { FilingMark, PlanSpan, StepWork, TimelinePicture } from '../../domain/report/timeline-picture.ts'
import { inGroups } from '../../i18n/fact-value.ts'
import type { Text } from '../../i18n/text.ts'
import { filingName } from '../../incident/labels.ts'
import { columnsOf } from '../../view/columns.ts'
import { LONGEST_LINE } from '../../view/inert.ts'
import { BAR_ROW, type Bar, drawBars, MAX_BAR_ROWS } from './bars.ts'
import { decisionKind, decisionWords, momentWords, type PictureWords, phaseName, spanLength } from './mark-words.ts'
import { COLUMN, drawPoints, type Point } from './points.ts'
import {
  bar,
  block,
  decisionShape,
  noticeShape,
  path,
  phaseBar,
  rounded,
  SHAPES,
  type Shape,
  textElement,
  titled,
} from './shapes.ts'
import type { TimeScale } from './time-scale.ts'

export interface PictureContext extends PictureWords {
  /** Formats a time given in milliseconds. */
  readonly formatTime: (ms: number) => string
  readonly scale: TimeScale
}

/** What a lane is about: what the halt was, which is always shown, what was decided, what was told, what was done. */
export type LaneGroup = 'halt' | 'decisions' | 'notices' | 'work'

/** One row of the picture, drawn from its top left corner, as wide as the scale and `height` pixels high. */
export interface Lane {
  readonly label: string
  readonly group: LaneGroup
  readonly height: number
  readonly content: string
  /** Whether a key moment is in it. */
  readonly hasKey: boolean
}

/** All lanes, top to bottom: how the halt went, what was decided, what was told, and who worked on what. */
export function svgLanes(picture: TimelinePicture, context: PictureContext): Lane[] {
  return [
    ...phasesLane(picture, context),
    ...planLane(picture, context),
    ...impactLane(picture, context),
    ...affectedLane(picture, context),
    ...picture.scope.map((one) => scopeLane(one, picture, context)),
    ...picture.unstated.map((operation) => unstatedLane(operation, picture, context)),
    ...momentsLane(picture, context),
    ...decisionsLane(picture, context),
    ...leadsLane(picture, context),
    ...filingsLane(picture, context),
    ...picture.notices.map((channel) => noticesLane(channel, picture, context)),
    ...callsLane(picture, context),
    ...picture.departments.map((department) => departmentLane(department, context)),
  ]
}

function haltLane(label: string, height: number, content: string): Lane {
  return { label, group: 'halt', height, content, hasKey: false }
}

/** Whether text beside shapes fits into a width, with a margin, in print too. */
function fits(words: string, width: number): boolean {
  return columnsOf(words) * COLUMN + 10 < width
}

function phasesLane({ phases }: TimelinePicture, context: PictureContext): Lane[] {
  if (phases.length === 0) return []
  const { text, said, scale } = context
  const named = phases.map(({ phase, restricted, ...span }) => {
    const name = phaseName({ phase, restricted }, text, said)
    const extent = extentOf(span, context)
    const inside = [name, phaseName({ phase, restricted: false }, text, said)].find((one) => fits(one, extent.width))
    return { phase, restricted, name, inside, ...extent, meaning: `${name}: ${spanTimes(span, context)}` }
  })
  const bars = named.map(({ inside, meaning, ...part }) => {
    const label = inside === undefined ? '' : textElement(part.x + 5, 14, 'inside', inside)
    return titled(phaseBar({ ...part, y: 2, height: 20 }) + label, meaning)
  })
  // The names of those that are too narrow stand below them.
  const narrow = named.flatMap(({ inside, x, width, name, meaning }): Point[] => {
    if (inside !== undefined) return []
    return [{ x: x + width / 2, kind: name, shape: SHAPES.tick, words: name, meaning: () => meaning, isKey: false }]
  })
  if (narrow.length === 0) return [haltLane(said.phases, 24, bars.join(''))]
  const below = drawPoints(narrow, scale.width, context)
  const content = `${bars.join('')}<g transform="translate(0 ${BELOW_PHASES})">${below.content}</g>`
  return [haltLane(said.phases, BELOW_PHASES + below.height, content)]
}

const BELOW_PHASES = 20

/** Height of the plan, with its words below its bar. */
const PLAN = 32

function planLane({ plan, ...picture }: TimelinePicture, context: PictureContext): Lane[] {
  if (plan === null) return []
  const { said, scale } = context
  const span = { from: plan.from, to: plan.to ?? picture.to }
  const words = planWords(plan, context)
  const isVisible = span.from < picture.to && span.to > picture.from
  const { x, width } = extentOf(span, context)
  const drawn = isVisible ? bar({ x, y: 3, width, height: 10 }, 'planned') : ''
  const planned = titled(drawn + placedText(isVisible ? x : 0, words, scale.width), words)
  if (plan.overrun === null) return [haltLane(said.plan, PLAN, planned)]
  const over = extentOf(plan.overrun, context)
  const overWords = said.overrun(spanLength(plan.overrun, context))
  const after = Math.max(over.x, Math.min(x, scale.width - textWidth(words)) + textWidth(words) + 12)
  const meaning = `${overWords} (${spanTimes(plan.overrun, context)})`
  const overrun = titled(
    bar({ ...over, y: 3, height: 10 }, 'overrun') + placedText(after, overWords, scale.width, 'alert'),
    meaning,
  )
  return [haltLane(said.plan, PLAN, planned + overrun)]
}

/** The plan in words, with its times, since the picture may end before them. */
function planWords({ from, to }: PlanSpan, { said, formatTime }: PictureContext): string {
  const until = to === null ? '' : formatTime(to).slice(0, 16)
  return `${said.planned}: ${formatTime(from).slice(0, 16)} - ${until}`.trimEnd()
}

function textWidth(words: string): number {
  return columnsOf(words) * COLUMN
}

/** A line of text below a bar, moved left where the picture ends. */
function placedText(x: number, words: string, within: number, kind = 'beside'): string {
  return textElement(Math.max(0, Math.min(x, within - textWidth(words))), 27, kind, words)
}

/** Height of a curve, and its margin at the top, in which the numbers stand. */
const CURVE = 30
const CURVE_TOP = 14

function impactLane({ impact: { operations, curve } }: TimelinePicture, context: PictureContext): Lane[] {
  if (curve.length === 0) return []
  const steps = curve.map(({ restricted, ...span }): CurveStep => {
    return { ...span, height: restricted, number: `${restricted}/${operations}` }
  })
  return [curveLane(context.said.curve, steps, Math.max(1, operations), context)]
}

/** How many customers were affected; where nobody stated it, the lane says so. */
function affectedLane({ affected: { isSum, steps } }: TimelinePicture, context: PictureContext): Lane[] {
  if (steps.length === 0) return []
  const { said } = context
  const most = steps.reduce((all, { customers }) => Math.max(all, customers ?? 0), 1)
  const drawn = steps.map(({ customers, ...span }): CurveStep => {
    return { ...span, height: customers, number: customers === null ? said.notStated : inGroups(String(customers)) }
  })
  return [curveLane(said.affected(isSum), drawn, most, context)]
}

interface CurveStep extends TimeSpan {
  /** Null where it is not known. */
  readonly height: number | null
  readonly number: string
}

function curveLane(label: string, curve: readonly CurveStep[], most: number, context: PictureContext): Lane {
  const { scale } = context
  const bottom = CURVE_TOP + CURVE
  const heightOf = (height: number) => rounded(bottom - (CURVE * height) / most)
  const steps = curve.map(({ height, number, ...span }) => {
    const [left, right] = [rounded(scale.x(span.from)), rounded(scale.x(span.to))]
    const y = heightOf(height ?? 0)
    const area = height === 0 ? '' : `<path class="impact" d="M${left} ${bottom}V${y}H${right}V${bottom}z"/>`
    const [kind, at] = height === null ? ['faint', bottom - 4] : ['beside', y - 3]
    const words = [number, ...(height === null ? ['?'] : [])].find((one) => fits(one, right - left + 5))
    const shown = words === undefined ? '' : textElement(left + 3, at, kind, words)
    return titled(area + shown, `${label}: ${number}, ${spanTimes(span, context)}`)
  })
  const line = curve.flatMap(({ from, to, height }, i) => {
    if (height === null) return []
    const before = curve[i - 1]
    const isOn = before?.to === from && before.height !== null
    return `${isOn ? 'V' : `M${rounded(scale.x(from))} `}${heightOf(height)}H${rounded(scale.x(to))}`
  })
  return haltLane(label, bottom + 3, `${steps.join('')}<path class="curve" d="${line.join('')}"/>`)
}

function scopeLane(
  { target, spans }: TimelinePicture['scope'][number],
  { scope }: TimelinePicture,
  context: PictureContext,
): Lane {
  const label = context.nameAmong(
    target,
    scope.map((one) => one.target),
  )
  const drawn = spans.map(({ state, ...span }) => {
    const { x, width } = extentOf(span, context)
    const shape =
      state === 'open'
        ? path('scope-open', x, 8, `h${rounded(width)}`)
        : bar({ x, y: 3, width, height: 10 }, `scope-${state}`)
    return titled(shape, `${label} ${context.text.words.scopeState[state]}: ${spanTimes(span, context)}`)
  })
  return haltLane(label, 16, drawn.join(''))
}

/** Where an operation would be drawn if anybody had stated whether it was restricted. */
function unstatedLane(unstated: UnstatedScope, { from }: TimelinePicture, context: PictureContext): Lane {
  const { said, scale, unstatedName } = context
  return haltLane(unstatedName(unstated), 16, textElement(scale.x(from), 12, 'faint', said.unstated))
}

/** What was noted, found or done, as far as it is a key moment. */
function momentsLane({ moments }: TimelinePicture, context: PictureContext): Lane[] {
  const points = moments.map((moment): Point => {
    const words = momentWords(moment, LONGEST_LINE, context)
    const meaning = () => `${words}: ${context.formatTime(moment.at)}`
    return { x: context.scale.x(moment.at), kind: 'moment', shape: SHAPES.moment, words, meaning, isKey: true }
  })
  return pointsLane(context.said.moments, 'work', points, context)
}

function decisionsLane({ decisions, keyMoments }: TimelinePicture, context: PictureContext): Lane[] {
  const points = decisions.map((decision): Point => {
    const kind = decisionKind(decision)
    const words = decisionWords(decision, context)
    const meaning = () => `${words}: ${context.formatTime(decision.at)}`
    return {
      x: context.scale.x(decision.at),
      kind,
      shape: decisionShape(kind),
      words,
      meaning,
      isKey: keyMoments.events.has(decision.event),
    }
  })
  return pointsLane(context.said.decisions, 'decisions', points, context)
}

function leadsLane({ leads, keyMoments }: TimelinePicture, context: PictureContext): Lane[] {
  const points = leads.map(({ event, at, ...lead }): Point => {
    const name = context.partyName(lead.name)
    const meaning = () => `${name}: ${context.formatTime(at)}`
    return {
      x: context.scale.x(at),
      kind: 'lead',
      shape: SHAPES.lead,
      words: name,
      meaning,
      isKey: keyMoments.events.has(event),
    }
  })
  return pointsLane(context.said.leads, 'decisions', points, context)
}

function filingsLane({ filings, keyMoments, to }: TimelinePicture, context: PictureContext): Lane[] {
  const points = filings.flatMap((one) => [...filedPoints(one, keyMoments, context), ...duePoints(one, to, context)])
  return pointsLane(context.said.authorities, 'decisions', points, context)
}

function filedPoints(
  { authority, filing, submissions }: FilingMark,
  keyMoments: TimelinePicture['keyMoments'],
  { scale, text, formatTime }: PictureContext,
): Point[] {
  return submissions.map(({ event, at }) => ({
    x: scale.x(at),
    kind: 'filed',
    shape: SHAPES.filed,
    words: shortFilingName(authority, filing, text),
    meaning: () => `${filingName(authority, filing, text)}: ${formatTime(at)}`,
    isKey: keyMoments.events.has(event),
  }))
}

/** A report to an authority, without where its form has to be checked. */
function shortFilingName({ title }: FilingMark['authority'], filing: FilingMark['filing'], { language }: Text): string {
  return `${title[language]} ${filing.title[language]}`
}

/** The deadline, if it lies in the picture. */
function duePoints({ authority, filing, dueAt, kept }: FilingMark, end: number, context: PictureContext): Point[] {
  if (dueAt === null || dueAt > end) return []
  const { scale, text, said, formatTime } = context
  const kind = deadlineKind(kept, dueAt < end)
  const meaning = () => `${filingName(authority, filing, text)}, ${said.filingDue[kind]}: ${formatTime(dueAt)}`
  const words = `${shortFilingName(authority, filing, text)}: ${said.filingDue[kind]}`
  return [{ x: scale.x(dueAt), kind, shape: SHAPES[kind], words, meaning, isKey: false }]
}

/** A deadline that has passed was missed, unless it was kept or that cannot be told. */
export function deadlineKind(kept: boolean | null, hasPassed: boolean): 'kept' | 'missed' | 'open' {
  if (kept === null) return 'open'
  return kept ? 'kept' : hasPassed ? 'missed' : 'open'
}

function noticesLane(
  { channel, sent, promised }: TimelinePicture['notices'][number],
  { keyMoments }: TimelinePicture,
  context: PictureContext,
): Lane {
  const { runbook, text, said, scale, formatTime } = context
  const name = runbook.channels[channel]?.[text.language] ?? channel
  const told = sent.map(({ event, at, stage, number, state }): Point => {
    const outcome = state === 'posted' ? 'sent' : state
    const notice = `${name} ${text.words.notice(stage, number)}`
    const shown = outcome === 'sent' ? notice : text.words.marked(notice, said.outcome[outcome])
    return {
      x: scale.x(at),
      kind: `${stage} ${outcome}`,
      shape: noticeShape(stage, outcome),
      words: number === null ? '' : String(number),
      meaning: () => `${shown}: ${formatTime(at)}`,
      isKey: keyMoments.events.has(event),
    }
  })
  const due = promised.map(({ dueAt, kept }): Point => {
    const kind = kept ? 'kept' : 'missed'
    const meaning = () => `${name} ${said.promise(kept)}: ${formatTime(dueAt)}`
    return { x: scale.x(dueAt), kind, shape: SHAPES[kind], words: '', meaning, isKey: false }
  })
  return { label: name, group: 'notices', ...drawPoints([...told, ...due], scale.width, context) }
}

function callsLane({ calls, keyMoments }: TimelinePicture, context: PictureContext): Lane[] {
  const { said, scale, formatTime, partyName } = context
  const points = calls.map(({ event, at, kind, who }): Point => {
    const meaning = () => `${partyName(who)} ${said.call[kind]}: ${formatTime(at)}`
    return {
      x: scale.x(at),
      kind,
      shape: SHAPES[kind],
      words: '',
      meaning,
      isKey: keyMoments.events.has(event),
    }
  })
  return pointsLane(said.calls, 'work', points, context)
}

/** Rows for points whose words matter more than the height of the lane, and for those that a number sums up as well. */
const ROWS_OF_WORDS = 14
const ROWS_OF_COUNTS = 1

function pointsLane(label: string, group: LaneGroup, points: readonly Point[], context: PictureContext): Lane[] {
  const rows = points.some(({ words }) => words !== '') ? ROWS_OF_WORDS : ROWS_OF_COUNTS
  return points.length === 0 ? [] : [{ label, group, ...drawPoints(points, context.scale.width, context, rows) }]
}

/** Work that took time as bars, and below them, what was only said to be done, at its moment. */
function departmentLane({ department, work }: TimelinePicture['departments'][number], context: PictureContext): Lane {
  const { runbook, text, said, scale } = context
  const titles = new Map(runbook.steps.map(({ id, title }) => [id, title[text.language]]))
  const meaningOf =
    ({ step, state, ...span }: StepWork) =>
    () =>
      `${text.words.marked(`${step} ${titles.get(step) ?? ''}`, text.words.stepState[state])}: ${spanTimes(span, context)}`
  const rows = rowsOf(
    work.filter((one) => !isMoment(one)),
    context,
  )
  const bars = rows.map(({ row, ...one }): Bar => {
    return { kind: `step-${one.state}`, ...extentOf(one, context), row, meaning: meaningOf(one) }
  })
  const moments = work.filter(isMoment).map((one): Point => {
    const kind = `step-${one.state}`
    const shape: Shape = one.state === 'skipped' ? SHAPES.skipped : block(kind, 4)
    return { x: scale.x(one.to), kind, shape, words: '', meaning: meaningOf(one), isKey: false }
  })
  const barHeight = BAR_ROW * rows.reduce((most, { row }) => Math.max(most, row + 1), 0)
  const marks = drawPoints(moments, scale.width, context, ROWS_OF_COUNTS)
  return {
    label: runbook.departments[department]?.[text.language] ?? department,
    group: 'work',
    height: moments.length === 0 ? 6 + barHeight : barHeight + marks.height,
    content: `${drawBars(bars, said.more)}<g transform="translate(0 ${barHeight})">${marks.content}</g>`,
    hasKey: false,
  }
}

/** Whether nothing is known of when the work began, or all that matters is when it was given up. */
function isMoment({ state, from, to }: StepWork): boolean {
  return from === to || state === 'skipped'
}

/** Puts concurrent work in separate rows; once all are used, the rest shares the last one. */
function rowsOf(work: readonly StepWork[], context: PictureContext): (StepWork & { readonly row: number })[] {
  const ends: number[] = []
  return work.map((one) => {
    const { x, width } = extentOf(one, context)
    const free = ends.findIndex((end) => end < x)
    const row = free >= 0 ? free : Math.min(ends.length, MAX_BAR_ROWS - 1)
    ends[row] = Math.max(ends[row] ?? 0, x + width + 1)
    return { ...one, row }
  })
}

/** Position and width of a span: at least 3 px, so that an instant is visible. */
function extentOf({ from, to }: TimeSpan, { scale: { x, width: all } }: PictureContext): { x: number; width: number } {
  const left = Math.min(x(from), all - 3)
  return { x: left, width: Math.max(3, x(to) - left) }
}

/** A span by its two times, or by one if it is an instant. */
function spanTimes({ from, to }: TimeSpan, { formatTime }: PictureContext): string {
  return from === to ? formatTime(from) : `${formatTime(from)} - ${formatTime(to)}`
}
