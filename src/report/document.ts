import type { Audience } from '../domain/report/audience.ts'
import type { Report } from '../domain/report/report.ts'
import { REPORT_PARTS, type ReportPart } from '../domain/runbook/runbook.ts'
import type { Block } from '../view/blocks.ts'
import type { Annex, PageEdges } from '../view/html-page.ts'
import { inertLine } from '../view/inert.ts'
import { timeText } from '../view/time-format.ts'
import type { ReportContext } from './context.ts'
import { clauseBlocks } from './sections/clauses.ts'
import { comparisonBlocks } from './sections/comparison.ts'
import { deviatingStepBlocks, deviationBlocks } from './sections/deviations.ts'
import { filingBlocks } from './sections/filings.ts'
import { followUpBlocks, preventionBlocks } from './sections/follow-up.ts'
import * as overview from './sections/overview.ts'
import * as record from './sections/record.ts'
import * as response from './sections/response.ts'
import { storyBlocks } from './sections/story.ts'
import { summaryBlocks } from './sections/summary.ts'
import { unknownPeopleWords } from './unknown-writers.ts'
import { inOwnLanguage, titleIn, typeName } from './wording.ts'

/** The report as a document, independent of the output format. */
export interface ReportDocument {
  readonly title: string
  readonly language: 'ja' | 'en'
  /** Warning that a damaged or incomplete log makes the report partial, shown throughout; null if it does not. */
  readonly partial: string | null
  /** Notes shown at the top: a drill, an incident that is still open, the audience. */
  readonly marks: readonly string[]
  /** What is to be known of the record as a whole, shown below the first section; null if nothing is. */
  readonly reservation: string | null
  /** What each printed page says. */
  readonly edges: PageEdges
  /** The body, which people read. */
  readonly sections: readonly Section[]
  /** What the body rests on, for reference; null if there is none. */
  readonly annex: Annex | null
}

export interface Section {
  readonly id: string
  readonly title: string
  readonly blocks: readonly Block[]
}

/** The function that writes each section, in the order of the report. Templates include them by these ids. */
const SECTIONS = {
  summary: summaryBlocks,
  story: storyBlocks,
  impact: overview.impactBlocks,
  metrics: overview.metricsBlocks,
  comparison: comparisonBlocks,
  milestones: overview.milestoneBlocks,
  scope: record.scopeBlocks,
  facts: record.factBlocks,
  thought: response.hypothesisBlocks,
  leads: response.leadBlocks,
  calls: response.callBlocks,
  rounds: response.noticeRoundBlocks,
  notices: response.noticeBlocks,
  promises: response.promiseBlocks,
  lateUpdates: response.lateUpdateBlocks,
  authorities: filingBlocks,
  deviations: deviationBlocks,
  causes: overview.reportPartBlocks('causes'),
  prevention: preventionBlocks,
  compensation: overview.reportPartBlocks('compensation'),
  review: overview.reportPartBlocks('review'),
  actions: followUpBlocks,
  missing: overview.missingBlocks,
  deviatingSteps: deviatingStepBlocks,
  manual: clauseBlocks,
  texts: response.noticeTextBlocks,
  corrections: record.correctionBlocks,
  evidence: record.evidenceBlocks,
  conflicts: record.conflictBlocks,
  timeline: record.timelineBlocks,
  log: record.logBlocks,
  details: overview.detailBlocks,
} as const satisfies Record<string, (report: Report, context: ReportContext) => Block[]>
type SectionId = keyof typeof SECTIONS

export const SECTION_IDS = Object.keys(SECTIONS) as SectionId[]

const OVERVIEW = ['summary', 'story', 'impact', 'metrics', 'milestones'] as const
const FINDINGS = ['authorities', 'deviations', 'causes', 'prevention', 'compensation'] as const

/** The sections each audience sees; their content is already redacted for it. */
const SECTIONS_BY_AUDIENCE: Readonly<Record<Audience, readonly SectionId[]>> = {
  internal: SECTION_IDS,
  executive: [
    ...OVERVIEW,
    'comparison',
    ...FINDINGS,
    'review',
    'actions',
    'missing',
    'deviatingSteps',
    'log',
    'details',
  ],
  customer: [
    'summary',
    'impact',
    'milestones',
    'scope',
    'facts',
    'causes',
    'prevention',
    'compensation',
    'texts',
    'details',
  ],
  regulator: [
    ...OVERVIEW,
    'rounds',
    ...FINDINGS,
    'missing',
    'scope',
    'facts',
    'notices',
    'promises',
    'lateUpdates',
    'deviatingSteps',
    'manual',
    'texts',
    'log',
    'details',
  ],
}

/** The parts made of facts that an audience reads. */
export function partsFor(audience: Audience): ReportPart[] {
  const sections: readonly string[] = SECTIONS_BY_AUDIENCE[audience]
  return REPORT_PARTS.filter((part) => sections.includes(part))
}

/** Sections that nobody reads from end to end: lists of everything, wordings, ids, and how the record was kept. */
const ANNEX: ReadonlySet<SectionId> = new Set([
  'scope',
  'facts',
  'calls',
  'notices',
  'promises',
  'lateUpdates',
  'deviatingSteps',
  'manual',
  'texts',
  'corrections',
  'evidence',
  'conflicts',
  'timeline',
  'log',
  'details',
])

/** Customers have little beside what they were told, and it tells them when they could do what. */
const CUSTOMERS_ANNEX: ReadonlySet<SectionId> = new Set(['texts', 'details'])

/** Says when the report was made, and unless it is for customers, that the incident is open; null if it is closed. */
function stateMark(
  { closedAt, fullyResumedAt }: Report,
  at: string,
  { audience, labels }: ReportContext,
): string | null {
  if (audience === 'customer') return labels.asOf(at)
  return closedAt === null ? labels.openStill(at, fullyResumedAt !== null) : null
}

/** For whom a report to readers outside is, and from whom; null for others. */
function readersMark({ audience, labels, organisation, text }: ReportContext): string | null {
  const readers = labels.audience[audience]
  const name = organisation[text.language]
  return readers === null || name === null ? readers : labels.reporter(inertLine(name), readers)
}

/** Clocks that disagree by less than this, in milliseconds, change little in a report, which is read to the minute. */
export const NOTED_MS = 60_000

/** Says, above all times, that they do not compare where clocks disagree; null for customers, or if that is not worth a note. */
export function clocksMark({ audience, clocksBehindMs, labels, text }: ReportContext): string | null {
  const isNoted = audience !== 'customer' && clocksBehindMs >= NOTED_MS
  return isNoted ? labels.clocksDisagree(text.words.seconds(clocksBehindMs / 1000)) : null
}

/** Tells customers, above the notices that they had, when these were retracted; null if they were not. */
function retractedMark({ closedAs, notices }: Report, { labels }: ReportContext): string | null {
  const retraction = closedAs === 'false-alarm' ? notices.find(({ stage }) => stage === 'retraction') : undefined
  return retraction === undefined ? null : labels.retracted(timeText(retraction.at))
}

/**
 * The title of the halt, else its type; none if customers would take the type of one interruption for that of all. What they
 * were told it was is not told them again after a false alarm.
 */
export function titleOf(report: Report, context: ReportContext): string | null {
  if (record.isRetracted(report, context)) return context.text.words.closing['false-alarm']
  const title = titleIn(report, context)
  if (title !== null) return inOwnLanguage(title, context)
  return context.audience === 'customer' && report.types.length > 1 ? null : typeName(report.type, context)
}

/** What each printed page says, so that a single one still tells of what it is a part, for whom, and of what time. */
export function edgesOf(title: string, report: Report, context: ReportContext): PageEdges {
  const { labels, audience, isConfidential, now, stamp } = context
  const at = stamp(now)
  const readers = labels.readers(audience, isConfidential)
  return {
    title,
    readers: report.drill ? labels.joined([labels.drillPage, readers]) : readers,
    made: labels.madeAt(timeText(at).slice(0, 'YYYY-MM-DD HH:MM'.length), `UTC${at.slice(23)}`),
  }
}

/** What stands above the sections, and at the edges of the pages. */
export function documentHead(report: Report, context: ReportContext): Omit<ReportDocument, 'sections' | 'annex'> {
  const { labels, text, audience, damage, now, stamp } = context
  const partial = damage.length === 0 ? null : labels.partial(damage)
  const madeAt = timeText(stamp(now))
  const marks = [
    report.drill ? labels.drill : null,
    stateMark(report, madeAt, context),
    audience === 'customer' ? retractedMark(report, context) : null,
    clocksMark(context),
    readersMark(context),
  ]
  const title = `${partial === null ? '' : `${labels.partialTitle} `}${labels.heading(titleOf(report, context))}`
  return {
    title,
    edges: edgesOf(title, report, context),
    language: text.language,
    partial,
    marks: marks.filter((mark) => mark !== null),
    reservation: unknownPeopleWords(context),
  }
}

/** Builds the document, on request without its annex; sections without content are omitted. */
export function reportDocument(report: Report, context: ReportContext, hasAnnex = true): ReportDocument {
  const { labels, audience } = context
  const inAnnex = audience === 'customer' ? CUSTOMERS_ANNEX : ANNEX
  return {
    ...documentHead(report, context),
    sections: sectionsOf((id) => !inAnnex.has(id)),
    annex: {
      title: labels.annex,
      sections: hasAnnex ? sectionsOf((id) => inAnnex.has(id)) : [],
      leftOut: hasAnnex ? null : labels.annexLeftOut,
    },
  }

  function sectionsOf(isWanted: (id: SectionId) => boolean): Section[] {
    return SECTIONS_BY_AUDIENCE[audience]
      .filter(isWanted)
      .map((id) => ({ id, title: labels[id], blocks: SECTIONS[id](report, context) }))
      .filter(({ blocks }) => blocks.length > 0)
  }
}
