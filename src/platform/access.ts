import { readFileSync, statSync } from 'node:fs'

/** Who may use new files and folders: only their owner, or a group as well (`share.group`). */
export interface Access {
  readonly file: number
  readonly directory: number
  readonly gid: number | null
}

export const OWNER_ONLY: Access = { file: 0o600, directory: 0o700, gid: null }
/** Readable by everybody: for files that a web server serves. */
export const WORLD_READABLE: Access = { file: 0o644, directory: 0o755, gid: null }

/** Access for a group given by name or number; for the owner alone if it is null or this system has no such group. */
export function accessFor(group: string | null): Access {
  return sharedWith(group === null ? null : groupId(group))
}

/**
 * The access that a folder has, for new files in it. More reliable than the setting, whose group may be missing or have
 * another number on this machine: the group could not read the new files then.
 */
export function accessOf(directory: string): Access {
  const { mode, gid } = statSync(directory)
  return sharedWith(mode & 0o020 ? gid : null)
}

/** The set-group-id bit (02000) makes files in the folder inherit its group. */
function sharedWith(gid: number | null): Access {
  return gid === null ? OWNER_ONLY : { file: 0o660, directory: 0o2770, gid }
}

/** The largest group id: the next number means "no group" to the system. */
const MAX_ID = 2 ** 32 - 2

/** The id of a group given by number, or by its name in /etc/group; null if it is too large or the name is not there. */
export function groupId(group: string): number | null {
  if (/^\d+$/.test(group)) return Number(group) <= MAX_ID ? Number(group) : null
  try {
    const line = readFileSync('/etc/group', 'utf8')
      .split('\n')
      .find((l) => l.startsWith(`${group}:`))
    return line === undefined ? null : Number(line.split(':')[2])
  } catch {
    return null
  }
}

/** Whether this process may give files to a group. */
export function isGroupMember(gid: number): boolean {
  return process.getuid?.() === 0 || process.getegid?.() === gid || (process.getgroups?.().includes(gid) ?? false)
}
