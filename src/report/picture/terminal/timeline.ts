import { severityOf, titleOf, titleWrittenIn, typeOf } from '../../../domain/incident/current-values.ts'
import type { Incident } from '../../../domain/incident/incident.ts'
import { lifecycleOf, typesByInterruption } from '../../../domain/incident/lifecycle.ts'
import { wasNothing } from '../../../domain/incident/scope-statements.ts'
import { type Audience, redactPicture } from '../../../domain/report/audience.ts'
import { chronologyOf } from '../../../domain/report/report.ts'
import { type TimelinePicture, timelinePictureOf } from '../../../domain/report/timeline-picture.ts'
import { inGroups } from '../../../i18n/fact-value.ts'
import { localeOf } from '../../../i18n/locale.ts'
import type { Text } from '../../../i18n/text.ts'
import type { ChosenIncident } from '../../../incident/choose.ts'
import { columnsOf } from '../../../view/columns.ts'
import { inertLine, LONGEST_TITLE } from '../../../view/inert.ts'
import { drillMark, type Paint, paintFor } from '../../../view/paint.ts'
import { elapsedBetween, timeText } from '../../../view/time-format.ts'
import { flowIntoLines, spreadOverLine, wrapText } from '../../../view/wrap.ts'
import type { World } from '../../../world.ts'
import { readerWords, type Viewer } from '../../readers.ts'
import { pictureText, reportLabels } from '../../words.ts'
import { momentWords, phaseName, pictureSummary, spanLength } from '../mark-words.ts'
import {
  curveLine,
  drawLane,
  isCounted,
  type LaneContext,
  Letters,
  type NamedSpan,
  namedLine,
  type TerminalLane,
  terminalLanes,
} from './lanes.ts'
import {
  AXIS,
  type Charset,
  MARK_KINDS,
  MARKS,
  type MarkKind,
  QUIET,
  type Scale,
  scaleOf,
  TICK,
  tickLabels,
} from './scale.ts'

export interface TimelineContext extends LaneContext {
  readonly paint: Paint
  readonly charset: Charset
  /** Maximum width of a line, in columns of the terminal. */
  readonly columns: number
  /** Formats a time given in milliseconds. */
  readonly formatTime: (ms: number) => string
}

export interface TimelineHeading {
  readonly incident: string
  readonly title: string | null
  /** Its severity and type. */
  readonly kind: string
  readonly elapsed: string
}

export function timelineLines(picture: TimelinePicture, heading: TimelineHeading, context: TimelineContext): string[] {
  const { text, said, paint, charset, columns } = context
  const phases = picture.phases.map((part) => ({ ...part, name: phaseName(part, text, said) }))
  const numbered = picture.interruptions.length > 1 ? numberedInterruptions(picture) : []
  const leads = leadTerms(picture, context)
  const named = [
    { label: said.phases, spans: phases },
    { label: said.interruptions, spans: numbered },
    { label: said.leads, spans: leads },
  ].filter(({ spans }) => spans.length > 0)
  const affected = affectedSpans(picture, context)
  const isNarrow = (label: string) => columnsOf(label) > longestLabel(columns)
  const shortened = (label: string, brief: string) => (isNarrow(label) ? brief : label)
  const curve =
    picture.impact.curve.length > 0 ? [shortened(said.restricted(picture.impact.operations), said.restrictedBrief)] : []
  const { isSum } = picture.affected
  const customers = affected.length > 0 ? [shortened(said.affected(isSum), said.affectedBrief(isSum))] : []
  // The labels do not depend on the scale, but their width determines it.
  const labels = terminalLanes(picture, scaleOf(picture, 1), context).map(({ label }) => label)
  const left = labelColumns([...labels, ...named.map(({ label }) => label), ...curve, ...customers], columns)
  const scale = scaleOf(picture, columns - left)
  const lanes = terminalLanes(picture, scale, context)
  const letters = new Letters()
  const rowOf = (label: string, drawing: string) => labelledLines(label, drawing, left)
  return [
    ...headingLines(picture, heading, context),
    '',
    ...axisLines(scale, context).map((axis) => paint.faint(`${' '.repeat(left)}${axis}`)),
    ...named.flatMap(({ label, spans }) => rowOf(label, namedLine(spans, scale, letters, paint))),
    ...curve.flatMap((label) => rowOf(label, curveLine(picture, scale))),
    ...customers.flatMap((label) => rowOf(label, namedLine(affected, scale, letters, paint))),
    ...lanes.flatMap(({ label, cells }) => rowOf(label, drawLane(cells, scale, charset, paint))),
    '',
    ...flowIntoLines([...letters.meanings(), ...legendOf(lanes, context), ...quietLegend(scale, context)], columns),
    ...momentLines(picture, context),
  ]
}

/** What the key moments were that have no other mark, since a mark alone does not tell; in the order of time. */
function momentLines({ moments }: TimelinePicture, context: TimelineContext): string[] {
  const { said, paint, charset, columns, formatTime } = context
  const { tint, [charset]: glyph } = MARKS.moment
  const mark = tint === null ? glyph : paint[tint](glyph)
  const shown = moments.slice(0, MOST_MOMENTS).flatMap((moment) => {
    const at = formatTime(moment.at)
    const words = momentWords(moment, LONGEST_TITLE, context)
    const [first = '', ...rest] = wrapText(`${said.day(at.slice(5, 10))} ${at.slice(11, 16)} ${words}`, columns - 4)
    return [`  ${mark} ${first}`, ...rest.map((line) => `    ${line}`)]
  })
  const more = moments.length - MOST_MOMENTS
  return moments.length === 0 ? [] : ['', ...shown, ...(more > 0 ? [`    ${said.more(more)}`] : [])]
}

/** So many key moments are told below the drawing. */
const MOST_MOMENTS = 12

function headingLines(picture: TimelinePicture, heading: TimelineHeading, context: TimelineContext): string[] {
  const { said, paint, columns } = context
  const { elapsed } = heading
  const kind = inertLine(heading.kind)
  const title = inertLine(heading.title ?? '')
  const what = title === '' ? kind : `${kind}  ${title}`
  const fits = columnsOf(what) + columnsOf(elapsed) + 2 <= columns
  const titleLines = fits || title === '' ? [] : wrapText(title, columns)
  return [
    ...[...atBothEnds(fits ? what : kind, elapsed, columns), ...titleLines].map(paint.strong),
    ...atBothEnds(inertLine(heading.incident), said.zone(picture.timezone), columns).map(paint.faint),
    ...wrapText(pictureSummary(picture, context), columns),
  ]
}

/** Two texts at the ends of one line if both fit, else below each other. */
function atBothEnds(left: string, right: string, columns: number): string[] {
  if (columnsOf(left) + columnsOf(right) + 2 <= columns) return [spreadOverLine(left, right, columns)]
  return [left, right].flatMap((line) => wrapText(line, columns))
}

/** The interruptions, numbered. */
function numberedInterruptions({ interruptions, to }: TimelinePicture): NamedSpan[] {
  return withGaps(
    interruptions.map((span, i) => ({ ...span, name: String(i + 1) })),
    to,
  )
}

/** How many customers were affected, as a number each time that it changed. */
function affectedSpans({ affected, to }: TimelinePicture, { said }: TimelineContext): NamedSpan[] {
  const spans = affected.steps.map(({ customers, ...span }) => {
    return { ...span, name: customers === null ? said.notStated : inGroups(String(customers)) }
  })
  return withGaps(spans, to)
}

/** Adds the gaps after spans, until the `end` of the picture. */
function withGaps(spans: readonly NamedSpan[], end: number): NamedSpan[] {
  return spans.flatMap((span, i) => {
    const next = spans[i + 1]?.from ?? end
    return span.to < next ? [span, { name: '', from: span.to, to: next }] : [span]
  })
}

/** The terms of the lead. */
function leadTerms({ leads, to }: TimelinePicture, { partyName }: TimelineContext): NamedSpan[] {
  return leads.map(({ name, at }, i) => ({ name: inertLine(partyName(name)), from: at, to: leads[i + 1]?.at ?? to }))
}

/** Width of the label column with its trailing blank. */
function labelColumns(labels: readonly string[], columns: number): number {
  return Math.min(Math.max(...labels.map(columnsOf)), longestLabel(columns)) + 1
}

/** Labels take at most a third of the line. */
function longestLabel(columns: number): number {
  return Math.floor(columns / 3)
}

/** A drawing after its label, which goes on below itself if it is wider than its column. */
function labelledLines(label: string, drawing: string, left: number): string[] {
  const [first = '', ...rest] = wrapText(inertLine(label), left - 1)
  return [`${first}${' '.repeat(left - columnsOf(first))}${drawing}`.trimEnd(), ...rest]
}

/** The time axis: a line of days, a line of times, and a line with the ticks. */
function axisLines(scale: Scale, { said, charset }: TimelineContext): string[] {
  const ticks = new Set(scale.ticks.map(({ column }) => column))
  const isQuiet = (column: number) => scale.quiet.some(({ left, right }) => column >= left && column < right)
  const line = Array.from({ length: scale.width }, (_, i) =>
    isQuiet(i) ? QUIET : (ticks.has(i) ? TICK : AXIS)[charset],
  ).join('')
  return [...tickLabels(scale, said), line]
}

/** The legend: the meaning and count of each visible mark. */
function legendOf(lanes: readonly TerminalLane[], context: TimelineContext): string[] {
  const { said, paint, charset } = context
  const cells = lanes.flatMap((lane) => lane.cells).filter((cell) => cell !== null)
  const visible = new Set(cells.map(({ kind }) => kind))
  const pieces = lanes.flatMap((lane) => lane.pieces)
  const marks = MARK_KINDS.filter((kind) => visible.has(kind)).map((kind) => {
    const { tint, [charset]: glyph } = MARKS[kind]
    const count = isState(kind) ? '' : ` ${pieces.filter((piece) => piece.kind === kind).length}`
    return `${tint === null ? glyph : paint[tint](glyph)} ${MEANINGS[kind](context)}${count}`
  })
  return cells.some(isCounted) ? [...marks, said.several] : marks
}

/** Whether a kind is what holds for some time, and is not counted. */
function isState(kind: MarkKind): boolean {
  return kind === 'planned' || kind === 'overrun' || kind.startsWith('scope-')
}

/** How long the quiet stretches were, in their order. */
function quietLegend({ quiet }: Scale, context: TimelineContext): string[] {
  if (quiet.length === 0) return []
  const lengths = quiet.map((stretch) => spanLength(stretch, context))
  return [`${QUIET.repeat(2)} ${context.said.quietFor(lengths)}`]
}

const MEANINGS: Readonly<Record<MarkKind, (context: LaneContext) => string>> = {
  planned: ({ said }) => said.planned,
  overrun: ({ said }) => said.overrunning,
  'scope-stopped': ({ text }) => text.words.scopeState.stopped,
  'scope-cancel-only': ({ text }) => text.words.scopeState['cancel-only'],
  'scope-post-only': ({ text }) => text.words.scopeState['post-only'],
  'scope-limited': ({ text }) => text.words.scopeState.limited,
  'scope-open': ({ text }) => text.words.scopeState.open,
  moment: ({ said }) => said.moments,
  'decision-declared': ({ said }) => said.decision.declared,
  'decision-planned': ({ said }) => said.decision.planned,
  'decision-begun': ({ said }) => said.decision.begun,
  'decision-lifted': ({ said }) => said.decision.lifted,
  'decision-reopened': ({ said }) => said.decision.reopened,
  'decision-closed': ({ said }) => said.decision.closed,
  'decision-severity': ({ said }) => said.decision.severity,
  'decision-type': ({ said }) => said.decision.type,
  'decision-scope': ({ said }) => said.decision.scope,
  'filing-filed': ({ said }) => said.filed,
  'filing-kept': ({ said }) => said.filingDue.kept,
  'filing-missed': ({ said }) => said.filingDue.missed,
  'filing-open': ({ said }) => said.filingDue.open,
  'step-skipped': ({ text, said }) => said.work(text.words.stepState.skipped),
  'step-done': ({ text, said }) => said.work(text.words.stepState.done),
  'step-declined': ({ text, said }) => said.work(text.words.stepState.declined),
  'step-in-progress': ({ text, said }) => said.work(text.words.stepState['in-progress']),
  'notice-failed': ({ said }) => said.notice.failed,
  'notice-unknown': ({ said }) => said.notice.unknown,
  'notice-resumption': ({ text }) => text.words.stage.resumption,
  'notice-first': ({ text }) => text.words.stage.first,
  'notice-final': ({ text }) => text.words.stage.final,
  'notice-retraction': ({ text }) => text.words.stage.retraction,
  'notice-correction': ({ text }) => text.words.stage.correction,
  'notice-scheduled': ({ text }) => text.words.stage.scheduled,
  'notice-update': ({ text }) => text.words.stage.update,
  'promise-missed': ({ said }) => said.promise(false),
  'promise-kept': ({ said }) => said.promise(true),
  'call-raised': ({ said }) => said.call.raised,
  'call-reached': ({ said }) => said.call.reached,
  'call-tried': ({ said }) => said.call.tried,
}

interface TimelineViewer extends Viewer {
  /** Where the log is damaged, in words. */
  readonly damage: readonly string[]
  /** Whether the output goes to a file, whose lines are as wide as those for a pipe. */
  readonly isFile: boolean
}

const FILE_COLUMNS = 80
/** The drawing is unreadable in fewer columns. */
const MIN_COLUMNS = 20

/** The timeline as inert text, in colour if wanted; in a drill every line is marked. */
export async function timelineText(
  world: World,
  { journal, clock }: ChosenIncident,
  viewer: TimelineViewer,
): Promise<string> {
  const { language, audience, damage, isFile } = viewer
  const { incident } = journal
  const isColored = isFile ? world.options.color === 'always' : world.terminal.hasColor
  const [words, said, labels, paint] = await Promise.all([
    readerWords(incident, viewer),
    pictureText(language, audience),
    reportLabels(language, audience),
    paintFor(isColored),
  ])
  const { text } = words
  const columns = isFile ? FILE_COLUMNS : world.terminal.columns
  const mark = incident.declaration?.drill ? drillMark(text.words.drill, paint, columns) : ''
  const available = Math.max(MIN_COLUMNS, columns - 1 - columnsOf(mark))
  const wholePicture = timelinePictureOf(
    incident,
    lifecycleOf(incident),
    clock.now(),
    chronologyOf(incident, journal.events(), journal.knows).story,
  )
  const picture = redactPicture(audience, wholePicture, incident)
  const lines = timelineLines(picture, headingOf(incident, picture, audience, text), {
    ...words,
    audience,
    runbook: incident.runbook,
    said,
    labels,
    paint,
    charset: charsetOf(world.env),
    columns: available,
    formatTime: (ms) => timeText(clock.stamp(ms)),
  })
  const banner = damage.length === 0 ? [] : wrapText(labels.partial(damage), available).map((line) => paint.alarm(line))
  return [...banner, ...lines].map((line) => `${`${mark}${line}`.trimEnd()}\n`).join('')
}

/** What stands above the timeline. Customers see neither the operators' title nor the severity. */
function headingOf(incident: Incident, picture: TimelinePicture, audience: Audience, { words, language }: Text) {
  const { startedAt } = lifecycleOf(incident)
  const isPublic = audience === 'customer'
  const types = isPublic ? typesByInterruption(incident) : [typeOf(incident)]
  const type =
    isPublic && lifecycleOf(incident).closedAs === 'false-alarm'
      ? words.closing['false-alarm']
      : words.listed(types.map((id) => incident.runbook.types[id]?.[language] ?? id))
  return {
    incident: incident.declaration?.id ?? '',
    title: isPublic ? null : (titleWrittenIn(incident, language) ?? titleOf(incident) ?? words.untitled),
    kind: isPublic ? type : `${words.severity(severityOf(incident))} ${type}`,
    elapsed: startedAt === null || wasNothing(incident) ? '' : elapsedBetween(Date.parse(startedAt), picture.to),
  }
}

/** ASCII for dumb terminals, the Linux console and locales that are not UTF-8. */
function charsetOf(env: NodeJS.ProcessEnv): Charset {
  return localeOf(env).isUtf8 && env.TERM !== 'dumb' && env.TERM !== 'linux' ? 'unicode' : 'ascii'
}
