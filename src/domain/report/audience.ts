import type { FactView } from '../incident/facts.ts'
import type { Sending } from '../incident/incident.ts'
import { wentOut } from '../incident/notices.ts'
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
 * What customers were or could have been told: times, public words, notices that went out. What is known without public
 * words is left out: it would be untrue that it is not known. So is how the company judged the halt and worked on it:
 * title, severity, what it was taken for before, when it was detected, steps.
 */
function inPublicWords(report: Report, runbook: Runbook): Report {
  const { facts } = runbook
  const channels = customerChannels(runbook)
  const told = Object.entries(report.facts).filter(([name]) => facts[name]?.notice || facts[name]?.words)
  const publicly = (fact: FactView, name: string): FactView | null => {
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
    facts: eachFact(Object.fromEntries(told), publicly),
    factHistory: [],
    parts: eachPart(report.parts, publicly),
    steps: [],
    clauses: [],
    notices: notices.map((notice) => ({ ...notice, sending: null })),
    deviations: [],
    actions: [],
    filings: [],
  }
}

/** Facts that are known, and that customers are told nothing of for want of public words, which could be stated. */
export function withoutPublicWords(facts: Report['facts'], runbook: Runbook): string[] {
  return Object.entries(facts).flatMap(([name, { value, ja, en }]) =>
    runbook.facts[name]?.words && value !== null && ja === null && en === null ? [name] : [],
  )
}

/** A fact as it may be shown; null where it may not. */
type Shown = (fact: FactView, name: string) => FactView | null

function eachFact(facts: Report['facts'], shown: Shown): Report['facts'] {
  const changed = Object.entries(facts).flatMap(([name, fact]) => {
    const view = shown(fact, name)
    return view === null ? [] : [[name, view] as const]
  })
  return Object.fromEntries(changed)
}

function eachPart(parts: Report['parts'], shown: Shown): Report['parts'] {
  const changed = Object.entries(parts).map(([part, fillings]) => [
    part,
    fillings.flatMap(({ fact, view: whole }) => {
      const view = shown(whole, fact)
      return view === null ? [] : [{ fact, view }]
    }),
  ])
  return Object.fromEntries(changed)
}
