import { existsSync } from 'node:fs'
import { readBounded } from '../../platform/regular-files.ts'
import { sshFingerprint, sshFingerprintsIn } from '../../platform/ssh-keygen.ts'

const MAX_BYTES = 1024 * 1024

/**
 * Whether a file of allowed signers has a key, both given by their paths; null if that cannot be told, since one of them cannot
 * be read, or an authority in the file may vouch for the key.
 */
export function isAllowedSigner(key: string, signers: string, env: NodeJS.ProcessEnv): boolean | null {
  const own = existsSync(signers) ? sshFingerprint(key, env) : null
  if (own === null) return null
  const allowed = readBounded(signers, MAX_BYTES)
  return /\scert-authority[\s,]/.test(allowed) ? null : sshFingerprintsIn(allowed).includes(own)
}
