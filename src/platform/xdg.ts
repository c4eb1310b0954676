import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** A user folder by the XDG Base Directory Specification, which says to ignore relative paths. */
export function xdgFolder(env: NodeJS.ProcessEnv, name: string, fallback: string): string {
  const given = env[name]
  return given !== undefined && isAbsolute(given) ? given : join(env.HOME || homedir(), fallback)
}
