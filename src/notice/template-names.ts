import { CHANNEL_FORMS, STAGES } from '../domain/runbook/runbook.ts'
import type { NoticeKind } from '../i18n/notice-titles.en.ts'

/** Values that are a line of text. */
const LINES = [
  'title',
  'shortTitle',
  'start',
  'startBrief',
  'scopeBrief',
  'resumed',
  'resumedAt',
  'resumedAtBrief',
  'planned',
  'plannedBrief',
  'cause',
  'impact',
  'expected',
  'expectedBrief',
  'severity',
  /** When the notice was written. */
  'asOf',
  /** What the services that have not resumed are: a participle. */
  'remainingState',
] as const

/** Values that are a line of text, or null. */
const OPTIONAL_LINES = [
  'organisation',
  'number',
  /** A clause that says why services are stopped; null if nobody has said so since the halt was reopened. */
  'reason',
  /** Clauses that say after what, and which services were stopped again; null if none was. */
  'after',
  'stoppedAgain',
  /** A clause that says what is the case; null before a planned halt begins, and once nothing is restricted. */
  'what',
  /** What is stated to be open. */
  'available',
  'remainingBrief',
  /** What the final notice gives results of, in a sentence; null if it gives none. */
  'reported',
  /** What a planned halt will stop; if it stops nothing, what it will restrict, each with what can still be done. */
  'plannedScope',
  /** The same of what it will restrict beside what it stops. */
  'plannedLimits',
  /** `cause` and `contact`; null if a short text has no room for it. */
  'causeBrief',
  'contactBrief',
  'next',
  'nextBrief',
  /** The time of the next report that customers are told, which an internal text's own `next` is not. */
  'customersNext',
  /** The notice since which something has changed; null if nothing has, or it is not said. The same if nothing has. */
  'changedSince',
  'unchangedSince',
  /** What a correction says; the notice that it or a retraction mends. */
  'correction',
  'corrected',
  /** What services were in fact, be it for a false alarm: a participle; null if none has resumed. */
  'tookPlace',
  /** When the next report comes, as customers were told before, if that is ahead. */
  'promised',
  /** When this report was to come, if that has passed. */
  'late',
  /** A sentence that notices of halts of this type add. */
  'remark',
  'contact',
  /** What the manual calls the contact. */
  'contactLabel',
  'link',
  /** What notices call the pages on which customers find the latest one. */
  'pages',
  'incidentTitle',
] as const

const FLAGS = [
  'drill',
  /** Nothing that was stated is restricted any more. */
  'full',
  /** A planned halt was closed before it began. */
  'calledOff',
  /** The halt was reopened after a resumption. */
  'again',
  /** Something broke in halts of this type, so notices may speak of repair. */
  'repair',
  /** Nothing has resumed since the last notice on the channel, which said what had. */
  'noneResumed',
  'moreRestricted',
  /** Halts of this type are always planned work. */
  'plannedWork',
] as const

/**
 * Values that are lists of lines; `spoken` is what is restricted, `resumedSpoken` what has resumed and when, `answers` the
 * facts, as sentences to read aloud; `points` all that a short text has to state, what has resumed and what has changed
 * first, as far as there is room.
 */
const LISTS = ['scope', 'spoken', 'remaining', 'resumedSpoken', 'answers', 'points'] as const

/** Names that a template may use: of values, and of fields of list items. */
export const TEMPLATE_NAMES: readonly string[] = [
  ...LINES,
  ...OPTIONAL_LINES,
  ...FLAGS,
  ...LISTS,
  ...['facts', 'rows', 'resumedTimes', 'briefs', 'changes', 'told'],
  ...['line', 'label', 'value', 'by', 'at', 'channel', 'report'],
  ...STAGES.map((stage) => `stage.${stage}`),
  ...['kind.halt', 'kind.services', 'kind.restriction', 'kind.unknown'],
  ...['type.name', 'type.other'],
]

/** The ids of a runbook that templates may name: types as `type.ID`, facts as `fact.ID` and `known.ID`. Null: any. */
export interface TemplateIds {
  readonly types: readonly string[] | null
  readonly facts: readonly string[] | null
}

/** Whether a template may use a name. */
export function isTemplateName(name: string, { types, facts }: TemplateIds): boolean {
  if (TEMPLATE_NAMES.includes(name) || name === '.') return true
  const [, of, id = ''] = /^(type|fact|known)\.(.+)$/.exec(name) ?? []
  const ids = of === 'type' ? types : facts
  return of !== undefined && (ids === null || ids.includes(id))
}

/** All names that a template may use, those with ids of the runbook too. */
export function templateNames({ types, facts }: TemplateIds): string[] {
  const withFacts = (facts ?? []).flatMap((id) => [`fact.${id}`, `known.${id}`])
  return [...TEMPLATE_NAMES, ...(types ?? []).map((id) => `type.${id}`), ...withFacts]
}

/** Template files that ship, without extension: one per form of a channel, and the parts they share. */
export const TEMPLATE_FILES = [
  ...CHANNEL_FORMS.map((form) => `form-${form}` as const),
  'part-customers',
  'part-greeting',
  'part-apology',
  'part-lead',
  'part-late',
  'part-changes',
  'part-reason',
  'part-what',
  'part-answer',
  'part-facts',
  'part-scheduled',
  'part-plan',
  'part-resumption',
  'part-final',
  'part-correction',
  'part-retraction',
  'part-genuine',
  'part-closing',
] as const

interface Row {
  readonly label: string
  readonly value: string
}

export interface TemplateLine {
  readonly line: string
}

/** The values of a template. Texts are single lines; null, false and an empty list count as absent (`{{^name}}`). */
export interface NoticeValues
  extends Readonly<Record<(typeof LINES)[number], string>>,
    Readonly<Record<(typeof OPTIONAL_LINES)[number], string | null>>,
    Readonly<Record<(typeof FLAGS)[number], boolean>>,
    Readonly<Record<(typeof LISTS)[number], readonly TemplateLine[]>> {
  readonly stage: Readonly<Record<string, boolean>>
  readonly kind: Readonly<Record<NoticeKind, boolean>>
  readonly type: Readonly<Record<string, string | boolean>>
  /** What to say of each fact, known or not. */
  readonly fact: Readonly<Record<string, string>>
  /** Which facts are known: their words may be whole sentences, so do not build them into another one. */
  readonly known: Readonly<Record<string, boolean>>
  /** The list of a notice, from the beginning of the halt to the contact. */
  readonly rows: readonly Row[]
  /** What has resumed or is no longer restricted, and when. */
  readonly resumedTimes: readonly Row[]
  /** What has changed since the last notice on the channel. */
  readonly changes: readonly Row[]
  /** What a short text has to state besides when, what, why and until when. */
  readonly briefs: readonly Row[]
  readonly facts: readonly Readonly<Record<'label' | 'value' | 'by' | 'at', string>>[]
  readonly told: readonly (Readonly<Record<'channel' | 'report' | 'at', string>> & { readonly link: string | null })[]
}
