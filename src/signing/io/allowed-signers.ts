import { existsSync } from 'node:fs'
import { readAllowedSigners } from '../../platform/allowed-signers.ts'
import { sshFingerprint } from '../../platform/ssh-keygen.ts'

/**
 * Whether a file of allowed signers has a key, both given by their paths; null if that cannot be told, since one of them cannot
 * be read, or an authority in the file may vouch for the key.
 */
export function isAllowedSigner(key: string, signers: string, env: NodeJS.ProcessEnv): boolean | null {
  const own = existsSync(signers) ? sshFingerprint(key, env) : null
  if (own === null) return null
  const allowed = readAllowedSigners(signers)
  return allowed.some(({ isAuthority }) => isAuthority) ? null : allowed.some(({ fingerprint }) => fingerprint === own)
}
