import type { Incident, Notice } from '../incident/incident.ts'
import { type Lifecycle, lifecycleOf } from '../incident/lifecycle.ts'
import { noticeDeadlines, promisedSince } from '../incident/notice-deadlines.ts'
import { reachedSomebody, wentOut } from '../incident/notice-reach.ts'
import { firstNoticeOf } from '../incident/notices.ts'
import { announcedStage } from '../notice/announced-stage.ts'
import { changedSince } from '../notice/changes.ts'
import { type Problem, problem } from '../problem.ts'
import { customerChannels, type Stage } from '../runbook/runbook.ts'
import { type Numbered, numberNotices, type Situation } from './decision.ts'

/** How long before it is due an update goes out although it has nothing new to say, in milliseconds. */
const DUE_SOON = 5 * 60_000

/** What a decision about telling customers once more depends on; `now` is in milliseconds. */
export interface Retelling {
  readonly incident: Incident
  readonly lifecycle: Lifecycle
  readonly now: number
}

/**
 * Returns the problem of notices that would tell customers what they were told already, although no report is due; null if
 * each of them has something new. The next report of a channel may always say that nothing has changed.
 */
export function nothingNewProblem(retelling: Retelling, notices: readonly Numbered[]): Problem | null {
  const told = notices.flatMap((notice) => {
    const last = lastToldThis(retelling, notice)
    return last === undefined || !wentOut(last) ? [] : [last]
  })
  return told.length === 0
    ? null
    : problem('nothing-new', { told: told.map((last) => reference(retelling.incident, last)) })
}

/** Returns the last notice on a channel, if the given one would only repeat it before it is due; else undefined. */
export function lastToldThis(retelling: Retelling, { channel, stage }: Numbered): Notice | undefined {
  const { incident, lifecycle } = retelling
  if (!customerChannels(incident.runbook).includes(channel)) return undefined
  const last = incident.notices.findLast(
    (n) => n.channel === channel && n.stage !== 'correction' && n.order > lifecycle.current.order && reachedSomebody(n),
  )
  if (last === undefined || !isSameKind(last.stage, stage)) return undefined
  const isOther = isUpdateDue(retelling, channel) || isPromiseMoved(incident, last)
  return isOther || changedSince(incident, last).length > 0 ? undefined : last
}

/** Whether a notice of one stage after one of another tells nothing by its stage. */
function isSameKind(last: Stage, next: Stage): boolean {
  // A second first notice and a correction have rules of their own.
  if (next === 'first' || next === 'correction') return false
  return last === next || (last === 'first' && next === 'update')
}

function isUpdateDue({ incident, lifecycle, now }: Retelling, channel: string): boolean {
  const deadline = noticeDeadlines(incident, lifecycle).find(({ id }) => id === `update:${channel}`)
  return deadline !== undefined && deadline.dueAt <= now + DUE_SOON
}

/** Whether the next report was promised for another time than customers were told with this notice. */
function isPromiseMoved(incident: Incident, notice: Notice): boolean {
  const promised = promisedSince(incident, notice, undefined)
  return promised !== null && (notice.next === null || Date.parse(promised) !== Date.parse(notice.next))
}

/** A notice that customers have already. */
export type ToldNotice = Pick<Notice, 'channel' | 'stage' | 'number' | 'event' | 'at'>

/**
 * Returns, of these channels, those that have their next notice (or one of this stage) already, also by what known writers have
 * recorded alone: the notices they have. What others say was told keeps no customers from being told.
 */
export function alreadyTold(
  retelling: Retelling & Pick<Situation, 'known'>,
  channels: readonly string[],
  stage?: Stage,
): ToldNotice[] {
  const { incident, known, now } = retelling
  const told = toldOn(retelling, channels, stage)
  if (known === incident || told.length === 0) return told
  const lifecycle = lifecycleOf(known)
  return toldOn(
    { incident: known, lifecycle, now },
    told.map(({ channel }) => channel),
    stage,
  )
}

function toldOn(retelling: Retelling, channels: readonly string[], stage?: Stage): ToldNotice[] {
  const { incident, lifecycle } = retelling
  return numberNotices(retelling, channels, stage).flatMap((next) => {
    const first = next.stage === 'first' ? firstNoticeOf(incident, lifecycle, next.channel) : undefined
    const last = first ?? lastToldThis(retelling, next)
    return last === undefined || !wentOut(last) ? [] : [reference(incident, last)]
  })
}

function reference(incident: Incident, notice: Notice): ToldNotice {
  const { channel, number, event, at } = notice
  return { channel, stage: announcedStage(incident, notice), number, event, at }
}
