import { isSamePerson, peopleOf } from '../domain/contacts/roster.ts'
import { type Approval, openApprovals, withoutRefusalByUnknown } from '../domain/incident/approvals.ts'
import { unapprovedActs } from '../domain/incident/approved-acts.ts'
import { endedApprovals } from '../domain/incident/ended-approvals.ts'
import type { Incident, LostApproval } from '../domain/incident/incident.ts'
import { stepsOf } from '../domain/incident/steps.ts'
import { formatWithOffsetOf } from '../domain/time.ts'
import { roundsOf } from '../i18n/events.en.ts'
import type { Text } from '../i18n/text.ts'
import { unheededWords, voidedWords } from '../i18n/voided-words.ts'
import { inertLine, shortLine } from '../view/inert.ts'
import { shortTimeText } from '../view/time-format.ts'
import { partyTitle, typedTarget } from './labels.ts'

/** The acts that can be approved or, once they are, carried out; then those that ended otherwise. */
export function shownApprovals(incident: Incident, now: number): Approval[] {
  return [...openApprovals(incident, now), ...endedApprovals(incident, now)]
}

/** How an act stands that another person has to approve, then what it is: a line of `status`. */
export function approvalLine(incident: Incident, approval: Approval, now: number, text: Text): string {
  const what = preparedWords(incident, approval, text)
  const line = isOpen(approval)
    ? text.said.approvalOf(approvalState(incident, approval, now, text), approval.event, what)
    : endedLine(incident, approval, now, what, text)
  return withUnheeded(line, incident, approval, now, text)
}

/** A line on an act, and what unknown writers have said of it. */
export function withUnheeded(line: string, incident: Incident, approval: Approval, now: number, text: Text): string {
  const unheeded = unheededLine(incident, approval, now, text)
  return unheeded === null ? line : text.said.and(line, unheeded)
}

/** What writers that this machine does not know have said since an act was prepared, and that it counts for nothing; null for nothing. */
export function unheededLine(incident: Incident, approval: Approval, now: number, text: Text): string | null {
  const { said } = text
  const { event, state, unheeded } = approval
  if (state === 'refused') {
    const isOpenAgain = isOpen(withoutRefusalByUnknown(incident, approval, now))
    return isOpenAgain ? said.refusedByUnknown(event) : null
  }
  if (!isOpen(approval) || unheeded.length === 0) return null
  const nameOf = (id: string) => incident.runbook.facts[id]?.[text.language] ?? text.words.channel(id)
  return said.unheeded(event, unheededWords(unheeded, said, nameOf))
}

/** The notices and lifts whose approvals no longer count, since the writers of those were set aside. */
export function lostApprovalLines(incident: Incident, text: Text): string[] {
  const acts = unapprovedActs(incident)
  return incident.lostApprovals.map((lost) => {
    const parts = acts.get(lost.act) ?? []
    const channels = incident.notices.filter(({ event }) => event === lost.act).map(({ channel }) => channel)
    const names = channels.length > 0 ? channels.map(text.words.channel) : parts
    return text.said.approvalOf(lostApprovalWords(lost, text), lost.act, text.words.listed(names.map(inertLine)))
  })
}

/** That an act rested on an approval whose writer was set aside later, and why that was. */
export function lostApprovalWords({ event, by, setAside, reason }: LostApproval, { said }: Text): string {
  return said.approvalLost(event, shortLine(by), setAside, inertLine(reason))
}

export function isOpen({ state }: Approval): boolean {
  return state === 'waiting' || state === 'approved'
}

/** By whom an open act can be approved, or was, and until when. */
export function approvalState(incident: Incident, approval: Approval, now: number, text: Text): string {
  const { approvalState: states } = text.said
  const until = untilText(approval, now)
  return approval.state === 'waiting'
    ? states.waiting(approverNames(incident, approval, text), until)
    : states.approved(granter(incident, approval, text), until, approval.prepared.lift !== undefined)
}

/** What became of an act that was refused, or can no longer be approved. */
export function endedLine(
  incident: Incident,
  { event, state, refused, changed, ...rest }: Approval,
  now: number,
  what: string,
  text: Text,
): string {
  const { said } = text
  if (refused !== null) return said.isRefused(event, shortLine(refused.by), inertLine(refused.reason), what)
  const nameOf = (id: string) => incident.runbook.facts[id]?.[text.language] ?? text.words.channel(id)
  const why =
    changed === null || state === 'expired'
      ? said.voidedBy.expired(untilText(rest, now))
      : voidedWords(changed, said, nameOf)
  return said.isVoid(event, why, what)
}

/** The criteria for lifting that are not met, each with its title; none for notices. */
export function openCriteria(incident: Incident, { prepared }: Approval, now: number, { language }: Text): string[] {
  if (prepared.lift === undefined) return []
  const criteria = stepsOf(incident, now).filter(({ step }) => step.gate === 'lift')
  const open = criteria.filter(({ state }) => state !== 'done' && state !== 'not-applicable')
  return open.map(({ step }) => `${step.id} ${step.title[language]}`)
}

/** When the time for an act is over: the time of day or, on another day than `now`, with its date. */
export function untilText({ expiresAt, at }: Pick<Approval, 'expiresAt' | 'at'>, now: number): string {
  return shortTimeText(formatWithOffsetOf(expiresAt, at), formatWithOffsetOf(now, at))
}

/** Who has approved an act, by the name in the contacts; empty if nobody has. */
export function granter({ settings: { roster } }: Incident, { granted }: Approval, { language }: Text): string {
  const by = granted?.by ?? ''
  const contact = Object.entries(roster?.people ?? {}).find(([id]) => isSamePerson(roster, id, by))
  return shortLine(contact?.[1][language] ?? by)
}

/**
 * Who was asked to approve an act, by name, without its author: departments whose people all were, and people; none if anybody
 * else can.
 */
export function approverNames(incident: Incident, { by: author, prepared }: Approval, text: Text): string[] {
  const { language } = text
  const { runbook, settings } = incident
  const { roster, approvers = [] } = settings
  const { asked = [] } = prepared
  if (prepared.asked?.length === 0)
    return approvers.map((id) => text.said.withoutPeople(inertLine(partyTitle(runbook, roster, id)?.[language] ?? id)))
  const membersOf = (party: string) => (roster === undefined ? [] : peopleOf(roster, party))
  const departments = approvers.filter((party) => {
    const members = membersOf(party)
    return !members.includes(party) && members.length > 0 && members.every((person) => asked.includes(person))
  })
  const inDepartments = new Set(departments.flatMap(membersOf))
  const isOther = (person: string) => !isSamePerson(roster, person, author)
  const others = [
    ...departments.filter((department) => membersOf(department).some(isOther)),
    ...asked.filter((person) => !inDepartments.has(person) && isOther(person)),
  ]
  // If nobody else was asked, their names say so better than nobody's.
  return (others.length === 0 ? asked : others).map((id) =>
    inertLine(partyTitle(runbook, roster, id)?.[language] ?? id),
  )
}

/** What was prepared, in words: each round of notices with its channels, or what is to be lifted. */
function preparedWords({ runbook }: Incident, { prepared: { notices = [], lift } }: Approval, text: Text): string {
  const { words, said } = text
  if (lift !== undefined) return said.liftOf(lift.map((target) => typedTarget(target, runbook, text)))
  return words.listed(
    roundsOf(notices, words).map(([name, channels]) => words.marked(name, words.listed(channels.map(words.channel)))),
  )
}
