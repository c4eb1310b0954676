import { closeSync, readSync } from 'node:fs'

/** A place in an open file. */
export interface FilePlace {
  readonly fd: number
  /** Offset in bytes. */
  readonly at: number
}

/** Fills `into` with the bytes from a place in a file on. Returns the part that was filled: less if the file ends first. */
export function readAt({ fd, at }: FilePlace, into: Buffer): Buffer {
  let read = 0
  for (let count = 1; count > 0 && read < into.length; read += count)
    count = readSync(fd, into, read, into.length - read, at + read)
  return into.subarray(0, read)
}

/** Returns the result of `use`, and closes the file even if that throws. */
export function withOpenFile<T>(fd: number, use: (fd: number) => T): T {
  try {
    return use(fd)
  } finally {
    closeSync(fd)
  }
}
