import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** A folder of the user by the XDG Base Directory Specification, which has relative ones ignored. */
export function xdgFolder(env: NodeJS.ProcessEnv, name: string, otherwise: string): string {
  const given = env[name]
  return given !== undefined && isAbsolute(given) ? given : join(env.HOME || homedir(), otherwise)
}
