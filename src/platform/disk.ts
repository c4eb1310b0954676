import { randomBytes } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { errnoName } from './errno.ts'
import { withOpenFile } from './file-bytes.ts'

export interface FreeSpace {
  /** Bytes available to this user. */
  readonly bytes: number
  /** Files that can still be created; null if the file system has no limit. */
  readonly inodes: number | null
}

/** The folder, or its nearest parent that exists. */
export function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path))
}

/** The space left where a folder is. Throws the system's error. */
export function freeSpaceIn(folder: string): FreeSpace {
  const { bavail, bsize, files, ffree } = statfsSync(folder)
  return { bytes: bavail * bsize, inodes: files === 0 ? null : ffree }
}

/**
 * The name of the error that keeps a folder from being written to and synced; null if there is none. Tries with a file that
 * is deleted before it is written, so that none is left. For a folder that is missing, its nearest parent must be writable.
 */
export function storageError(path: string): string | null {
  const folder = nearestFolder(path)
  try {
    if (folder === path) testWrite(folder)
    else accessSync(`${folder}/.`, constants.W_OK | constants.X_OK)
    return null
  } catch (error) {
    return errnoName(error)
  }
}

function testWrite(folder: string): void {
  const path = join(folder, `.doctor-${randomBytes(8).toString('hex')}`)
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW
  withOpenFile(openSync(path, flags, 0o600), (fd) => {
    rmSync(path)
    writeSync(fd, 'x')
    fsyncSync(fd)
  })
}

/** Network file systems, where locks and fsync depend on another machine, by their names in Linux. */
const NETWORK =
  /^(?:nfs\d?|cifs|smb\d?|smbfs|9p|ceph|afs|lustre|gfs2?|ocfs2|beegfs|fuse\.(?:sshfs|glusterfs|ceph-fuse|rclone|s3fs|davfs2?|gcsfuse))$/

/** The type of the network file system that a folder is on; null if it is on another kind. `mounts` is a `mountTable`. */
export function networkFileSystemOf(folder: string, mounts: string): string | null {
  const type = fileSystemOf(realpathSync(folder), mounts)
  return type !== null && NETWORK.test(type) ? type : null
}

/** The type of the deepest mount point that holds a path (of several, the one mounted last); null if there is none. */
function fileSystemOf(path: string, mounts: string): string | null {
  let best: { readonly at: string; readonly type: string } | null = null
  for (const line of mounts.split('\n')) {
    const [, , , , point = ''] = line.split(' ')
    const [type = ''] = (line.split(' - ')[1] ?? '').split(' ')
    const at = point.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    const holds = at !== '' && (at === '/' || path === at || path.startsWith(`${at}/`))
    if (holds && (best === null || at.length >= best.at.length)) best = { at, type }
  }
  return best?.type ?? null
}

/** What is mounted where, as Linux says in /proc/self/mountinfo; null on systems without it. */
export function mountTable(): string | null {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8')
  } catch {
    return null
  }
}
