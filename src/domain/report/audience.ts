import type { FactView } from '../incident/facts.ts'
import type { Notice, Sending } from '../incident/incident.ts'
import { wentOut } from '../incident/sending.ts'
import { customerChannels, type Runbook } from '../runbook/runbook.ts'
import { countsOf } from './impact.ts'
import type { Picture } from './picture.ts'
import type { Report } from './report.ts'

/** Whom a report is for. The last two are outside the company. */
export const AUDIENCES = ['internal', 'executive', 'customer', 'regulator'] as const
export type Audience = (typeof AUDIENCES)[number]

export function isOutside(audience: Audience): boolean {
  return audience === 'customer' || audience === 'regulator'
}

/** The report as an audience may have it: outsiders get no names and no notes, customers public words only. */
export function reportFor(audience: Audience, report: Report, runbook: Runbook): Report {
  if (!isOutside(audience)) return report
  const outside = withoutNames(report)
  return audience === 'regulator' ? outside : inPublicWords(outside, runbook)
}

/** The picture as an audience may have it: customers see what was stopped and what they were told. */
export function pictureFor(audience: Audience, picture: Picture, runbook: Runbook): Picture {
  if (!isOutside(audience)) return picture
  if (audience === 'regulator') return { ...picture, calls: [] }
  const notices = picture.notices.flatMap(({ channel, sent, promised }) =>
    customerChannels(runbook).includes(channel) ? { channel, sent: sent.filter(wentOut), promised } : [],
  )
  return { ...picture, calls: [], departments: [], notices }
}

/** Without whom it was done by, what they noted, and what is kept beside the log. */
function withoutNames(report: Report): Report {
  return {
    ...report,
    declaredBy: '',
    people: [],
    facts: eachFact(report.facts, (fact) => ({ ...fact, by: null })),
    factHistory: report.factHistory.map((change) => ({ ...change, by: '' })),
    parts: eachPart(report.parts, (fact) => ({ ...fact, by: null })),
    steps: report.steps.map((view) => ({ ...view, assignee: null, by: null, reason: null })),
    clauses: report.clauses.map((clause) => ({ ...clause, reason: null })),
    deviations: report.deviations.map((deviation) => ({ ...deviation, by: '', reason: null })),
    notices: report.notices.map((notice) => ({
      ...notice,
      by: '',
      claim: null,
      forced: null,
      sending: notice.sending === null ? null : sendingFor(notice.sending),
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

/** How it went, without who stood for it, what a server answered, and the journals beside the log. */
function sendingFor({ intent, ...sending }: Sending): Sending {
  const { claim: _, forced: __, ...own } = intent
  return { ...sending, intent: { ...own, journal: null }, journals: [], detail: null }
}

/**
 * What customers were or could have been told: times, public words, notices that went out. Not how the company judged the
 * halt and worked on it: title, severity, what it was taken for before, when it was detected, steps.
 */
function inPublicWords(report: Report, runbook: Runbook): Report {
  const { facts } = runbook
  const told = Object.entries(report.facts).filter(
    ([name, fact]) => (facts[name]?.notice || facts[name]?.words) && !isInsideOnly(fact, name, runbook),
  )
  const isPlain = (name: string) => facts[name]?.kind !== 'text'
  const notices = noticesToCustomers(report.notices, runbook)
  return {
    ...report,
    title: null,
    types: report.types.slice(-1),
    severity: null,
    severities: [],
    milestones: report.milestones.filter(({ id }) => id !== 'detected'),
    metrics: { ...report.metrics, timeToDetectSeconds: null },
    impact: { ...report.impact, ...countsOf(notices) },
    facts: eachFact(Object.fromEntries(told), (fact, name) => (isPlain(name) ? fact : { ...fact, value: null })),
    factHistory: [],
    parts: eachPart(report.parts, (fact) => (hasWords(fact) ? { ...fact, value: null } : null)),
    steps: [],
    clauses: [],
    notices: notices.map((notice) => ({ ...notice, sending: null })),
    deviations: [],
    actions: [],
    filings: [],
  }
}

function noticesToCustomers(notices: readonly Notice[], runbook: Runbook): Notice[] {
  const channels = customerChannels(runbook)
  return notices.filter((notice) => wentOut(notice) && channels.includes(notice.channel))
}

function hasWords({ ja, en }: FactView): boolean {
  return ja !== null || en !== null
}

/** What is known in no words for customers; to say that it is not known would be untrue. */
function isInsideOnly(fact: FactView, name: string, { facts }: Runbook): boolean {
  return facts[name]?.kind === 'text' && fact.value !== null && !hasWords(fact)
}

function eachFact(facts: Report['facts'], change: (fact: FactView, name: string) => FactView): Report['facts'] {
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, change(fact, name)]))
}

/** Without the facts of which `change` makes null. */
function eachPart(parts: Report['parts'], change: (fact: FactView) => FactView | null): Report['parts'] {
  const changed = Object.entries(parts).map(([part, fillings]) => [
    part,
    fillings.flatMap(({ fact, view }) => {
      const shown = change(view)
      return shown === null ? [] : { fact, view: shown }
    }),
  ])
  return Object.fromEntries(changed)
}
