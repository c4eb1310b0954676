import { memoize } from '../memoize.ts'
import { formOf } from '../runbook/channel-forms.ts'
import { customerChannels, type Language, mendsAnother, type Stage } from '../runbook/runbook.ts'
import { cadenceOf, languagesOf } from '../settings.ts'
import { currentWrite, phaseOf, severityOf } from './current-values.ts'
import type { Incident, Notice, PhaseMark } from './incident.ts'
import type { Interruption, Lifecycle } from './lifecycle.ts'
import { partlyReachedCount, reachedSomebody, wentOut } from './notice-reach.ts'
import { inOrderOfEvents, type Recorded } from './order-of-events.ts'
import { betweenPositions, latestWrites, type Write } from './register.ts'
import { type Restriction, restrictionsOf } from './restrictions.ts'
import { hasResumedSince } from './resumptions.ts'

/** Returns the reports that went out on a channel during an interruption, in the order in which they did (`isReport`). */
export function noticesOf(incident: Incident, channel: string, { order, endOrder }: Interruption): Notice[] {
  const { asSent, inOrder } = sentByChannel(incident).get(channel) ?? NONE_SENT
  const during = betweenPositions(inOrder, order, endOrder)
  // Most halts have one interruption, and a log that was flooded may have thousands.
  return during.length === asSent.length ? [...asSent] : noticesAsSent(during)
}

/** Returns notices in the order in which they went out. */
export function noticesAsSent(notices: readonly Notice[]): Notice[] {
  return inOrderOfEvents(notices, recordOf)
}

/** Where and when it was recorded that a notice went out. */
export function recordOf({ at, recordedAt, timeOrder: order }: Notice): Recorded {
  return { at, recordedAt, order }
}

/** Whether a notice is one of the reports of a halt. The others count for no deadline, promise or latency. */
function isReport({ stage }: Notice): boolean {
  return stage !== 'scheduled' && !mendsAnother(stage)
}

/**
 * Returns when the report after `notice` came, in milliseconds: the `following` one on its channel, or one of a later round on
 * the pages for customers that the notice named for it (`pagesInstead`); null if none came.
 */
export function nextReportAt(incident: Incident, notice: Notice, following: Notice | undefined): number | null {
  const onPages = pagesInstead(incident, notice.channel).map((page) => {
    const later = sentByChannel(incident).get(page)?.asSent
    return later?.find(({ number }) => Number(number) > Number(notice.number))
  })
  const whole = onPages.length > 0 && !onPages.includes(undefined) ? (onPages as Notice[]) : []
  const times = [...(following === undefined ? [] : [following.at]), ...whole.map(({ at }) => at)]
  return times.length === 0 ? null : Math.min(...times.map((at) => Date.parse(at)))
}

/** The pages on which the next report comes for the readers of a channel that only has what changes; none if it has all. */
function pagesInstead(incident: Incident, channel: string): string[] {
  const { runbook, settings } = incident
  const { update } = cadenceOf(settings.cadence, channel, severityOf(incident))
  // Only texts with rows have room to name the pages.
  const isNamed = update === 'on-change' && ['page', 'mail'].includes(formOf(runbook, channel))
  return isNamed ? customerChannels(runbook).filter((id) => formOf(runbook, id) === 'page') : []
}

/** The reports that went out on a channel, in the order in which they did and in fold order. */
interface SentReports {
  readonly asSent: readonly Notice[]
  readonly inOrder: readonly Notice[]
}

const NONE_SENT: SentReports = { asSent: [], inOrder: [] }

const sentByChannel = memoize(({ notices }: Incident): ReadonlyMap<string, SentReports> => {
  const sent = new Map<string, Notice[]>()
  for (const notice of notices)
    if (isReport(notice) && wentOut(notice))
      sent.get(notice.channel)?.push(notice) ?? sent.set(notice.channel, [notice])
  return new Map([...sent].map(([channel, inOrder]) => [channel, { asSent: noticesAsSent(inOrder), inOrder }]))
})

/** Returns the reports on a channel during an interruption, whatever became of them. */
function reportsDuring({ notices }: Incident, channel: string, { order, endOrder }: Interruption): Notice[] {
  return betweenPositions(notices, order, endOrder).filter((n) => n.channel === channel && isReport(n))
}

/** Returns the first notice that went out on a channel since the halt began or was reopened; undefined if none did. */
export function firstNoticeOf(incident: Incident, { current }: Lifecycle, channel: string): Notice | undefined {
  return firstNoticeDuring(incident, channel, current)
}

/**
 * Returns the notice by which a channel was told that services are stopped or restricted (manual 2.2); undefined if there was
 * none in the interruption, as on a channel that heard of the resumption only.
 */
export function firstNoticeDuring(incident: Incident, channel: string, interruption: Interruption): Notice | undefined {
  return noticesOf(incident, channel, interruption).find(({ stage }) => stage === 'first')
}

/** Returns the stage of a channel's next notice. One that reached some recipients counts like one that reached all. */
export function nextNoticeStage(incident: Incident, lifecycle: Lifecycle, channel: string): Stage {
  const phase = phaseOf(incident)
  if (phase === 'scheduled') return 'scheduled'
  if (phase === 'closed') return isRetractionDue(incident, channel) ? 'retraction' : 'final'
  const last = reportsDuring(incident, channel, lifecycle.current).findLast(reachedSomebody)
  if (lifecycle.current.liftedAt !== null && !isAboutRestriction(incident, lifecycle, last)) return 'resumption'
  return last === undefined ? 'first' : 'update'
}

/**
 * Whether the news since a lift is that something was restricted: nothing is open again that the `last` notice, if there is
 * one, did not know of. Where nothing that had resumed is open, what is restricted may also have been before the lift, which
 * is known only since.
 */
export function isAboutRestriction(incident: Incident, { current }: Lifecycle, last: Notice | undefined): boolean {
  const { lastLiftAt, fullyResumedAt, resumed } = current
  if (fullyResumedAt !== null || hasResumedSince(incident, last)) return false
  const isNew = ({ from, to }: Restriction) => to === null && from >= Date.parse(lastLiftAt as string)
  const isNoneOpen = resumed.size > 0 && !hasResumedSince(incident, undefined)
  return isNoneOpen || restrictionsOf(incident).some(isNew)
}

/** Returns the last notice on a channel that reached somebody, or may have, and so can be corrected; undefined if none. */
export function lastToldOn({ notices }: Incident, channel: string): Notice | undefined {
  return notices.findLast((n) => n.channel === channel && reachedSomebody(n))
}

/**
 * Returns the notice that one of a stage mends on a channel: the last one there. A correction is about the last that is none
 * itself: that had an error in any case, which the correction before need not have.
 */
export function mendedNotice(
  incident: Incident,
  { channel, stage }: Pick<Notice, 'channel' | 'stage'>,
): Notice | undefined {
  const isOther = (notice: Notice) =>
    notice.channel === channel && notice.stage !== 'correction' && reachedSomebody(notice)
  const other = stage === 'correction' ? incident.notices.findLast(isOther) : undefined
  return other ?? lastToldOn(incident, channel)
}

/** Returns the last notice about the halt itself on a channel that reached somebody; undefined if there is none. */
export function lastReportOn({ notices }: Incident, channel: string): Notice | undefined {
  return notices.findLast((n) => n.channel === channel && isToldReport(n))
}

/** Whether a notice is one about the halt itself that reached somebody. */
export function isToldReport(notice: Notice): boolean {
  return !mendsAnother(notice.stage) && reachedSomebody(notice)
}

/**
 * Returns the closing as a false alarm; undefined if the halt is open, or was closed as something else. It counts as well
 * if somebody closed the halt as something else without knowing of it: until that is settled, customers are owed the truth.
 */
export function falseAlarmOf(incident: Incident): Write<PhaseMark> | undefined {
  if (phaseOf(incident) !== 'closed') return undefined
  const { registers } = incident
  // The form of the key determines the type of the values.
  const latest = latestWrites(registers.backwards('phase'), registers.writersOf('phase')) as Write<PhaseMark>[]
  return latest.find(({ value }) => value.closedAs === 'false-alarm')
}

/** Whether there is something to retract on a channel. Departments answer for what any customers were told. */
export function isRetractable(incident: Incident, channel: string): boolean {
  const { runbook } = incident
  const isForCustomers = runbook.channels[channel]?.audience === 'customers'
  const channels = [channel, ...(isForCustomers ? [] : customerChannels(runbook))]
  return channels.some((one) => lastToldOn(incident, one) !== undefined)
}

/** Whether a channel still lacks the retraction of what was told there: the halt was closed as a false alarm. */
export function isRetractionDue(incident: Incident, channel: string): boolean {
  if (falseAlarmOf(incident) === undefined || !isRetractable(incident, channel)) return false
  return !incident.notices.some((n) => n.channel === channel && n.stage === 'retraction' && wentOut(n))
}

/**
 * Returns the channels that a notice is for if none is named: all customers' channels; after a false alarm, those that lack
 * a retraction, if there are any.
 */
export function channelsToNotify(incident: Incident): readonly string[] {
  const channels = customerChannels(incident.runbook)
  const told = channels.filter((channel) => isRetractionDue(incident, channel))
  return told.length > 0 ? told : channels
}

/**
 * Returns the number (第N報) of the next notice, one series per incident; null for an advance notice, and for what mends one. The first notice
 * after a reopening begins a round. Else `first` joins the current one; others do if it has their stage, not their channel.
 */
export function nextNoticeNumber(
  incident: Incident,
  lifecycle: Lifecycle,
  channel: string,
  stage: Stage,
): number | null {
  if (stage === 'scheduled') return null
  const round = currentRound(incident)
  if (round === null) return mendsAnother(stage) ? null : 1
  if (round.order <= lifecycle.current.order) return round.number + 1
  if (stage === 'first') return round.number
  return round.stages.has(stage) && !round.channels.has(channel) ? round.number : round.number + 1
}

/** The number of the last notice that readers of a channel have; 0 if none of them has one. */
export function lastNumberOn({ notices }: Incident, channel: string): number {
  const numbers = notices.filter((n) => n.channel === channel && reachedSomebody(n)).map(({ number }) => number ?? 0)
  return Math.max(0, ...numbers)
}

/** The notices with the highest number: one on each of several channels. */
interface Round {
  readonly number: number
  /** Position in the fold of its first notice. */
  readonly order: number
  readonly stages: Set<Stage>
  /** The channels on which a notice of it went out, may have, or reached some recipients. */
  readonly channels: Set<string>
}

/** Null before the first numbered notice. */
function currentRound(incident: Incident): Round | null {
  let round: Round | null = null
  for (const notice of incident.notices) {
    const { number, stage, order, channel, state } = notice
    if (number === null) continue
    if (round === null || number > round.number) round = { number, order, stages: new Set(), channels: new Set() }
    if (number !== round.number) continue
    round.stages.add(stage)
    if (state !== 'failed' || partlyReachedCount(notice) > 0) round.channels.add(channel)
  }
  return round
}

/** Returns why a channel must not be used; null if it may be used. */
export function unsafeReason(incident: Incident, channel: string): string | null {
  const mark = currentWrite(incident, `channel:${channel}`)?.value
  return mark === undefined || mark.safe ? null : mark.reason
}

/** Returns notices that failed or are of unknown outcome, unless a later one went out on the channel. */
export function unsentNotices({ notices }: Incident): Notice[] {
  const lastOrders = new Map(notices.filter(wentOut).map(({ channel, order }) => [channel, order]))
  return notices.filter((n) => !wentOut(n) && n.order > (lastOrders.get(n.channel) ?? 0))
}

/** Returns the last notice on a channel of which it is not known whether it went out, unless a later one did; else undefined. */
export function unsettledOn(incident: Incident, channel: string): Notice | undefined {
  return unsentNotices(incident).findLast((n) => n.channel === channel && n.state === 'unknown')
}

/** The languages in which customers are told, by the settings in force. */
export function customerLanguages({ runbook, settings }: Incident): Language[] {
  return [...new Set(customerChannels(runbook).flatMap((id) => languagesOf(settings, runbook, id)))]
}
