import { type ReadinessFinding, readinessFinding } from '../../domain/readiness/finding.ts'
import { findProgram } from '../../platform/process.ts'
import { pathExists } from '../../platform/regular-files.ts'
import { signingSettings } from '../../runbook/io/signing-settings.ts'
import { whyNoSigner } from '../../signing/io/allowed-signers.ts'
import type { CheckContext } from '../io/check-context.ts'
import { type CheckResult, readinessResults } from './check-result.ts'

/** Whether what the settings say of signing and time stamps can be done. */
export async function checkSigning({ world }: CheckContext): Promise<CheckResult[]> {
  const { key, signers, timestamp, timestampCa } = await signingSettings(world.workspace.directory)
  const isMissing = (program: string) => findProgram(program, world.workspace.directory, world.env.PATH) === null
  const files = [key, signers, timestampCa].filter((path) => path !== null && !pathExists(path)) as string[]
  const found: ReadinessFinding[] = files.map((path) => readinessFinding('warning', 'signing-file-missing', { path }))
  if ((key !== null || signers !== null) && isMissing('ssh-keygen'))
    found.push(readinessFinding('warning', 'no-ssh-keygen', {}))
  if (timestamp.length > 0 && isMissing('openssl')) found.push(readinessFinding('warning', 'no-openssl', {}))
  const why = key === null || signers === null ? null : whyNoSigner(key, signers, world.now(), world.env)
  if (key !== null && signers !== null && why !== null)
    found.push(readinessFinding('warning', 'key-not-in-signers', { key, signers, why }))
  return readinessResults(...found)
}
