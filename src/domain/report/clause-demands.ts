import { registerOf } from '../incident/current-values.ts'
import { factOf, isFactInSettings, isFactUnknown } from '../incident/facts.ts'
import type { Incident, Notice } from '../incident/incident.ts'
import { incidentAsOf } from '../incident/incident-as-of.ts'
import { beginningOf, lifecycleOf } from '../incident/lifecycle.ts'
import { reachedSomebody, wentOut } from '../incident/notice-reach.ts'
import { noticesOf, recordOf } from '../incident/notices.ts'
import { happenedBefore } from '../incident/order-of-events.ts'
import { timesDone } from '../incident/recurring-steps.ts'
import type { StepView } from '../incident/steps.ts'
import { changedStatements, statementsOf } from '../notice/changes.ts'
import { isUnknownNow } from '../notice/stated-facts.ts'
import { roleOf } from '../runbook/fact-roles.ts'
import { type Clause, customerChannels, mendsAnother, phaseIndex, type Step } from '../runbook/runbook.ts'

// What a clause demands beyond that its steps are done.

/**
 * Why something is not done although its steps are, or were not due: it was announced too late, a text lacks it, no update
 * told of what was new, or the follow-ups that carry it out are open, or were registered for none or only for some of the
 * measures.
 */
export const UNMET = [
  'after-start',
  'not-in-text',
  'news-untold',
  'follow-ups-open',
  'no-follow-ups',
  'some-without-follow-ups',
] as const
export type Unmet = (typeof UNMET)[number]

/** By which of these steps, all of them done, a clause is not done all the same, and why; null if it is done by each. */
export function lackingBy(
  incident: Incident,
  clause: Clause,
  done: readonly StepView[],
): { readonly why: Unmet; readonly views: readonly StepView[] } | null {
  const unannounced = done.filter(({ step }) => isAnnouncedTooLate(incident, step))
  if (unannounced.length > 0) return { why: 'after-start', views: unannounced }
  if (clause.asks !== 'text') return null
  const lacking = done.filter(({ step }) => isLacking(incident, noticeOf(incident, step), clause.fact))
  return lacking.length > 0 ? { why: 'not-in-text', views: lacking } : null
}

/** Why the follow-ups that a clause asks for do not show that it was carried out; null if they do, or it asks for none. */
export function followUpsLacking(incident: Incident, { asks, fact }: Clause): Unmet | null {
  if (asks !== 'follow-ups') return null
  const followUps = followUpsServing(incident, fact)
  if (followUps.length === 0) return 'no-follow-ups'
  const isServed = (name: string) => followUps.some(({ serves }) => serves === name)
  const isPlanned = (name: string) => isPrevention(incident, name) && factOf(incident, name).known
  if (fact === undefined && Object.keys(incident.runbook.facts).some((name) => isPlanned(name) && !isServed(name)))
    return 'some-without-follow-ups'
  return followUps.some(({ doneAt }) => doneAt === null) ? 'follow-ups-open' : null
}

/** Whether what notices state had changed since customers were first told of an interruption, before it was lifted or closed. */
export function hasNews(incident: Incident): boolean {
  const ends = registerOf(incident, 'phase').filter(
    ({ undone, value: { by } }) => !undone && (by === 'lift' || by === 'close'),
  )
  return lifecycleOf(incident).interruptions.some((interruption) => {
    const { order, endOrder } = interruption
    const horizon = Math.min(endOrder, ...ends.map((end) => end.order).filter((at) => at > order))
    const notices = customerChannels(incident.runbook).flatMap((c) => noticesOf(incident, c, interruption))
    const [first] = notices.filter((n) => n.order < horizon).sort((a, b) => a.order - b.order)
    if (first === undefined) return false
    const before = statementsOf(incidentBefore(incident, horizon))
    return changedStatements(statementsOf(incidentAsOf(incident, first)), before).length > 0
  })
}

function incidentBefore(incident: Incident, order: number): Incident {
  const seen = [...incident.heads.keys()].map((writer) => ({ writer, seq: Number.POSITIVE_INFINITY }))
  return { ...incident, registers: incident.registers.asOf({ order, seen, until: null }) }
}

/** Whether a step announces the halt, and no such notice went out on its channel before the halt began (manual 1.2). */
function isAnnouncedTooLate(incident: Incident, { channel, stage }: Step): boolean {
  const { startedAt } = lifecycleOf(incident)
  const beginning = beginningOf(incident)
  if (stage !== 'scheduled' || startedAt === null) return false
  const announced = incident.notices.filter((n) => n.channel === channel && n.stage === stage && wentOut(n))
  const isBefore = (notice: Notice) =>
    beginning?.at === startedAt
      ? happenedBefore(recordOf(notice), beginning)
      : Date.parse(notice.at) < Date.parse(startedAt)
  return !announced.some(isBefore)
}

/** The last notice that completed a step since the halt began or was reopened; undefined if it is no step of a report. */
function noticeOf(incident: Incident, { channel, stage }: Step): Notice | undefined {
  if (channel === null) return undefined
  return noticesOf(incident, channel, lifecycleOf(incident).current).findLast((notice) => notice.stage === stage)
}

/** Whether a notice went out in spite of a text that lacks a fact, or any fact if none is given. */
function isLacking(incident: Incident, notice: Notice | undefined, fact: string | undefined): boolean {
  const facts = fact === undefined ? Object.keys(incident.runbook.facts) : [fact]
  // Nobody had stated it: of these facts, a text leaves out only the contact. It says of the others that they are not known.
  const codes = facts.flatMap((name) => [
    `fact-dropped:${name}`,
    ...(roleOf(incident.runbook, name) === 'contact' ? [`fact-missing:${name}`] : []),
  ])
  // Logs from before the facts were named.
  return notice?.forced?.open.some((code) => code === 'fact-dropped' || codes.includes(code)) === true
}

/** Whether a step was done by a notice whose text nobody kept. */
export function isTextNotKept(incident: Incident, step: Step): boolean {
  const notice = noticeOf(incident, step)
  return notice?.state === 'posted' && notice.text === null
}

/** The follow-ups that serve a fact, or prevention if none is given. */
function followUpsServing(incident: Incident, fact: string | undefined): Incident['actions'] {
  return incident.actions.filter(({ serves }) => {
    if (serves === null) return false
    return fact === undefined ? isPrevention(incident, serves) : serves === fact
  })
}

/** Whether a fact is a measure of prevention. */
function isPrevention({ runbook }: Incident, fact: string): boolean {
  return runbook.facts[fact]?.report?.part === 'prevention'
}

/** Whether a step of an earlier phase was done for the first time only after everything had resumed. */
export function isDoneAfterResumption(incident: Incident, step: Step): boolean {
  const [first] = timesDone(incident, step)
  if (first === undefined || phaseIndex(step.phase) >= phaseIndex('after-resumption')) return false
  const at = Date.parse(first)
  const { interruptions } = lifecycleOf(incident)
  const within = interruptions.findLast(({ startedAt }) => startedAt !== null && Date.parse(startedAt) <= at)
  return within?.fullyResumedAt != null && Date.parse(within.fullyResumedAt) < at
}

/** The fact that a clause asks for, if it is not known; of a clause on notices, if none since a reopening could state it. */
export function unknownFactOf(incident: Incident, { fact }: Clause, views: readonly StepView[]): string | null {
  if (fact === undefined) return null
  const customers = customerChannels(incident.runbook)
  const isOnNotices = views.some(({ step }) => step.channel !== null && customers.includes(step.channel))
  const since = lifecycleOf(incident).current.order
  const told = incident.notices.filter(
    (notice) =>
      notice.order > since &&
      customers.includes(notice.channel) &&
      reachedSomebody(notice) &&
      !mendsAnother(notice.stage),
  )
  if (!isOnNotices || told.length === 0) return isFactUnknown(incident, fact) ? fact : null
  return told.some((notice) => canState(incidentAsOf(incident, notice), fact)) ? null : fact
}

/** Whether notices have something to say of a fact: public words, if it has any. */
function canState(incident: Incident, name: string): boolean {
  const { ja, en } = factOf(incident, name)
  const needsWords = incident.runbook.facts[name]?.words === true && !isFactInSettings(incident, name)
  return !isUnknownNow(incident, name) && (!needsWords || (ja ?? en) !== null)
}
