import type { Notice } from '../../domain/incident/incident.ts'
import type { TimelineEntry } from '../../domain/incident/timeline.ts'
import type { CallRecord } from '../../domain/report/history.ts'
import type { Milestone } from '../../domain/report/milestones.ts'
import type { Report } from '../../domain/report/report.ts'
import { stepById } from '../../domain/runbook/runbook.ts'
import { dueText, elapsedText, factValueText, timeText } from '../../view/time-format.ts'
import type { ReportContext } from '../context.ts'
import { milestoneWords } from '../sections/overview.ts'
import { eventWords } from '../sections/record.ts'
import { callWords } from '../sections/response.ts'
import { channelName, factName, partyName, spanWords, targetNameIn, typeName, typeNames } from '../wording.ts'

/** The subset of JSON Schema (2020-12) that our documents use. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema
  readonly propertyNames?: { readonly enum?: readonly string[] }
  readonly items?: Schema
}

/** Formats a value for people; `siblings` are the other fields of its object. */
export type ValueFormatter = (
  value: never,
  context: ReportContext,
  siblings: Readonly<Record<string, unknown>>,
) => string

type IdFormatter = (value: string, context: ReportContext) => string

const severity: IdFormatter = (id, { text }) => text.words.severity(id)
const phase: IdFormatter = (id, { text }) => nameIn(text.words.phase, id)
const operation: IdFormatter = (id, { runbook, text }) => runbook.operations[id]?.[text.language] ?? id
const scopeState: IdFormatter = (id, { text }) => nameIn(text.words.scopeState, id)
const step: IdFormatter = (id, { runbook, text }) => stepById(runbook, id)?.title[text.language] ?? id
const factValue: IdFormatter = (value, { text }) => factValueText(value, text.language)

/** Formatters for ids, numbers and coded values, by their path in the report; `*` stands for any key of a map. */
export const FORMATTERS: Readonly<Record<string, ValueFormatter>> = {
  type: (id: string, context, { types }) =>
    context.audience === 'customer' ? typeNames(types as Report['types'], context) : typeName(id, context),
  'types.type': typeName,
  severity,
  'severities.severity': severity,
  phase,
  'phases.phase': phase,
  closedAs: (id: string, { text }) => nameIn(text.words.closing, id),
  audience: (id: string, { labels }) => nameIn(labels.audience, id),
  'impact.operations.target': targetNameIn,
  'scope.operation': operation,
  'scope.state': scopeState,
  'scopeHistory.target': targetNameIn,
  'scopeHistory.spans.state': scopeState,
  'promises.channel': channelName,
  'lateUpdates.channel': channelName,
  'facts.*.value': factValue,
  'factHistory.fact': factName,
  'factHistory.value': factValue,
  'parts.*.fact': factName,
  'parts.*.view.value': factValue,
  'milestones.id': (_: string, context, milestone) => milestoneWords(milestone as unknown as Milestone, context),
  'milestones.offsetSeconds': (value: number) => elapsedText(value * 1000),
  'milestones.enteredLateSeconds': spanWords,
  'undone.target.enteredLateSeconds': spanWords,
  'undone.target.type': (_: string, { text }, entry) => eventWords(entry as unknown as TimelineEntry, text),
  'timeline.enteredLateSeconds': spanWords,
  'enteredLate.mostSeconds': spanWords,
  'metrics.timeToNotifySecondsByChannel.*': spanWords,
  'metrics.timeFromDeclaringSecondsByChannel.*': spanWords,
  'metrics.timeToResumptionNoticeSecondsByChannel.*': spanWords,
  ...forCompared('timeToDetect', spanWords),
  ...forCompared('timeToNotify', spanWords),
  ...forCompared('timeToResume', spanWords),
  ...forCompared('updatesKept', (share: number, { labels }) => labels.percent(Math.round(share * 100))),
  'clauses.id': (id: string, { runbook, text }) =>
    runbook.clauses.find((clause) => clause.id === id)?.gist[text.language] ?? id,
  'clauses.unknownFact': factName,
  'clauses.why': (id: string, { labels }) => nameIn(labels.notDone, id),
  'clauses.state': (id: string, { text }) => nameIn(text.words.clauseState, id),
  'steps.phase': phase,
  'steps.department': (id: string, { runbook, text }) => runbook.departments[id]?.[text.language] ?? id,
  'steps.modality': (id: string, { text }) => nameIn(text.words.modality, id),
  'steps.state': (id: string, { text }) => nameIn(text.words.stepState, id),
  'deviations.kind': (id: string, { labels }) => nameIn(labels.deviation, id),
  'deviations.what': (ids: readonly string[], context) =>
    joined(
      ids.map((id) => step(id, context)),
      context,
    ),
  'notices.channel': channelName,
  'notices.stage': (_: string, { text, stageOf }, notice) => text.words.stage[stageOf(notice as unknown as Notice)],
  'notices.number': (value: number, { text }) => text.words.number(value),
  'notices.state': (id: string, { labels }) => nameIn(labels.noticeState, id),
  'assignments.step': step,
  'called.who': partyName,
  'called.kind': (_: string, { labels }, call) => callWords(call as unknown as CallRecord, labels),
  'called.way': (id: string, { labels }) => nameIn(labels.ways, id),
  'actions.serves': factName,
  'actions.due': dueText,
  'commands.step': step,
  'evidence.kind': (id: string, { text }) => nameIn(text.words.evidence, id),
  'evidence.standing': (id: string, { text }) => nameIn(text.words.standing, id),
  'evidence.bytes': (value: number, { text }) => text.words.bytes(value),
  'timeline.type': (_: string, { text }, entry) => eventWords(entry as unknown as TimelineEntry, text),
}

/** A figure of `comparison` has one formatter for all of its numbers. */
function forCompared(name: string, formatter: ValueFormatter): Record<string, ValueFormatter> {
  const fields = ['own', 'earlier.median', 'earlier.least', 'earlier.most']
  return Object.fromEntries(fields.map((field) => [`comparison.${name}.${field}`, formatter]))
}

/** The formatter for a value at `path` that has this schema; null if the value can be shown as it is. */
export function formatterOf(path: string, schema: Schema): ValueFormatter | null {
  const known = FORMATTERS[path]
  if (known !== undefined) return known
  if (schema.format === 'date-time') return (at: string) => timeText(at)
  if (path.endsWith('Seconds')) return spanWords
  if (schema.items?.type === 'string') return joined
  const isBilingual = schema.properties !== undefined && Object.keys(schema.properties).sort().join() === 'en,ja'
  return isBilingual ? (both: { ja: string; en: string }, { text }) => both[text.language] : null
}

function joined(items: readonly string[], { text }: ReportContext): string {
  return items.join(text.language === 'ja' ? '、' : ', ')
}

function nameIn(names: Readonly<Record<string, string | null>>, id: string): string {
  return names[id] ?? id
}
