import { isSamePerson, peopleOf } from '../contacts/roster.ts'
import { type Actor, inviterOf, isLinked } from '../incident/actor.ts'
import { basisOf, preparedDigest } from '../incident/approval-changes.ts'
import {
  APPROVAL_HOLDS_MS,
  type Approval,
  approvalOf,
  approvalsOf,
  wasAsked,
  withoutRefusalByUnknown,
} from '../incident/approvals.ts'
import { makesClaim, noticeNeedsApproval } from '../incident/approved-acts.ts'
import type { Incident, Notice } from '../incident/incident.ts'
import { holdsBack } from '../incident/unheeded-words.ts'
import { withPeopleOfKnown } from '../incident/unknown-writers.ts'
import type { EventData, EventDraft, PreparedNotice } from '../log/event.ts'
import { type Problem, problem } from '../problem.ts'
import type { Bilingual, Runbook } from '../runbook/runbook.ts'
import type { Settings } from '../settings.ts'
import { accept, type Decision, isProblem, type Situation, unchanged } from './decision.ts'
import { idOf } from './join.ts'

export type ApprovalIntent =
  /** `except`: approvals that the same person gave elsewhere, which may not count. */
  | { readonly kind: 'approve'; readonly request: string; readonly except?: readonly string[] }
  | { readonly kind: 'refuse'; readonly request: string; readonly reason: string }

export const approvalDeciders = { approve, refuse }

function approve({ incident: whole, context }: Situation, intent: ApprovalIntent & { kind: 'approve' }): Decision {
  const { request, except = [] } = intent
  const incident = byPeopleOfKnown(whole, context)
  const approval = approvalOf(incident, request, context.now)
  if (approval === null) return problem('unknown-event', { given: request })
  const isOwn = approval.grants.some(({ event, by }) => by === context.by && !except.includes(event))
  if (isOwn && approval.state === 'approved') return unchanged(`approve ${request}`)
  return (
    voidProblem(withoutRefusalByUnknown(incident, approval, context.now), context.now) ??
    notAnotherPersonProblem(incident, approval, { by: context.by, ...inviterOf(context.guest ?? {}) }) ??
    accept({
      type: 'approval.granted',
      data: { request, digest: approval.prepared.digest, ...asPerson(incident, context.by) },
    })
  )
}

function byPeopleOfKnown(incident: Incident, { knows, ofKnown }: Situation['context']): Incident {
  return ofKnown === undefined ? incident : withPeopleOfKnown(incident, knows, ofKnown)
}

/** Who somebody is in the contacts, which may change later. */
function asPerson({ settings: { roster } }: Incident, name: string): { readonly as?: string } {
  const as = Object.keys(roster?.people ?? {}).find((id) => isSamePerson(roster, id, name))
  return as === undefined ? {} : { as }
}

/** Anybody can refuse: whoever prepared it withdraws it so. */
function refuse({ incident, context }: Situation, intent: ApprovalIntent & { kind: 'refuse' }): Decision {
  const { request, reason } = intent
  const approval = approvalOf(incident, request, context.now)
  if (approval === null) return problem('unknown-event', { given: request })
  if (approval.state === 'refused') return unchanged(`refuse ${request}`)
  const refusal = isUnsent(incident, approval) ? null : voidProblem(approval, context.now)
  return refusal ?? accept({ type: 'approval.refused', data: { request, reason } })
}

/** Whether a notice that was approved has failed, so that it could be sent again. */
function isUnsent({ notices }: Incident, { acts, refused }: Approval): boolean {
  return refused === null && notices.some(({ event, state }) => acts.includes(event) && state === 'failed')
}

/** Returns why what was prepared can be approved and carried out no more; null while it can. */
function voidProblem(approval: Approval, now: number): Problem | null {
  const { state } = approval
  return state === 'waiting' || state === 'approved' ? null : lapsedProblem(approval, state, now)
}

type Lapse = Exclude<Approval['state'], 'waiting' | 'approved'>

function lapsedProblem(approval: Approval, why: Lapse, now: number): Problem {
  const { event, refused, changed } = approval
  if (refused !== null && why === 'refused')
    return problem('approval-void', { event, why, by: refused.by, reason: refused.reason })
  return problem('approval-void', {
    ...{ event, why, by: null },
    ...(why === 'changed' && changed !== null && { changed }),
    ...(why === 'expired' && { clocks: clocksOf(approval, now) }),
  })
}

/** When an act was prepared and approved, by the clocks of those machines, and whether one of them seems to be wrong. */
function clocksOf({ recordedAt: prepared, granted }: Approval, now: number) {
  const approved = granted?.recordedAt ?? null
  const times = [prepared, ...(approved === null ? [] : [approved])].map((time) => Date.parse(time))
  const isOdd = Math.max(...times) > now + 60_000 || Math.max(...times) - Math.min(...times) > APPROVAL_HOLDS_MS
  return { prepared, approved, isOdd }
}

/** Returns why somebody cannot approve what another has prepared, as far as their names tell; null if they can. */
function notAnotherPersonProblem(incident: Incident, approval: Approval, approver: Actor): Problem | null {
  const { event, by: author, writer, prepared } = approval
  const { by } = approver
  const { settings } = incident
  const { roster, approvers = [] } = settings
  const same = isSamePerson(roster, author, by)
  const linked = isLinked(roster, approval, approver)
  if (!same && !linked && wasAsked(settings, prepared, by)) return null
  const why = same ? 'same-person' : linked ? 'same-link' : 'no-approver'
  return problem('not-another-person', { event, by, author, why, approvers, writer, incident: idOf(incident) })
}

/** Returns the problem of undoing what was asked for, or an approval, once it was carried out; else null. */
export function carriedOutProblem({ incident, context }: Situation, event: string): Problem | null {
  const approval = approvalsOf(incident, context.now).find((one) =>
    [one, ...one.grants].some((record) => record.event === event),
  )
  if (approval === undefined || approval.acts.length === 0) return null
  return problem('approval-void', { event: approval.event, why: 'done', by: null })
}

type AdoptedRules = Pick<EventData['settings.adopted'], 'approval' | 'approvers'>

/**
 * What is recorded of settings that change what another person has to approve (the new rules, null for none), or by whom: the
 * people with their names, null for anybody else.
 */
export function approvalChange(runbook: Runbook, before: Settings, after: Settings): AdoptedRules {
  const [approversBefore, approvers] = [approversOf(before, runbook), approversOf(after, runbook)]
  const haveOthers = after.approval !== undefined && !isDeepEqual(approversBefore, approvers)
  return {
    ...(!isDeepEqual(before.approval, after.approval) && { approval: after.approval ?? null }),
    ...(haveOthers && { approvers }),
  }
}

/** The people who can approve something, by id in the contacts with their names; null if anybody else can. */
function approversOf({ roster, approvers }: Settings, { departments }: Runbook): Record<string, Bilingual> | null {
  if (approvers === undefined) return null
  const people = approvers.flatMap((party) => {
    const members = roster === undefined ? [] : peopleOf(roster, party)
    // A department without people is nobody.
    return members.length === 0 && !Object.hasOwn(departments, party) ? [party] : members
  })
  return Object.fromEntries(people.map((id) => [id, roster?.people[id] ?? { ja: id, en: id }]))
}

/** What is recorded of a runbook by which channels are no longer for customers, so that their notices need no approval. */
export function channelsFreed(
  { settings: { approval }, runbook: { channels } }: Incident,
  after: Runbook | undefined,
): { readonly unapproved?: readonly string[] } {
  if (approval === undefined || (approval.notice.length === 0 && !approval.claims)) return {}
  const freed = Object.entries(after?.channels ?? {}).flatMap(([id, { audience }]) =>
    audience === 'departments' && channels[id]?.audience === 'customers' ? [id] : [],
  )
  return freed.length === 0 ? {} : { unapproved: freed }
}

function isDeepEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** Returns the approval with which something can be carried out now, or why it cannot. */
export function approvalToUse(
  { incident: whole, context }: Pick<Situation, 'incident' | 'context'>,
  request: string,
): Approval | Problem {
  const incident = byPeopleOfKnown(whole, context)
  const approval = approvalOf(incident, request, context.now)
  if (approval === null) return problem('unknown-event', { given: request })
  const { approvers = [] } = incident.settings
  if (approval.state === 'waiting')
    return problem('not-approved', { event: request, approvers, incident: idOf(incident) })
  return voidProblem(approval, context.now) ?? approval
}

/** Returns what unknown writers have said of notices since they were prepared, so that nobody sends them without a reason; else null. */
export function heldBackProblem(
  { incident, context }: Situation,
  request: string | undefined,
  retry?: string,
): Problem | null {
  const approval = request === undefined ? null : approvalOf(incident, request, context.now)
  const words = approval?.unheeded.filter(holdsBack) ?? []
  if (approval === null || words.length === 0) return null
  return problem('stated-by-new-writer', {
    event: approval.event,
    words,
    incident: idOf(incident),
    ...(retry !== undefined && { retry }),
  })
}

type NoticeDraft = EventDraft & { readonly type: 'notice.intended' }

/**
 * Returns the notices with the approval that they were given, or why they cannot go out: another person has to approve one of
 * them and did not, or not in this form.
 */
export function withApproval(
  situation: Situation,
  drafts: readonly NoticeDraft[],
  request: string | undefined,
): NoticeDraft[] | Problem {
  const { incident } = situation
  const { settings } = incident
  if (request === undefined) {
    const needsOne = drafts.some(({ data }) => noticeNeedsApproval(incident, data, makesClaim(data)))
    return needsOne ? problem('not-approved', { event: null, approvers: settings.approvers ?? [] }) : [...drafts]
  }
  const approval = approvalToUse(situation, request)
  if (isProblem(approval)) return approval
  const approved = approval.prepared.notices ?? []
  const isApproved = ({ data }: NoticeDraft) =>
    approved.some((one) => one.digest === data.digest && one.channel === data.channel && one.number === data.number)
  if (!drafts.every(isApproved)) return problem('approval-void', { event: request, why: 'changed', by: null })
  return drafts.map((draft) => ({ ...draft, data: { ...draft.data, approval: request } }))
}

/**
 * Returns why a notice that reached nobody cannot be sent again: another person had to approve it and did not, or that counts
 * no more. Null if it can.
 */
export function retryProblem(
  { incident, context }: Situation,
  notice: Notice,
  intent: EventData['notice.intended'],
): Problem | null {
  const { approvers = [] } = incident.settings
  if (intent.approval === undefined)
    return noticeNeedsApproval(incident, notice, makesClaim(intent))
      ? problem('not-approved', { event: null, approvers })
      : null
  const approval = approvalOf(incident, intent.approval, context.now)
  if (approval?.granted == null) return problem('not-approved', { event: intent.approval, approvers })
  return approval.lapsed === null ? null : lapsedProblem(approval, approval.lapsed, context.now)
}

/** The request for approval of notices that could be sent otherwise. */
export function requestForNotices({ incident, context }: Situation, drafts: readonly NoticeDraft[]): EventDraft {
  const notices = drafts.map(({ data }): PreparedNotice => {
    const { channel, stage, number, texts, digest, next, forced } = data
    return { channel, stage, number, texts, digest, next, ...(forced !== undefined && { forced }) }
  })
  const claim = drafts.find(({ data }) => data.claim !== undefined)?.data.claim
  return requestFor(incident, context.by, { notices, ...(claim !== undefined && { claim }) })
}

/** The request for approval of an act. */
export function requestFor(
  incident: Incident,
  by: string,
  act: Pick<EventData['approval.requested'], 'notices' | 'claim' | 'lift'>,
): EventDraft {
  const approvers = approversOf(incident.settings, incident.runbook)
  const prepared = { ...act, ...asPerson(incident, by), ...(approvers !== null && { asked: Object.keys(approvers) }) }
  const basis = basisOf(incident, prepared)
  return { type: 'approval.requested', data: { ...prepared, basis, digest: preparedDigest(prepared, basis) } }
}
