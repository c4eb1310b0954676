import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { fail } from '../domain/outcome.ts'
import { errnoName } from './errno.ts'

/** The text of a regular file, no more than `most` bytes of it; pipes, devices and folders are refused, not waited for. */
export function readBounded(path: string, most: number): string {
  const fd = openRegular(path)
  try {
    const bytes = Buffer.alloc(Math.min(fstatSync(fd).size, most))
    return bytes.toString('utf8', 0, readSync(fd, bytes, 0, bytes.length, 0))
  } finally {
    closeSync(fd)
  }
}

/** Opens a regular file for reading. Throws `Failed` with `unreadable` for anything else. */
export function openRegular(path: string, flags = 0): number {
  try {
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | flags)
    if (fstatSync(fd).isFile()) return fd
    closeSync(fd)
  } catch (error) {
    fail('unreadable', { path, why: errnoName(error) })
  }
  return fail('unreadable', { path, why: 'not a regular file' })
}
