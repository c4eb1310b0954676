import type { Audience } from '../domain/report/audience.ts'
import type { Report } from '../domain/report/report.ts'
import type { Block, ReportDocument } from './blocks.ts'
import type { ReportContext } from './context.ts'
import { actions } from './sections/actions.ts'
import { authorities } from './sections/authorities.ts'
import { calls } from './sections/calls.ts'
import { conflicts } from './sections/conflicts.ts'
import { corrections } from './sections/corrections.ts'
import { deviations } from './sections/deviations.ts'
import { evidence } from './sections/evidence.ts'
import { facts } from './sections/facts.ts'
import { impact } from './sections/impact.ts'
import { log } from './sections/log.ts'
import { manual } from './sections/manual.ts'
import { milestones } from './sections/milestones.ts'
import { notices } from './sections/notices.ts'
import { numbers } from './sections/numbers.ts'
import { part } from './sections/parts.ts'
import { leads, thought } from './sections/people.ts'
import { prevention } from './sections/prevention.ts'
import { promises } from './sections/promises.ts'
import { scope } from './sections/scope.ts'
import { summary } from './sections/summary.ts'
import { texts } from './sections/texts.ts'
import { timeline } from './sections/timeline.ts'

const SECTIONS = {
  summary,
  impact,
  metrics: numbers,
  milestones,
  scope,
  facts,
  thought,
  leads,
  calls,
  notices,
  promises,
  authorities,
  deviations,
  causes: part('causes'),
  prevention,
  compensation: part('compensation'),
  review: part('review'),
  actions,
  manual,
  texts,
  corrections,
  evidence,
  conflicts,
  timeline,
  log,
} as const satisfies Record<string, (report: Report, context: ReportContext) => Block[]>
type SectionId = keyof typeof SECTIONS

/** Every section there is, in order. */
export const SECTION_IDS = Object.keys(SECTIONS) as SectionId[]

/** What each audience is shown, of what it may have. */
const SHOWN: Readonly<Record<Audience, readonly SectionId[]>> = {
  internal: SECTION_IDS,
  executive: [
    'summary',
    'impact',
    'metrics',
    'milestones',
    'authorities',
    'deviations',
    'causes',
    'prevention',
    'compensation',
    'review',
    'actions',
    'log',
  ],
  customer: ['summary', 'impact', 'milestones', 'scope', 'facts', 'causes', 'prevention', 'texts'],
  regulator: [
    'summary',
    'impact',
    'metrics',
    'milestones',
    'scope',
    'facts',
    'notices',
    'promises',
    'authorities',
    'deviations',
    'causes',
    'prevention',
    'compensation',
    'manual',
    'texts',
    'log',
  ],
}

/** The report as a document, section by section. */
export function reportDocument(report: Report, context: ReportContext): ReportDocument {
  const { labels, text, runbook, audience, damage } = context
  const partial = damage.length === 0 ? null : labels.partial(damage)
  const marks = [
    report.drill ? labels.drill : null,
    report.closedAt === null ? labels.openStill : null,
    labels.audience[audience],
  ]
  const name = runbook.types[report.type]?.[text.language] ?? report.type
  return {
    title: `${partial === null ? '' : `${labels.partialTitle} `}${labels.heading(report.title ?? name)}`,
    language: text.language,
    partial,
    marks: marks.filter((mark) => mark !== null),
    sections: SHOWN[audience]
      .map((id) => ({ id, title: labels[id], blocks: SECTIONS[id](report, context) }))
      .filter(({ blocks }) => blocks.length > 0),
  }
}
