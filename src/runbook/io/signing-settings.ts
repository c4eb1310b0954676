import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { readBounded } from '../../platform/regular-files.ts'
import { SETTINGS_FILE } from '../../store/workspace.ts'

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

const MAX_BYTES = 256 * 1024

/** The workspace's settings for signing. The file is only parsed if it may have any; one that is broken has none. */
export async function signingSettings(workspace: string): Promise<SigningSettings> {
  const path = join(workspace, SETTINGS_FILE)
  if (!existsSync(path) || !mayHaveKeys(contentOf(path))) return NONE
  const { parseSettings } = await import('./user-config.ts')
  const { value } = parseSettings(path)
  const fullPath = (given: string | undefined) => (given === undefined ? null : expand(given, workspace))
  return {
    key: fullPath(value?.sign?.key),
    signers: fullPath(value?.signers),
    timestamp: value?.timestamp ?? [],
    timestampCa: fullPath(value?.timestampCa),
  }
}

/**
 * Whether YAML may have a key about signing, in quotes or braces as well: only escapes can hide its letters. A line that
 * begins with `#` is a comment, unless it is in a quoted text that ends in it.
 */
function mayHaveKeys(yaml: string): boolean {
  return yaml.split('\n').some((line) => !/^[ \t]*#[^"']*$/.test(line) && /sign|timestamp|\\/.test(line))
}

function contentOf(path: string): string {
  try {
    return readBounded(path, MAX_BYTES)
  } catch {
    return ''
  }
}

/** A path as people write it: `~/` is the home folder, and what is relative is so to the workspace. */
function expand(path: string, workspace: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : resolve(workspace, path)
}
