import { type FactView, factRecord } from '../incident/facts.ts'
import type { Incident, Notice, Sending } from '../incident/incident.ts'
import { lifecycleOf, typesByInterruption } from '../incident/lifecycle.ts'
import { wentOut } from '../incident/notice-reach.ts'
import { noticesAsSent, recordOf } from '../incident/notices.ts'
import { happenedBefore, type Recorded } from '../incident/order-of-events.ts'
import { requiredFacts } from '../runbook/notice-facts.ts'
import { customerChannels, type FactDefinition, isTimeKind, type Runbook } from '../runbook/runbook.ts'
import { noticeCountsOf } from './impact.ts'
import type { Report } from './report.ts'
import type { TimelinePicture } from './timeline-picture.ts'

export const AUDIENCES = ['internal', 'executive', 'customer', 'regulator'] as const
export type Audience = (typeof AUDIENCES)[number]

export function isOutsideAudience(audience: Audience): boolean {
  return audience === 'customer' || audience === 'regulator'
}

/** Redacts a report for an audience. Outsiders get no names and no notes, and customers only public words. */
export function redactReport(audience: Audience, report: Report, incident: Incident): Report {
  if (!isOutsideAudience(audience)) return report
  const outside = withoutNames(report)
  return audience === 'regulator' ? outside : inPublicWords(outside, incident)
}

/**
 * Outsiders see neither who was called, who led, nor key moments. Customers see no title, numbers of those affected,
 * decisions, reports to authorities, departments or phases either, and only the notices that they got.
 */
export function redactPicture(audience: Audience, picture: TimelinePicture, incident: Incident): TimelinePicture {
  if (!isOutsideAudience(audience)) return picture
  const outside = {
    ...picture,
    calls: [],
    leads: [],
    moments: [],
    keyMoments: { isMarked: false, events: new Set<string>() },
  }
  if (audience === 'regulator') return outside
  const notices = picture.notices.flatMap(({ channel, sent, promised }) =>
    customerChannels(incident.runbook).includes(channel) ? { channel, sent: sent.filter(wentOut), promised } : [],
  )
  const affected = { isSum: false, steps: [] }
  // What of a false alarm is not known is none of their concern.
  const unstated = lifecycleOf(incident).closedAs === 'false-alarm' ? [] : picture.unstated
  return {
    ...outside,
    title: null,
    affected,
    decisions: [],
    filings: [],
    departments: [],
    phases: [],
    notices,
    unstated,
  }
}

/**
 * Removes who acted, what they noted or assumed, the timeline, and what is stored outside the log. The confirmed cause stays,
 * and what claims of safety rest on and who approved them: an authority is told of those.
 */
function withoutNames(report: Report): Report {
  // What people say for themselves is theirs.
  const isPersonal = (fact: string) => Object.hasOwn(report.factsByPerson, fact)
  const unsigned = (view: FactView, fact: string) => (isPersonal(fact) ? null : { ...view, by: null })
  return {
    ...report,
    declaredBy: '',
    people: [],
    comparison: null,
    facts: redactFacts(report.facts, unsigned),
    factsByPerson: {},
    factHistory: report.factHistory.flatMap((change) => (isPersonal(change.fact) ? [] : [{ ...change, by: '' }])),
    parts: redactParts(report.parts, unsigned),
    steps: report.steps.map((view) => ({ ...view, assignee: null, by: null, reason: null })),
    clauses: report.clauses.map(({ declined, ...clause }) => {
      return { ...clause, reason: null, declined: declined.map(({ step }) => ({ step, reason: null })) }
    }),
    deviations: report.deviations.map(({ lost, ...deviation }) => {
      const unnamed = lost?.map((one) => ({ ...one, by: '', reason: '' }))
      return { ...deviation, by: '', reason: null, ...(unnamed !== undefined && { lost: unnamed }) }
    }),
    notices: report.notices.map((n) => {
      return { ...n, by: '', seen: [], forced: null, forcedRetries: [], sending: outcomeOf(n.sending) }
    }),
    noticeApprovals: [],
    // Nobody ever saw these.
    undoneNotices: [],
    actions: report.actions.map((action) => ({ ...action, by: '', owner: null, ref: null })),
    story: { isMarked: false, entries: [] },
    leads: [],
    offer: null,
    assignments: [],
    called: [],
    hypotheses: report.hypotheses.flatMap(withoutReason),
    filings: report.filings.map((view) => ({
      ...view,
      start: view.start === null ? null : { ...view.start, by: '' },
      submissions: view.submissions.map((submission) => ({ ...submission, by: '', note: null })),
    })),
    corrections: [],
    undone: [],
    evidence: [],
    commands: [],
    conflicts: [],
    stepsInBulk: report.stepsInBulk.map((bulk) => ({ ...bulk, by: '' })),
    timeline: [],
  }
}

/** Keeps of a hypothesis only what was confirmed: it is the root cause on record. */
function withoutReason({ confirmed, ...hypothesis }: Report['hypotheses'][number]): Report['hypotheses'][number][] {
  return confirmed === null
    ? []
    : [{ ...hypothesis, by: '', confirmed: { ...confirmed, by: '', reason: '', texts: { ja: null, en: null } } }]
}

/** Keeps the outcome of a delivery, without the claim, the override, server responses and delivery journals. */
function outcomeOf(sending: Sending | null): Sending | null {
  if (sending === null) return null
  const { intent, ...outcome } = sending
  const { claim: _, forced: __, ...rest } = intent
  return { ...outcome, intent: { ...rest, journal: null }, journals: [], detail: null }
}

/**
 * Keeps times, public words that customers were told, and notices that went out. Removes the company's own view and work,
 * and facts that are known but have no public words, since to show them as not known would be untrue.
 */
function inPublicWords(report: Report, incident: Incident): Report {
  const { runbook } = incident
  const definitions = runbook.facts
  const channels = customerChannels(runbook)
  const publicFacts = Object.entries(report.facts).filter(
    ([name]) => definitions[name]?.notice || definitions[name]?.words === true,
  )
  // A time needs no words, nor does a number that notices state. Anything else is shown in its public words only.
  const redact = (fact: FactView, name: string): FactView | null => {
    const { kind, notice, words } = definitions[name] as FactDefinition
    const isStatedAsIs = isTimeKind(kind) || (kind !== 'text' && notice !== false && words !== true)
    if (isStatedAsIs) return fact
    if (words === 'reports') return null
    if (fact.value === null) return fact
    return fact.ja === null && fact.en === null ? null : { ...fact, value: null }
  }
  const notices = report.notices.filter((notice) => wentOut(notice) && channels.includes(notice.channel))
  const required = requiredFacts(runbook, 'first')
  const redactUntold = (fact: FactView, name: string) => {
    const seen = redact(fact, name)
    const stated = factRecord(incident, name) ?? null
    return seen === null ? null : asTold(seen, stated, notices, required.includes(name))
  }
  return {
    ...report,
    title: null,
    titles: { ja: null, en: null },
    types: typesByInterruption(incident).flatMap((id) => report.types.findLast(({ type }) => type === id) ?? []),
    severity: null,
    severities: [],
    milestones: report.milestones.filter(({ id }) => !OWN_VIEW.has(id)),
    metrics: { ...report.metrics, timeToDetectSeconds: null },
    impact: { ...report.impact, ...noticeCountsOf(notices) },
    facts: redactFacts(Object.fromEntries(publicFacts), redactUntold),
    factHistory: [],
    parts: redactParts(report.parts, redact),
    steps: [],
    hypotheses: [],
    clauses: [],
    notices: notices.map((notice) => ({ ...notice, claim: null, sending: null })),
    lateUpdates: [],
    deviations: [],
    actions: [],
    filings: [],
    stepsInBulk: [],
  }
}

/**
 * Returns a fact with the public words that customers were told; null if none, or if it needs none and no notice went out
 * since.
 */
function asTold(
  fact: FactView,
  stated: Recorded | null,
  notices: readonly Notice[],
  isRequired: boolean,
): FactView | null {
  const told = (words: string | null) => {
    return firstTold({ words, stated, isRequired }, notices) === null ? null : words
  }
  if (fact.ja === null && fact.en === null) {
    const isUntold = stated !== null && firstTold({ words: null, stated, isRequired }, notices) === null
    return isUntold ? null : fact
  }
  const [ja, en] = [told(fact.ja), told(fact.en)]
  return ja === null && en === null ? null : { ...fact, ja, en }
}

/** What customers may have been told. */
export interface Statement {
  /** Null if it needs none, as a time. */
  readonly words: string | null
  /** Where and when it was stated; null if it did not have to be. */
  readonly stated: Recorded | null
  /** Whether every notice has to state it. */
  readonly isRequired: boolean
}

/**
 * Returns when customers were first told something: by the first notice in whose text the words stand. A notice whose text
 * was not kept is taken to hold what every notice has to state, as it was then; and any notice, what needs no words. Null:
 * never.
 */
export function firstTold({ words, stated, isRequired }: Statement, notices: readonly Notice[]): string | null {
  const isLater = (notice: Notice) => stated === null || !happenedBefore(recordOf(notice), stated)
  const told = notices.filter((notice) => {
    const isPresumed = words === null || (isRequired && isTextLost(notice))
    return isPresumed ? isLater(notice) : words !== null && standsIn(words, notice)
  })
  return noticesAsSent(told)[0]?.at ?? null
}

function isTextLost({ text, texts }: Notice): boolean {
  return text === null && texts.length === 0
}

/** Whether words stand in a notice, however its lines are broken. */
function standsIn(words: string, { text, texts }: Notice): boolean {
  const bare = (said: string) => said.replace(/\s+/g, '').replace(/[.。．]$/, '')
  return [text ?? '', ...texts.map((one) => one.text)].some((one) => bare(one).includes(bare(words)))
}

/** What only those who work on a halt know it by. Customers see when each operation stopped and opened again. */
const OWN_VIEW: ReadonlySet<string> = new Set(['detected', 'declared', 'lifted', 'closed'])

/** Returns the names of known facts that customers would see if their public words were stated. */
export function factsWithoutPublicWords(facts: Report['facts'], runbook: Runbook): string[] {
  return Object.entries(facts).flatMap(([name, { value, ja, en }]) =>
    runbook.facts[name]?.words === true && value !== null && ja === null && en === null ? [name] : [],
  )
}

/** Returns a fact as the audience may see it; null if it may not. */
type Redact = (fact: FactView, name: string) => FactView | null

function redactFacts(facts: Report['facts'], redact: Redact): Report['facts'] {
  const redacted = Object.entries(facts).flatMap(([name, fact]) => {
    const view = redact(fact, name)
    return view === null ? [] : [[name, view] as const]
  })
  return Object.fromEntries(redacted)
}

function redactParts(parts: Report['parts'], redact: Redact): Report['parts'] {
  const redacted = Object.entries(parts).map(([part, factsInPart]) => [
    part,
    factsInPart.flatMap(({ fact, view: original }) => {
      const view = redact(original, fact)
      return view === null ? [] : [{ fact, view }]
    }),
  ])
  return Object.fromEntries(redacted)
}
