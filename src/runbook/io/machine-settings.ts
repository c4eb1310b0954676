import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { readBounded } from '../../platform/regular-files.ts'
import { SETTINGS_FILE } from '../../store/workspace.ts'
import type { SettingsFile } from '../settings-schema.ts'

const MAX_BYTES = 256 * 1024

/**
 * The settings of a workspace for what belongs to the machine and is in no incident's settings; null if there are none. The
 * file is only parsed if a line of it matches `keys`, which has to match a backslash too: only escapes can hide the letters
 * of a key. One that is broken has no settings.
 */
export async function machineSettings(workspace: string, keys: RegExp): Promise<SettingsFile | null> {
  if (!maySet(workspace, keys)) return null
  const { parseSettings } = await import('./user-config.ts')
  return parseSettings(join(workspace, SETTINGS_FILE)).value
}

/**
 * Whether the settings of a workspace may have such a key (as for `machineSettings`), in quotes or braces as well. A line
 * that begins with `#` is a comment, unless it is in a quoted text that ends in it.
 */
export function maySet(workspace: string, keys: RegExp): boolean {
  return linesOf(workspace).some((line) => keys.test(line))
}

/** The environment variables that the settings of a workspace name (`…Env`), without parsing them. */
export function variablesNamed(workspace: string): string[] {
  return linesOf(workspace).flatMap((line) =>
    [...line.matchAll(/Env["']?\s*:\s*["']?([A-Za-z_]\w*)/g)].map(([, name]) => name as string),
  )
}

function linesOf(workspace: string): string[] {
  const path = join(workspace, SETTINGS_FILE)
  const yaml = existsSync(path) ? contentOf(path) : ''
  return yaml.split('\n').filter((line) => !/^[ \t]*#[^"']*$/.test(line))
}

function contentOf(path: string): string {
  try {
    return readBounded(path, MAX_BYTES)
  } catch {
    return ''
  }
}

/** A path as people write it: `~/` is the home folder, and what is relative is so to the workspace. */
export function expandPath(path: string, workspace: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : resolve(workspace, path)
}
