import { type Approval, approvalsOf } from '../domain/incident/approvals.ts'
import { fail } from '../domain/problem.ts'
import { signingSettings } from '../runbook/io/signing-settings.ts'
import type { Journal } from '../store/journal.ts'
import type { World } from '../world.ts'

/**
 * Rejects with `not-another-person` unless an approval came from another person than whoever prepared the act, as far as keys
 * tell: where `signers` are set, two of them have to have signed the keys of the two writers.
 */
export async function mustBeOfAnotherPerson(world: World, journal: Journal, approval: Approval): Promise<void> {
  const { event, by: author, granted } = approval
  const why = await whyNotAnother(world, journal, approval)
  if (granted !== null && why !== null)
    fail('not-another-person', {
      event,
      by: granted.by,
      author,
      why,
      approvers: [],
      writer: granted.writer,
      incident: journal.id,
    })
}

/**
 * The approvals that were given and do not count here (`mustBeOfAnotherPerson`), by the events that asked for them; also those
 * whose time is over, since what is recorded later may have happened in time.
 */
export async function approvalsNotByAnother(world: World, journal: Journal): Promise<string[]> {
  const refused: string[] = []
  for (const approval of approvalsOf(journal.incident, world.now()))
    if ((await whyNotAnother(world, journal, approval)) !== null) refused.push(approval.event)
  return refused
}

async function whyNotAnother(
  world: World,
  journal: Journal,
  { writer, granted }: Approval,
): Promise<'same-key' | 'not-signed' | null> {
  const { signers } = await signingSettings(world.workspace.directory)
  if (granted === null || signers === null) return null
  if (writer === granted.writer) return 'same-key'
  const { vouchedWriters } = await import('./io/check-anchors.ts')
  const writers = [writer, granted.writer].flatMap((name) => journal.incident.births.get(name) ?? [])
  const signed = vouchedWriters(journal, writers, signers, world.env)
  return new Set(signed.map(({ signer }) => signer)).size < 2 ? 'not-signed' : null
}
