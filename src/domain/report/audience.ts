import type { FactView } from '../incident/facts.ts'
import type { Sending } from '../incident/incident.ts'
import { wentOut } from '../incident/sending.ts'
import { customerChannels, type Runbook } from '../runbook/runbook.ts'
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

/** What customers were or could have been told, without the title that operators gave it: times, public words, notices that went out. */
function inPublicWords(report: Report, runbook: Runbook): Report {
  const { facts } = runbook
  const channels = customerChannels(runbook)
  const told = Object.entries(report.facts).filter(([name]) => facts[name]?.notice || facts[name]?.words)
  const isPlain = (name: string) => facts[name]?.kind !== 'text'
  return {
    ...report,
    title: null,
    facts: eachFact(Object.fromEntries(told), (fact, name) => (isPlain(name) ? fact : { ...fact, value: null })),
    factHistory: [],
    parts: eachPart(report.parts, (fact) => ({ ...fact, value: null })),
    notices: report.notices.filter((notice) => wentOut(notice) && channels.includes(notice.channel)),
    deviations: [],
    actions: [],
    filings: [],
  }
}

function eachFact(facts: Report['facts'], change: (fact: FactView, name: string) => FactView): Report['facts'] {
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, change(fact, name)]))
}

function eachPart(parts: Report['parts'], change: (fact: FactView) => FactView): Report['parts'] {
  const changed = Object.entries(parts).map(([part, fillings]) => [
    part,
    fillings.map(({ fact, view }) => ({ fact, view: change(view) })),
  ])
  return Object.fromEntries(changed)
}
