import { readSync } from 'node:fs'

const CHUNK = 64 * 1024
/** Not touched, room costs nothing; to be given new room costs more than to read into it, so it is used again. */
const ROOM = 1024 * 1024

/** Room for what is read, of whatever length: what was in it before is lost. Much room is given up again. */
export class Room {
  private bytes: Buffer | null = null

  of(length: number): Buffer {
    if (length > ROOM) return Buffer.allocUnsafeSlow(length)
    this.bytes ??= Buffer.allocUnsafeSlow(ROOM)
    return this.bytes.subarray(0, length)
  }
}

/** A place in an open file. */
export interface FilePlace {
  readonly fd: number
  /** Bytes before it. */
  readonly at: number
}

/** Fills `into` with what stands in a file from a place on; returns less of it where the file ends before. */
export function readAt({ fd, at }: FilePlace, into: Buffer): Buffer {
  let read = 0
  for (let count = 1; count > 0 && read < into.length; read += count)
    count = readSync(fd, into, read, into.length - read, at + read)
  return into.subarray(0, read)
}

/** Whether these bytes stand in a file from a place on. */
export function standsAt({ fd, at }: FilePlace, bytes: Buffer): boolean {
  for (let done = 0; done < bytes.length; done += CHUNK) {
    const part = bytes.subarray(done, done + CHUNK)
    if (!readAt({ fd, at: at + done }, COMPARED.of(part.length)).equals(part)) return false
  }
  return true
}

/** Whether the same bytes stand in two files, each from a place on, and so many of them. */
export function areAlike(one: FilePlace, other: FilePlace, length: number): boolean {
  for (let done = 0; done < length; done += CHUNK) {
    const most = Math.min(CHUNK, length - done)
    const part = readAt({ fd: one.fd, at: one.at + done }, READ.of(most))
    if (part.length < most || !standsAt({ fd: other.fd, at: other.at + done }, part)) return false
  }
  return true
}

const READ = new Room()
const COMPARED = new Room()
