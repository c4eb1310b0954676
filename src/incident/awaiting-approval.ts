import { type Approval, approvalOf } from '../domain/incident/approvals.ts'
import { formatTarget } from '../domain/incident/scope.ts'
import type { Journal } from '../store/journal.ts'
import { columnsOf } from '../view/columns.ts'
import { commandForOthers } from '../view/resume-command.ts'
import { wrapIndented } from '../view/wrap.ts'
import type { World } from '../world.ts'
import { approverNames, openCriteria, unheededLine, untilText } from './approval-lines.ts'
import type { ChosenIncident } from './choose.ts'
import { drillPrefix } from './event-lines.ts'

/** Exit code: recorded, and waits for the approval of another person; nothing was sent or lifted. */
const AWAITS_APPROVAL = 9

/** Says what waits for whose approval, until when, and with which criteria open. Returns the exit code. */
export function sayAwaiting(world: World, { incident, id }: Journal, event: string): number {
  const now = world.now()
  const approval = approvalOf(incident, event, now)
  if (approval === null) return AWAITS_APPROVAL
  const { terminal, text } = world
  const { said } = text
  const approvers = approverNames(incident, approval, text)
  const open = openCriteria(incident, approval, now, text)
  const unheeded = unheededLine(incident, approval, now, text)
  const mark = drillPrefix(incident, text)
  const until = untilText(approval, now)
  const lines = [
    said.awaitsApproval(event, approvers, until, approval.prepared.lift !== undefined),
    ...(open.length === 0 ? [] : [said.criteriaOpen(open)]),
    ...(unheeded === null ? [] : [unheeded]),
  ]
  for (const line of lines)
    for (const part of terminal.isInteractive ? wrapIndented(line, terminal.columns - columnsOf(mark) - 1) : [line])
      world.say(`${mark}${part}`)
  world.say(`${mark}${said.whoeverApproves(commandForOthers(world, 'approve', event, '-i', id))}`)
  return AWAITS_APPROVAL
}

/** Says what unknown writers have said of an act since it was prepared. */
export function sayUnheeded(world: World, { journal, clock }: ChosenIncident, event: string): void {
  const { incident } = journal
  const approval = approvalOf(incident, event, clock.now())
  const line = approval === null ? null : unheededLine(incident, approval, clock.now(), world.text)
  if (line !== null) world.say(line)
}

/** An act that another person has to approve, in JSON; `stamp` formats milliseconds since 1970 as ISO 8601. */
export function approvalDocument(
  { event, at, by, state, prepared, granted, refused, changed, unheeded, expiresAt, acts }: Approval,
  stamp: (ms: number) => string,
) {
  const { notices = [], lift = [], digest } = prepared
  return {
    event,
    at,
    by,
    state,
    expiresAt: stamp(expiresAt),
    notices: notices.map(({ channel, stage, number }) => ({ channel, stage, number })),
    lift: lift.map(formatTarget),
    digest,
    granted: granted === null ? null : { event: granted.event, at: granted.at, by: granted.by },
    refused,
    changed,
    unheeded,
    acts,
  }
}
