import { constants, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { readAt } from '../platform/file-bytes.ts'
import { PrivateFolder, xdgFolder } from '../platform/private-files.ts'
import { withRegularFile } from '../platform/regular-files.ts'

/** Identifies a build of the program; null if it is unknown, and then no snapshots are kept. */
export type BuildId = string | null

/** Returns the text of the main file of the built program, which names all its other files by their digests. */
export function buildIdOf(root: string): BuildId {
  try {
    return readFileSync(join(root, 'dist', 'main.cjs'), 'latin1')
  } catch {
    return null
  }
}

const MAX_BYTES = 64 * 1024 * 1024
const LF = 0x0a
/** Names of files that earlier versions kept. */
const OBSOLETE = /^(code|key)$|\.bookmark$|\.closed$/

/**
 * Files in the user's cache folder, which may be deleted at any time: copies of other files, and files of lines. The first
 * line has the file's name and the build of the program, or the file does not count. All lines are stored twice, the second
 * time with each pair of bytes swapped, so that any damage shows, even a word replaced everywhere.
 */
export class CacheFiles {
  readonly folder: PrivateFolder
  private readonly program: string

  constructor(env: NodeJS.ProcessEnv, program: string) {
    this.folder = new PrivateFolder(xdgFolder(env, 'XDG_CACHE_HOME'), 'halt')
    this.program = program
  }

  /** The lines of a file; null if there is none that counts. */
  read(name: string): Buffer[] | null {
    const bytes = this.folder.read(name, MAX_BYTES) ?? Buffer.alloc(0)
    // Two halves of an even number of bytes.
    if (bytes.length % 4 !== 0) return null
    const content = bytes.subarray(0, bytes.length / 2)
    const [heading, ...lines] = linesOf(content)
    const isWhole = content.equals(bytes.subarray(content.length).swap16())
    return isWhole && String(heading).trimEnd() === this.heading(name) ? lines : null
  }

  /** Writes a file of lines, unless they are too long to be read back, or there is nowhere to write them. */
  write(name: string, lines: readonly Uint8Array[]): void {
    const body = lines.flatMap((line) => [NEWLINE, line])
    const heading = Buffer.from(this.heading(name))
    // Only an even number of bytes can be swapped in pairs: a space after the first line makes it even.
    const isOdd = [heading, ...body].reduce((sum, { length }) => sum + length, 0) % 2 === 1
    const content = Buffer.concat([heading, ...(isOdd ? [SPACE] : []), ...body])
    if (2 * content.length > MAX_BYTES) return
    this.folder.write(name, [content, Buffer.from(content).swap16()])
    for (const obsolete of this.folder.names().filter((name) => OBSOLETE.test(name))) this.removeObsolete(obsolete)
  }

  /** Whether a copy starts with the same `length` bytes as the file at `path`. */
  copyMatches(copy: string, path: string, length: number): boolean {
    return this.folder.withFile(copy, (fd) => startsLike(path, length, fd)) ?? false
  }

  /** Copies the bytes of the file at `path` between two offsets; the copy already has those before. */
  extend(copy: string, path: string, from: number, to: number): void {
    const bytes = bytesIn(path, from, to)
    if (from === 0) this.folder.write(copy, [bytes])
    else this.folder.withFile(copy, (fd) => writeSync(fd, bytes, 0, bytes.length, from), constants.O_WRONLY)
  }

  /** All bytes of a copy; null if there is none. */
  bytesOf(copy: string): Buffer | null {
    return this.folder.read(copy, MAX_BYTES)
  }

  /** Writes the bytes of a copy unless it has them already. */
  keepBytes(copy: string, bytes: Buffer): void {
    if (!this.bytesOf(copy)?.equals(bytes)) this.folder.write(copy, [bytes])
  }

  private heading(name: string): string {
    return JSON.stringify([name, this.program])
  }

  private removeObsolete(name: string): void {
    try {
      rmSync(join(this.folder.path, name), { recursive: true, force: true })
    } catch {
      // A leftover does no harm.
    }
  }
}

const NEWLINE = Buffer.from('\n')
const SPACE = Buffer.from(' ')

function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = []
  let from = 0
  for (let to = bytes.indexOf(LF); to >= 0; to = bytes.indexOf(LF, from)) {
    lines.push(bytes.subarray(from, to))
    from = to + 1
  }
  return [...lines, bytes.subarray(from)]
}

const CHUNK = 64 * 1024

/** Whether a file starts with the same `length` bytes as another, which is open. */
function startsLike(path: string, length: number, other: number): boolean {
  const [mine, theirs] = [Buffer.allocUnsafe(CHUNK), Buffer.allocUnsafe(CHUNK)]
  return withRegularFile(path, constants.O_NOFOLLOW, (fd) => {
    for (let at = 0; at < length; at += CHUNK) {
      const size = Math.min(CHUNK, length - at)
      const part = readAt({ fd, at }, mine.subarray(0, size))
      if (part.length < size || !part.equals(readAt({ fd: other, at }, theirs.subarray(0, size)))) return false
    }
    return true
  })
}

/** The bytes of a file between two offsets; fewer if the file ends first. */
export function bytesIn(path: string, from: number, to: number): Buffer {
  return withRegularFile(path, constants.O_NOFOLLOW, (fd) => readAt({ fd, at: from }, Buffer.allocUnsafe(to - from)))
}
