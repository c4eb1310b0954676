import type { TimelinePicture } from '../../domain/report/timeline-picture.ts'
import type { Stage } from '../../domain/runbook/runbook.ts'
import { columnsOf } from '../../view/columns.ts'
import { deadlineKind, type LaneGroup, type PictureContext } from './lanes.ts'
import { decisionKind, phaseName } from './mark-words.ts'
import { block, decisionShape, noticeShape, path, phaseBar, SHAPES, type Shape, textElement } from './shapes.ts'

export interface LegendEntry {
  readonly group: LaneGroup
  /** Drawn around the middle of a box of 24 by 16 pixels. */
  readonly shape: Shape
  readonly words: string
}

/** The meaning of each shape in the picture. */
export function legendEntries(picture: TimelinePicture, context: PictureContext): LegendEntry[] {
  return [
    ...haltEntries(picture, context),
    ...decisionEntries(picture, context),
    ...noticeEntries(picture, context),
    ...workEntries(picture, context),
  ]
}

function phaseShape({ phase, restricted }: TimelinePicture['phases'][number]): Shape {
  return (x, y) => phaseBar({ phase, restricted, x: x - 10, y: y - 7, width: 20, height: 14 })
}

function haltEntries({ phases, scope, plan }: TimelinePicture, { text, said, scale }: PictureContext): LegendEntry[] {
  const states = distinct(scope.flatMap(({ spans }) => spans.map(({ state }) => state)))
  const parts = new Map(phases.map((part) => [phaseName(part, text, said), part]))
  const entry = (shape: Shape, words: string): LegendEntry => ({ group: 'halt', shape, words })
  return [
    ...[...parts].map(([name, part]) => entry(phaseShape(part), name)),
    ...(plan === null ? [] : [entry(block('planned'), said.planned)]),
    ...states.map((state) =>
      entry(
        state === 'open' ? (x, y) => path('scope-open', x - 10, y, 'h20') : block(`scope-${state}`),
        text.words.scopeState[state],
      ),
    ),
    ...(scale.quiet.length === 0 ? [] : [entry(block('quiet quiet-edge'), said.quiet)]),
  ]
}

function decisionEntries({ decisions, leads, filings, to }: TimelinePicture, { said }: PictureContext): LegendEntry[] {
  const entry = (shape: Shape, words: string): LegendEntry => ({ group: 'decisions', shape, words })
  const due = filings.flatMap(({ dueAt, kept }) =>
    dueAt === null || dueAt > to ? [] : [deadlineKind(kept, dueAt < to)],
  )
  return [
    ...distinct(decisions.map(decisionKind)).map((kind) => entry(decisionShape(kind), said.decision[kind])),
    ...(leads.length === 0 ? [] : [entry(SHAPES.lead, said.lead)]),
    ...(filings.some(({ submissions }) => submissions.length > 0) ? [entry(SHAPES.filed, said.filed)] : []),
    ...distinct(due).map((kind) => entry(SHAPES[kind], said.filingDue[kind])),
  ]
}

function noticeEntries({ notices }: TimelinePicture, { text, said }: PictureContext): LegendEntry[] {
  const entry = (shape: Shape, words: string): LegendEntry => ({ group: 'notices', shape, words })
  const sent = notices.flatMap((one) => one.sent)
  const stages = (matches: (state: string) => boolean): Stage[] =>
    distinct(sent.flatMap(({ stage, state }) => (matches(state) ? [stage] : [])))
  const outcomes = (['unknown', 'failed'] as const).flatMap((outcome) =>
    stages((state) => state === outcome)
      .slice(0, 1)
      .map((stage) => entry(noticeShape(stage, outcome), said.notice[outcome])),
  )
  const kept = distinct(notices.flatMap((one) => one.promised.map((promise) => promise.kept))).sort()
  return [
    ...stages((state) => state === 'sent' || state === 'posted').map((stage) =>
      entry(noticeShape(stage, 'sent'), text.words.stage[stage]),
    ),
    ...outcomes,
    ...kept.map((isKept) => entry(SHAPES[isKept ? 'kept' : 'missed'], said.promise(isKept))),
  ]
}

function workEntries({ moments, calls, departments }: TimelinePicture, { text, said }: PictureContext): LegendEntry[] {
  const entry = (shape: Shape, words: string): LegendEntry => ({ group: 'work', shape, words })
  const states = distinct(departments.flatMap(({ work }) => work.map(({ state }) => state)))
  return [
    ...(moments.length === 0 ? [] : [entry(SHAPES.moment, said.moments)]),
    ...distinct(calls.map(({ kind }) => kind)).map((kind) => entry(SHAPES[kind], said.call[kind])),
    ...states.map((state) =>
      entry(state === 'skipped' ? SHAPES.skipped : block(`step-${state}`), said.work(text.words.stepState[state])),
    ),
  ]
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)]
}

/** Height of a line of the legend in pixels. */
export const LEGEND_LINE = 20

/** The legend in lines of at most `width` pixels, from the top left corner. */
export function drawLegend(entries: readonly LegendEntry[], width: number): { height: number; content: string } {
  let [x, y] = [0, LEGEND_LINE / 2]
  const drawn = entries.map(({ shape, words }) => {
    // The shape, about 6 px for each column of text, and a gap.
    const needed = 28 + columnsOf(words) * 6 + 18
    if (x > 0 && x + needed > width) [x, y] = [0, y + LEGEND_LINE]
    const entry = shape(x + 12, y) + textElement(x + 28, y + 4, 'faint', words)
    x += needed
    return entry
  })
  return { height: y + LEGEND_LINE / 2, content: drawn.join('') }
}
