import { type Claim, type Force, type NoticeText, type PreparedNotice, writerOf } from '../log/event.ts'
import { everKnown } from '../log/known-writers.ts'
import { memoize } from '../memoize.ts'
import { pasteText } from '../notice/paste-text.ts'
import { mendsAnother, type Stage } from '../runbook/runbook.ts'
import type { ApprovalRules } from '../settings.ts'
import { actsSince, actsWith, isPrepared, targetsOf } from './approval-acts.ts'
import { type Approval, approvalsOf, grantedOf, openApprovals, wasApprovedAt } from './approvals.ts'
import { heededSince, isKnownAsker } from './askers.ts'
import { registerOf } from './current-values.ts'
import { isKnown, knownTo } from './horizon.ts'
import { type Incident, type Notice, type RuleChange, writerRecordOf } from './incident.ts'
import { incidentRecordedUntil } from './incident-as-of.ts'
import { lifecycleOf } from './lifecycle.ts'
import { noticesOf } from './notices.ts'
import type { Write } from './register.ts'
import { formatTarget, type ScopeTarget } from './scope.ts'

// Which acts need the approval of another person, and with which they are recorded.

/** Whether another person has to approve a notice to customers. Whatever a channel is told first counts as its first notice. */
export function noticeNeedsApproval(
  incident: Incident,
  { channel, stage }: Pick<PreparedNotice, 'channel' | 'stage'>,
  makesClaim: boolean,
): boolean {
  const { approval } = incident.settings
  if (approval === undefined || isForDepartments(incident, channel)) return false
  const isToldFirst = () => isUntold(incident, channel)
  return asksFor(approval, { stage }, makesClaim, isToldFirst)
}

/** Whether rules ask for the approval of a notice to customers; `isToldFirst`: nothing counts that its channel was told before. */
function asksFor(
  rules: ApprovalRules | null,
  { stage }: Pick<PreparedNotice, 'stage'>,
  makesClaim: boolean,
  isToldFirst: () => boolean,
): boolean {
  if (rules === null) return false
  if (rules.notice.includes(stage) || (rules.claims && makesClaim)) return true
  return rules.notice.includes('first') && isReport(stage) && isToldFirst()
}

/** Whether another person who could do so has approved a notice to customers. Those to departments need no approval. */
export function hasApproval(incident: Incident, notice: Notice): boolean {
  const { channel, approval } = notice
  if (approval === undefined || isForDepartments(incident, channel)) return false
  return !unapprovedActs(incident).has(notice.event)
}

function isForDepartments({ runbook }: Incident, channel: string): boolean {
  return runbook.channels[channel]?.audience === 'departments'
}

/** Whether notices of a stage report on the halt, rather than announce it or take back what was told. */
function isReport(stage: Stage): boolean {
  return stage !== 'scheduled' && !mendsAnother(stage)
}

/** Whether nothing was told on a channel since the halt began or was reopened, but for what nobody had approved. */
function isUntold(incident: Incident, channel: string): boolean {
  const told = noticesOf(incident, channel, lifecycleOf(incident).current)
  return told.every(({ event }) => unapprovedActs(incident).has(event))
}

/** With what an act is recorded of its approval. */
interface ApprovalFields {
  readonly approval?: string
  readonly unapproved?: boolean
}

/**
 * When an approval is used: `now`, in milliseconds since the epoch, or at the time that a person gives for it (`at`, ISO
 * 8601); and those that do not count here (`except`).
 */
export interface Use {
  readonly now: number
  readonly at?: string | undefined
  readonly except?: readonly string[] | undefined
}

const UNAPPROVED: ApprovalFields = { unapproved: true }

/** What is recorded of the approval of a notice that a person has posted: nothing if it needs none. */
export function approvalOfPosted(
  incident: Incident,
  notice: Pick<PreparedNotice, 'channel' | 'stage' | 'number'> & { readonly text: string | null },
  makesClaim: boolean,
  use: Use,
): ApprovalFields {
  if (!noticeNeedsApproval(incident, notice, makesClaim)) return {}
  const approval = approvalToPost(incident, notice, use)
  return approval === undefined ? UNAPPROVED : { approval: approval.event }
}

/** The approval of a notice that a person has posted; undefined if there is none that counts. */
export function approvalToPost(
  incident: Incident,
  { channel, stage, number, text }: Parameters<typeof approvalOfPosted>[1],
  use: Use,
): Approval | undefined {
  const isIt = (one: PreparedNotice) =>
    one.channel === channel && one.stage === stage && one.number === number && text !== null && isTextOf(text, one)
  // What was changed or refused since it was posted does not count, to the minute.
  const then = use.at === undefined ? incident : incidentRecordedUntil(incident, minuteAfter(use.at))
  return usable(then, use).find(({ event, prepared }) => {
    const isPosted = actsSince(incident, event).some(({ parts }) => parts.includes(channel))
    return !isPosted && prepared.notices?.some(isIt)
  })
}

function minuteAfter(at: string): string {
  return new Date(Date.parse(at) + 59_999).toISOString()
}

/**
 * Whether a text is that of the notice, in all its languages, with its subject or without, but for spaces around it and the
 * ends of its lines.
 */
export function isTextOf(text: string, { texts }: { readonly texts: readonly NoticeText[] }): boolean {
  const plain = (words: string) => words.replace(/\r\n/g, '\n').trim()
  const [whole, body] = [texts.map(pasteText), texts.map((one) => one.text)].map((parts) => plain(parts.join('\n\n')))
  return plain(text) === whole || plain(text) === body
}

/** What is recorded of the approval of a lift: nothing if it needs none. */
export function approvalOfLift(incident: Incident, targets: readonly ScopeTarget[], use: Use): ApprovalFields {
  if (!incident.settings.approval?.lift) return {}
  // What was changed or refused since it happened does not count, to the minute.
  const then = use.at === undefined ? incident : incidentRecordedUntil(incident, minuteAfter(use.at))
  const isUsed = ({ event }: Approval) =>
    actsSince(incident, event).some(({ parts }) => targets.some((target) => parts.includes(formatTarget(target))))
  const approval = usable(then, use).find((one) => isAboutLift(then, one, targets) && !isUsed(one))
  return approval === undefined ? UNAPPROVED : { approval: approval.event }
}

/** What known writers asked that waits for the approval to lift all of some targets, or has it; undefined if nothing does. */
export function openLiftRequest(
  incident: Incident,
  targets: readonly ScopeTarget[],
  now: number,
): Approval | undefined {
  return openApprovals(incident, now).find((one) => isKnownAsker(incident, one) && isAboutLift(incident, one, targets))
}

function isAboutLift(incident: Incident, approval: Approval, targets: readonly ScopeTarget[]): boolean {
  const isLift = approval.prepared.lift !== undefined
  return isLift && targets.every((target) => isPrepared(incident, approval, formatTarget(target)))
}

/** An act as it was recorded; `sending` if the program sent it, with the approval that it had then. */
type RecordedAct = ApprovalFields &
  Pick<Notice, 'event' | 'at' | 'recordedAt' | 'order' | 'seen'> & { readonly sending?: unknown }

/** The notices and lifts that needed an approval and have none, by their events, each with its channel or targets. */
export const unapprovedActs = memoize((incident: Incident): ReadonlyMap<string, readonly string[]> => {
  const unapproved = new Map<string, readonly string[]>()
  const notices = [...incident.notices, ...incident.undoneNotices].sort((a, b) => a.order - b.order)
  const phases = registerOf(incident, 'phase').filter(({ undone }) => !undone)
  const reopenings = phases.filter(({ value }) => value.by === 'reopen')
  /** By channel, the position of the last notice that has its approval or needed none. */
  const told = new Map<string, number>()
  for (const notice of notices) {
    const { channel, order, event } = notice
    const rules = rulesFor(incident, notice)
    const reopened = reopenings.findLast((one) => one.order < order)?.order ?? 0
    const isToldFirst = () => (told.get(channel) ?? 0) <= reopened
    const needsOne = !isForDepartments(incident, channel) && asksFor(rules, notice, makesClaim(notice), isToldFirst)
    if (isUnapproved(incident, notice, [channel], needsOne)) unapproved.set(event, [channel])
    else told.set(channel, order)
  }
  for (const { value, ...write } of phases) {
    const lift = { ...value, ...write, ...knownTo(write) }
    const needsOne = value.by === 'lift' && rulesFor(incident, lift)?.lift === true
    if (!needsOne && value.approval === undefined && !value.unapproved) continue
    const targets = targetsOf(incident, write.event)
    if (isUnapproved(incident, lift, targets, needsOne)) unapproved.set(write.event, targets)
  }
  return unapproved
})

/**
 * What another person had to approve when something was recorded: by the last settings before that whoever recorded it had
 * seen, or that a writer known in the log had put in force, so that nobody makes an act unapproved by dating settings back.
 * Null for nothing, also where the log does not tell: what held before the first change.
 */
export function rulesFor(
  incident: Incident,
  { order, seen }: Pick<RecordedAct, 'order' | 'seen'>,
): ApprovalRules | null {
  const { ruleChanges, settings } = incident
  if (ruleChanges.length === 0) return settings.approval ?? null
  const known = writersEverKnown(incident)
  const isMeant = (change: RuleChange) =>
    isKnown(change, { order, seen, until: null }) || (change.order < order && known.has(change.writer))
  return ruleChanges.findLast(isMeant)?.approval ?? null
}

export const writersEverKnown = memoize((incident: Incident) => everKnown(writerRecordOf(incident)))

/** Whether a notice makes a claim: backed by evidence, or in spite of the lack of it. */
export function makesClaim({
  claim,
  forced,
}: {
  readonly claim?: Claim | null
  readonly forced?: Force | null
}): boolean {
  return (claim ?? null) !== null || (forced?.open.includes('unbacked-claim') ?? false)
}

/**
 * Whether an act needed an approval and has none: it names none, or what it names is no approval of these channels or targets
 * by another person who could give it, or one that came later than the act or that whoever recorded it had not seen, or that
 * had been used already. What was taken back since without their knowledge stays approved.
 */
function isUnapproved(incident: Incident, act: RecordedAct, parts: readonly string[], needsOne: boolean): boolean {
  const { event, approval, unapproved = false } = act
  if (approval === undefined) return unapproved || needsOne
  const found = approvalUsed(incident, { ...act, approval })
  if (found?.granted == null || !parts.every((part) => isPrepared(incident, found, part))) return true
  return isLiftedAgain(incident, approval, event, parts)
}

/** What an act was recorded as approved with, as far as whoever recorded it knew; null if nothing was asked for. */
export function approvalUsed(
  incident: Incident,
  { approval, at, recordedAt, order, seen, sending = null }: RecordedAct & { readonly approval: string },
): ReturnType<typeof grantedOf> {
  const isLate = sending === null && Date.parse(at) < Date.parse(recordedAt)
  const horizon = { order, seen, until: isLate ? minuteAfter(at) : null }
  return grantedOf({ ...incident, registers: incident.registers.asOf(horizon) }, approval)
}

/**
 * Whether targets of a lift were lifted with its approval before, and stopped again: by somebody who did not know of that. For a
 * known writer, nothing counts there that unknown ones have said since it was asked for.
 */
function isLiftedAgain(whole: Incident, approval: string, lift: string, targets: readonly string[]): boolean {
  const request = registerOf(whole, `approval:${approval}`).find(({ event }) => event === approval) as Write<unknown>
  const incident = whole.unknownWriters.has(writerOf(lift)) ? whole : heededSince(whole, request)
  const lifts = actsWith(incident, approval).map(({ event }) => event)
  return targets.some((target) => {
    const writes = registerOf(incident, `scope:${target}`).filter(({ undone }) => !undone)
    const first = writes.findIndex(({ event }) => lifts.includes(event))
    const own = writes.findIndex(({ event }) => event === lift)
    return writes.slice(first, own).some(({ value }) => value.state !== 'open')
  })
}

/** What is approved, and whatever known writers asked before the rest. */
function usable(incident: Incident, { now, at, except = [] }: Use): Approval[] {
  const time = at === undefined ? now : Date.parse(at)
  const approved = approvalsOf(incident, time).filter(
    (one) => one.state === 'approved' && wasApprovedAt(one, at === undefined ? Number.POSITIVE_INFINITY : time, except),
  )
  return [...approved].sort((a, b) => Number(isKnownAsker(incident, b)) - Number(isKnownAsker(incident, a)))
}
