import { expandPath, machineSettings } from './machine-settings.ts'

/** What this machine signs with, and whose signatures count. It belongs to the machine, and is in no incident's settings. */
export interface SigningSettings {
  /** The path of an SSH key: a private one, or a public one whose private key an agent has; null if nothing is signed. */
  readonly key: string | null
  /** The path of a file of allowed signers (ssh-keygen(1)); null if there is none. */
  readonly signers: string | null
  /** URLs of time-stamping authorities (RFC 3161), in the order in which they are asked. */
  readonly timestamp: readonly string[]
  /** The path of a file of certificates that vouch for such authorities; null if those of the system do. */
  readonly timestampCa: string | null
}

const NONE: SigningSettings = { key: null, signers: null, timestamp: [], timestampCa: null }

/** The workspace's settings for signing. The file is only parsed if it may have any; one that is broken has none. */
export async function signingSettings(workspace: string): Promise<SigningSettings> {
  const value = await machineSettings(workspace, /sign|timestamp|\\/)
  if (value === null) return NONE
  const fullPath = (given: string | undefined) => (given === undefined ? null : expandPath(given, workspace))
  return {
    key: fullPath(value.sign?.key),
    signers: fullPath(value.signers),
    timestamp: value.timestamp ?? [],
    timestampCa: fullPath(value.timestampCa),
  }
}
