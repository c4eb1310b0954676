import { isSamePerson } from '../domain/contacts/roster.ts'
import { type Approval, approvalsEver, type Grant } from '../domain/incident/approvals.ts'
import { type Problem, ProblemError, type ProblemParams } from '../domain/problem.ts'
import { signingSettings } from '../runbook/io/signing-settings.ts'
import type { Journal } from '../store/journal.ts'
import type { World } from '../world.ts'

/**
 * Rejects with `not-another-person` unless an approval came from another person than whoever prepared the act, as far as keys
 * tell: where `signers` are set, two of them have to have signed the keys of the two writers.
 */
export async function mustBeOfAnotherPerson(world: World, journal: Journal, approval: Approval): Promise<void> {
  const problem = await notAnotherPerson(world, journal, approval)
  if (problem !== null) throw new ProblemError(problem)
}

/** Returns why none of some approvals of an act counts, as far as keys tell: that of the last; null if one counts. */
export async function notAnotherPerson(
  world: World,
  journal: Journal,
  approval: Approval,
  grants = approval.grants,
): Promise<Problem | null> {
  let problem: Problem | null = null
  for (const grant of grants) {
    const params = await whyNotAnother(world, journal, approval, grant)
    if (params === null) return null
    problem = { code: 'not-another-person', params }
  }
  return problem
}

/**
 * The approvals that were given and do not count here (`mustBeOfAnotherPerson`); also of acts whose time is over or that were
 * taken back, since what is recorded later may have happened in time, or without knowledge of it.
 */
export async function approvalsNotByAnother(world: World, journal: Journal): Promise<string[]> {
  const refused: string[] = []
  for (const approval of approvalsEver(journal.withPeopleOfKnown()))
    for (const grant of approval.grants)
      if ((await whyNotAnother(world, journal, approval, grant)) !== null) refused.push(grant.event)
  return refused
}

async function whyNotAnother(
  world: World,
  journal: Journal,
  { event, by: author, writer }: Approval,
  grant: Grant,
): Promise<ProblemParams['not-another-person'] | null> {
  const { id, directory, incident } = journal
  const { signers } = await signingSettings(world.workspace.directory)
  if (signers === null) return null
  const problem = { event, by: grant.by, author, approvers: [], writer: grant.writer, incident: id }
  if (writer === grant.writer) return { ...problem, why: 'same-key' }
  const { vouchedWriters } = await import('./io/check-anchors.ts')
  const births = [grant.writer, writer].flatMap((name) => incident.births.get(name) ?? [])
  const signed = vouchedWriters({ directory }, births, signers, world.env)
  const [approver, preparer] = [grant.writer, writer].map((name) => signed.find((one) => one.writer === name)?.names)
  if (approver === undefined) return { ...problem, why: 'not-signed' }
  if (preparer === undefined) return { ...problem, why: 'not-signed', by: author, writer }
  const { roster } = journal.withPeopleOfKnown().settings
  const isShared = approver.some((one) => preparer.some((other) => isSamePerson(roster, one, other)))
  return isShared ? { ...problem, why: 'same-signer' } : null
}
