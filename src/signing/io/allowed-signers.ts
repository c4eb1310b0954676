import { existsSync } from 'node:fs'
import type { NotASignerReason } from '../../domain/readiness/finding.ts'
import { matchesNamespace, readAllowedSigners } from '../../platform/allowed-signers.ts'
import { NAMESPACE, sshFingerprint } from '../../platform/ssh-keygen.ts'

/**
 * Why a file of allowed signers does not say whose a key is, both given by their paths; null if it does, or if that cannot be
 * told, since one of them cannot be read, or an authority in the file may vouch for the key.
 */
export function whyNoSigner(
  key: string,
  signers: string,
  now: number,
  env: NodeJS.ProcessEnv,
): NotASignerReason | null {
  const own = existsSync(signers) ? sshFingerprint(key, env) : null
  if (own === null) return null
  const allowed = readAllowedSigners(signers)
  if (allowed.some(({ isAuthority }) => isAuthority)) return null
  const lines = allowed.filter(({ fingerprint }) => fingerprint === own)
  if (lines.length === 0) return 'missing'
  const named = lines.filter(({ names }) => names.length > 0)
  if (named.length === 0) return 'unnamed'
  const meant = named.filter(({ namespaces }) => namespaces === null || matchesNamespace(namespaces, NAMESPACE))
  if (meant.length === 0) return 'other-namespace'
  return meant.some(({ validAfter, validBefore }) => validAfter <= now && now < validBefore) ? null : 'not-valid-now'
}
