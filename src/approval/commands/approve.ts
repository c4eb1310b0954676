import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { type Approval, openApprovals } from '../../domain/incident/approvals.ts'
import { formatTarget } from '../../domain/incident/scope.ts'
import { fail, INVOCATION, ProblemError } from '../../domain/problem.ts'
import { withOwnNames } from '../../i18n/own-names.ts'
import { approvalState, openCriteria, unheededLine } from '../../incident/approval-lines.ts'
import { requestNamed } from '../../incident/approval-request.ts'
import { approvalDocument } from '../../incident/awaiting-approval.ts'
import { type ChosenIncident, chooseIncidentToRead, chooseIncidentToRecord } from '../../incident/choose.ts'
import { drillPrefix } from '../../incident/event-lines.ts'
import { KnownFirst } from '../../incident/known-first.ts'
import { typedTarget } from '../../incident/labels.ts'
import { acknowledge, appendIntents, sayRecorded } from '../../incident/record.ts'
import { warnAboutVainApprovals } from '../../incident/vain-approvals.ts'
import { pasteText } from '../../notice/notice.ts'
import { textsOf } from '../../notice/send-approved.ts'
import { noticeTitle } from '../../notice/title.ts'
import { signingSettings } from '../../runbook/io/signing-settings.ts'
import { notAnotherPerson } from '../../signing/approver.ts'
import { signMoments } from '../../signing/sign-moments.ts'
import type { AppendResult } from '../../store/journal.ts'
import { shortLine } from '../../view/inert.ts'
import { commandForOthers } from '../../view/resume-command.ts'
import type { World } from '../../world.ts'

export const help: CommandHelp = {
  page: 'approval.md',
  examples: [
    ['approve', 'show what waits for approval, with its text', '承認を待っているものを、文面とともに表示する'],
    ['approve k3v9x2ab:12', 'approve it', '承認する'],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument(
      '[event]',
      say('what to approve (default: show what waits)', '承認するもの。省略すると、待っているものを表示する'),
    )
    .action((event: string | undefined) =>
      start((world) => (event === undefined ? showWaiting(world) : approve(world, event))),
    )
}

/** Shows what can be approved, or was and is not carried out yet, with its texts. */
async function showWaiting(world: World): Promise<number> {
  const chosen = chooseIncidentToRead(world)
  const open = openApprovals(chosen.journal.withPeopleOfKnown(), chosen.clock.now())
  if (world.options.json)
    world.print(
      JSON.stringify({ schemaVersion: 1, approvals: open.map((one) => approvalDocument(one, chosen.clock.stamp)) }),
    )
  else {
    const knownFirst = new KnownFirst(world, chosen.journal)
    const { shown, more } = knownFirst.pick(open, ({ event }) => knownFirst.isEventKnown(event))
    for (const [i, approval] of shown.entries()) {
      if (i > 0) world.print('')
      showWithNext(world, chosen, approval)
    }
    if (more !== null) world.print(more)
  }
  if (open.length === 0) world.inform(world.text.said.nothingToApprove)
  await warnAboutVainApprovals(world, chosen)
  return 0
}

function showWithNext(world: World, chosen: ChosenIncident, approval: Approval): void {
  show(world, chosen, approval)
  if (approval.state === 'waiting') world.inform(world.text.said.approveNext(approval.event, INVOCATION))
}

/** Shows how an act stands, and what it is. */
function show(world: World, { journal, clock }: ChosenIncident, approval: Approval): void {
  const incident = journal.withPeopleOfKnown()
  const text = withOwnNames(world.text, incident.runbook)
  const { said, words } = text
  const now = clock.now()
  const { event, by, writer, prepared } = approval
  const stands = approvalState(incident, approval, now, text)
  world.print(`${drillPrefix(incident, text)}${said.preparedBy(event, shortLine(by), stands)}`)
  if (!journal.knows(writer)) world.print(said.preparedByStranger(shortLine(by)))
  const unheeded = unheededLine(incident, approval, now, text)
  if (unheeded !== null) world.print(unheeded)
  const { notices = [], claim, lift } = prepared
  if (lift !== undefined) world.print(said.liftOf(lift.map((target) => typedTarget(target, incident.runbook, text))))
  const open = openCriteria(incident, approval, now, text)
  if (open.length > 0) world.print(said.criteriaOpen(open))
  for (const notice of textsOf(notices)) world.print(`\n${noticeTitle(notice, incident, words)}\n${pasteText(notice)}`)
  if (claim !== undefined) world.print(`\n${said.claimOf(claim.evidence, claim.approvedBy)}`)
}

/** Approves what another person prepared, and carries it out if that was on this machine. */
async function approve(world: World, given: string): Promise<number> {
  const chosen = await chooseIncidentToRecord(world)
  const { journal, clock } = chosen
  const approval = requestNamed(journal, given, clock.now())
  const { event, writer, prepared } = approval
  await mustNotBeOwnKey(world, chosen, approval)
  // Given on another machine, it may not count there.
  const except = approval.grants.flatMap((grant) => (journal.isOwn(grant.writer) ? [] : [grant.event]))
  const appended = appendIntents(journal, clock, { kind: 'approve', request: event, except })
  const now = requestNamed(journal, event, clock.now())
  if (!world.options.json) show(world, chosen, now)
  if (now.state === 'approved' && prepared.notices !== undefined && journal.isOwn(writer)) {
    sayRecorded(world, journal, appended)
    return sendAsApproved(world, chosen, event, appended)
  }
  acknowledge(world, journal, appended)
  if (await saysNotCounting(world, chosen, event)) return 0
  const line = `${drillPrefix(journal.incident, world.text)}${nextLine(world, chosen, approval)}`
  world.say(line)
  return 0
}

/** Sends notices that were just approved. What could not be recorded says that the approval was. */
async function sendAsApproved(
  world: World,
  chosen: ChosenIncident,
  event: string,
  appended: AppendResult,
): Promise<number> {
  const { sendApprovedNotices } = await import('../../notice/send-command.ts')
  try {
    return await sendApprovedNotices(world, chosen, event, {}, [appended])
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code !== 'not-recorded') throw error
    return fail('not-recorded', { ...error.problem.params, approved: event })
  }
}

/** Rejects with `not-another-person` where `signers` tell people apart by their keys, and this machine prepared the act. */
async function mustNotBeOwnKey(world: World, { journal }: ChosenIncident, approval: Approval): Promise<void> {
  const { event, by: author, writer } = approval
  const { signers } = await signingSettings(world.workspace.directory)
  if (signers !== null && journal.isOwn(writer))
    fail('not-another-person', { event, by: world.operator, author, why: 'same-key', approvers: [], writer })
}

/** Says of an approval by this machine if it does not count yet, and what to do; returns whether it does not. */
async function saysNotCounting(world: World, { journal, clock }: ChosenIncident, event: string): Promise<boolean> {
  const approval = requestNamed(journal, event, clock.now())
  const own = approval.grants.filter(({ writer }) => journal.isOwn(writer))
  if ((await notAnotherPerson(world, journal, approval, own)) === null) return false
  // Signing the key of a new writer is what is left to do in any case.
  await signMoments(world, world.workspace.takeSigningMoments())
  const problem = await notAnotherPerson(world, journal, approval, own)
  if (problem === null) return false
  const { describeProblem } = await import('../../i18n/problems.ts')
  world.say(world.text.said.doesNotCountYet)
  for (const line of await describeProblem(problem, world.text, INVOCATION)) world.say(line)
  return true
}

/** Says who carries out what was approved, and how. */
function nextLine(world: World, { journal: { id } }: ChosenIncident, { event, prepared: { lift } }: Approval): string {
  const words = lift === undefined ? ['notice', '--send', '--approved', event] : ['lift', ...lift.map(formatTarget)]
  return world.text.said.approvedNext(commandForOthers(world, ...words, '-i', id), lift !== undefined)
}
