import type { TimelineEntry } from '../../domain/incident/timeline.ts'
import type { Called } from '../../domain/report/history.ts'
import { stepById } from '../../domain/runbook/runbook.ts'
import { partyTitle, targetName } from '../../incident/labels.ts'
import { dueOf, offset, readable, whenOf } from '../../view/format.ts'
import type { ReportContext } from '../context.ts'
import { milestoneWords } from '../sections/overview.ts'
import { eventWords } from '../sections/record.ts'
import { callWords } from '../sections/response.ts'

/** As much of JSON Schema (2020-12) as our documents use. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema
  readonly propertyNames?: { readonly enum?: readonly string[] }
  readonly items?: Schema
}

/** How people say a value, given what stands beside it. */
export type Saying = (value: never, context: ReportContext, beside: Readonly<Record<string, unknown>>) => string

type Word = (value: string, context: ReportContext) => string

const type: Word = (id, { runbook, text }) => runbook.types[id]?.[text.language] ?? id
const severity: Word = (id, { text }) => text.words.severity(id)
const phase: Word = (id, { text }) => listed(text.words.phase, id)
const channel: Word = (id, { runbook, text }) => runbook.channels[id]?.[text.language] ?? id
const operation: Word = (id, { runbook, text }) => runbook.operations[id]?.[text.language] ?? id
const scopeState: Word = (id, { text }) => listed(text.words.scopeState, id)
const fact: Word = (id, { runbook, text }) => runbook.facts[id]?.[text.language] ?? id
const step: Word = (id, { runbook, text }) => stepById(runbook, id)?.title[text.language] ?? id
const words: Word = (value) => readable(value)
const seconds = (value: number, { text }: ReportContext) => text.words.seconds(value)
const target: Word = (id, { runbook, text }) => targetName(id, runbook, text.language)

/** What is a word of the program or of the runbook, by its place in the report. */
export const SAID: Readonly<Record<string, Saying>> = {
  type,
  'types.type': type,
  severity,
  'severities.severity': severity,
  phase,
  'phases.phase': phase,
  closedAs: (id: string, { text }) => listed(text.words.closing, id),
  audience: (id: string, { labels }) => listed(labels.audience, id),
  'impact.operations.target': target,
  'scope.operation': operation,
  'scope.state': scopeState,
  'scopeHistory.target': target,
  'scopeHistory.spans.state': scopeState,
  'promises.channel': channel,
  'facts.*.value': words,
  'factHistory.fact': fact,
  'factHistory.value': words,
  'parts.*.fact': fact,
  'parts.*.view.value': words,
  'milestones.id': (id: string, { runbook, text, labels }) => milestoneWords(id, runbook, text.language, labels),
  'milestones.offsetSeconds': (value: number) => offset(value * 1000),
  'metrics.timeToNotifySecondsByChannel.*': seconds,
  'metrics.timeFromDeclaringSecondsByChannel.*': seconds,
  'metrics.timeToResumptionNoticeSecondsByChannel.*': seconds,
  'clauses.id': (id: string, { runbook, text }) =>
    runbook.clauses.find((clause) => clause.id === id)?.gist[text.language] ?? id,
  'clauses.state': (id: string, { text }) => listed(text.words.clauseState, id),
  'steps.phase': phase,
  'steps.department': (id: string, { runbook, text }) => runbook.departments[id]?.[text.language] ?? id,
  'steps.modality': (id: string, { text }) => listed(text.words.modality, id),
  'steps.state': (id: string, { text }) => listed(text.words.stepState, id),
  'deviations.kind': (id: string, { labels }) => listed(labels.deviation, id),
  'deviations.what': (ids: readonly string[], context) =>
    joined(
      ids.map((id) => step(id, context)),
      context,
    ),
  'notices.channel': channel,
  'notices.stage': (id: string, { text }) => listed(text.words.stage, id),
  'notices.number': (value: number, { text }) => text.words.number(value),
  'notices.state': (id: string, { labels }) => listed(labels.noticeState, id),
  'assignments.step': step,
  'called.who': (id: string, { runbook, roster, text }) => partyTitle(runbook, roster, id)?.[text.language] ?? id,
  'called.kind': (_: string, { labels }, call) => callWords(call as unknown as Called, labels),
  'called.way': (id: string, { labels }) => listed(labels.ways, id),
  'actions.serves': fact,
  'actions.due': dueOf,
  'commands.step': step,
  'evidence.kind': (id: string, { text }) => listed(text.words.evidence, id),
  'evidence.standing': (id: string, { text }) => listed(text.words.standing, id),
  'evidence.bytes': (value: number, { text }) => text.words.bytes(value),
  'timeline.type': (_: string, { text }, entry) => eventWords(entry as unknown as TimelineEntry, text),
}

/** How a value is said that stands at `path` and has this schema; null where it says itself. */
export function sayingOf(path: string, schema: Schema): Saying | null {
  const known = SAID[path]
  if (known !== undefined) return known
  if (schema.format === 'date-time') return (at: string) => whenOf(at)
  if (path.endsWith('Seconds')) return seconds
  if (schema.items?.type === 'string') return joined
  const isBilingual = schema.properties !== undefined && Object.keys(schema.properties).sort().join() === 'en,ja'
  return isBilingual ? (both: { ja: string; en: string }, { text }) => both[text.language] : null
}

function joined(items: readonly string[], { text }: ReportContext): string {
  return items.join(text.language === 'ja' ? '、' : ', ')
}

function listed(names: Readonly<Record<string, string | null>>, id: string): string {
  return names[id] ?? id
}
