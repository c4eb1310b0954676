import { readSync } from 'node:fs'

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
