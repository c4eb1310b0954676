import type { WriterBirth } from '../domain/log/known-writers.ts'
import { fail } from '../domain/problem.ts'
import { pathExists } from '../platform/regular-files.ts'
import { type SigningSettings, signingSettings } from '../runbook/io/signing-settings.ts'
import type { Journal } from '../store/journal.ts'
import type { World } from '../world.ts'

/** Lets those of these writers, by default all unknown ones, count as known whose keys an allowed signer has signed. */
export async function vouchForWriters(
  world: World,
  journal: Journal,
  writers = writersToVouchFor(journal),
): Promise<void> {
  if (writers.length > 0) await vouchBySigners(world, journal, (await trustedSigning(world)).signers, writers)
}

/**
 * Who is trusted: the allowed signers in a file that was given, else those of the workspace, and its time-stamping
 * authorities. Rejects with `no-such-file`.
 */
export async function trustedSigning(world: World, given?: string): Promise<TrustedSigning> {
  if (given !== undefined && !pathExists(given)) fail('no-such-file', { path: given })
  const { signers, timestamp, timestampCa } = await signingSettings(world.workspace.directory)
  return { signers: given ?? signers, timestamp, timestampCa }
}

type TrustedSigning = Pick<SigningSettings, 'signers' | 'timestamp' | 'timestampCa'>

/** The same for those whose keys somebody in a file of allowed signers has signed. */
export async function vouchBySigners(
  world: World,
  journal: Journal,
  signers: string | null,
  unknown = writersToVouchFor(journal),
): Promise<void> {
  if (signers === null || unknown.length === 0) return
  const { vouchedWriters } = await import('./io/check-anchors.ts')
  journal.vouchFor(vouchedWriters(journal, unknown, signers, world.env).map(({ key }) => key))
}

/** Those that are not known, and those that were not when they were set aside. */
function writersToVouchFor(journal: Journal): Pick<WriterBirth, 'writer' | 'key'>[] {
  const aside = [...journal.setAsideWriters.values()].flatMap(({ birth, wasKnown }) => (wasKnown ? [] : (birth ?? [])))
  return [...journal.unknownWriters(), ...aside]
}
