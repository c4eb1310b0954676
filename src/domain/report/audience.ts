import type { FactView } from '../incident/current-values.ts'
import type { Sending } from '../incident/incident.ts'
import { wentOut } from '../incident/notices.ts'
import { customerChannels, type Runbook } from '../runbook/runbook.ts'
import { countsOf } from './impact.ts'
import type { Picture } from './picture.ts'
import type { Report } from './report.ts'

/** Who a report is for. The last two are outside the company. */
export const AUDIENCES = ['internal', 'executive', 'customer', 'regulator'] as const
export type Audience = (typeof AUDIENCES)[number]

export function isOutside(audience: Audience): boolean {
  return audience === 'customer' || audience === 'regulator'
}

/** Redacts a report for an audience: outsiders get no names and no notes, customers only public words. */
export function reportFor(audience: Audience, report: Report, runbook: Runbook): Report {
  if (!isOutside(audience)) return report
  const outside = withoutNames(report)
  return audience === 'regulator' ? outside : inPublicWords(outside, runbook)
}

/** Redacts a timeline picture for an audience: customers see what was stopped and which notices they got. */
export function pictureFor(audience: Audience, picture: Picture, runbook: Runbook): Picture {
  if (!isOutside(audience)) return picture
  if (audience === 'regulator') return { ...picture, calls: [] }
  const notices = picture.notices.flatMap(({ channel, sent, promised }) =>
    customerChannels(runbook).includes(channel) ? { channel, sent: sent.filter(wentOut), promised } : [],
  )
  return { ...picture, calls: [], departments: [], notices }
}

/** Removes who acted, what they noted, and what is stored outside the log. */
function withoutNames(report: Report): Report {
  return {
    ...report,
    declaredBy: '',
    people: [],
    facts: redactFacts(report.facts, (fact) => ({ ...fact, by: null })),
    factHistory: report.factHistory.map((change) => ({ ...change, by: '' })),
    parts: redactParts(report.parts, (fact) => ({ ...fact, by: null })),
    steps: report.steps.map((view) => ({ ...view, assignee: null, by: null, reason: null })),
    clauses: report.clauses.map((clause) => ({ ...clause, reason: null })),
    deviations: report.deviations.map((deviation) => ({ ...deviation, by: '', reason: null })),
    notices: report.notices.map((notice) => ({
      ...notice,
      by: '',
      claim: null,
      forced: null,
      sending: notice.sending === null ? null : redactedSending(notice.sending),
    })),
    actions: report.actions.map((action) => ({ ...action, by: '', owner: null })),
    leads: [],
    offer: null,
    assignments: [],
    called: [],
    hypotheses: [],
    filings: report.filings.map((view) => ({
      ...view,
      start: view.start === null ? null : { ...view.start, by: '' },
      submissions: view.submissions.map((submission) => ({ ...submission, by: '', note: null })),
    })),
    corrections: [],
    evidence: [],
    commands: [],
    conflicts: [],
    timeline: [],
  }
}

/** Keeps the outcome of a delivery, without who vouched for it, server responses and delivery journals. */
function redactedSending({ intent, ...sending }: Sending): Sending {
  const { claim: _, forced: __, ...own } = intent
  return { ...sending, intent: { ...own, journal: null }, journals: [], detail: null }
}

/**
 * Keeps what customers were or could have been told: times, public words, notices that went out. Removes facts that are
 * known but have no public words, since showing them as not known would be untrue, and the company's own view and work:
 * title, severity, earlier types, detection time, steps.
 */
function inPublicWords(report: Report, runbook: Runbook): Report {
  const { facts } = runbook
  const channels = customerChannels(runbook)
  const publicFacts = Object.entries(report.facts).filter(([name]) => facts[name]?.notice || facts[name]?.words)
  const redact = (fact: FactView, name: string): FactView | null => {
    if (facts[name]?.kind !== 'text' || fact.value === null) return fact
    return fact.ja === null && fact.en === null ? null : { ...fact, value: null }
  }
  const notices = report.notices.filter((notice) => wentOut(notice) && channels.includes(notice.channel))
  return {
    ...report,
    title: null,
    types: report.types.slice(-1),
    severity: null,
    severities: [],
    milestones: report.milestones.filter(({ id }) => id !== 'detected'),
    metrics: { ...report.metrics, timeToDetectSeconds: null },
    impact: { ...report.impact, ...countsOf(notices) },
    facts: redactFacts(Object.fromEntries(publicFacts), redact),
    factHistory: [],
    parts: redactParts(report.parts, redact),
    steps: [],
    clauses: [],
    notices: notices.map((notice) => ({ ...notice, sending: null })),
    deviations: [],
    actions: [],
    filings: [],
  }
}

/** Returns the known facts that customers do not see only because their public words are not stated. */
export function withoutPublicWords(facts: Report['facts'], runbook: Runbook): string[] {
  return Object.entries(facts).flatMap(([name, { value, ja, en }]) =>
    runbook.facts[name]?.words && value !== null && ja === null && en === null ? [name] : [],
  )
}

/** Returns a fact as the audience may see it; null if it may not. */
type Redact = (fact: FactView, name: string) => FactView | null

function redactFacts(facts: Report['facts'], redact: Redact): Report['facts'] {
  const changed = Object.entries(facts).flatMap(([name, fact]) => {
    const view = redact(fact, name)
    return view === null ? [] : [[name, view] as const]
  })
  return Object.fromEntries(changed)
}

function redactParts(parts: Report['parts'], redact: Redact): Report['parts'] {
  const changed = Object.entries(parts).map(([part, fillings]) => [
    part,
    fillings.flatMap(({ fact, view: whole }) => {
      const view = redact(whole, fact)
      return view === null ? [] : [{ fact, view }]
    }),
  ])
  return Object.fromEntries(changed)
}
