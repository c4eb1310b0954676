import { closeSync, constants, existsSync, fstatSync, openSync } from 'node:fs'
import { fail } from '../domain/outcome.ts'
import { errnoName } from './errno.ts'
import { readAt } from './file-bytes.ts'

/** The text of a regular file, no more than `most` bytes of it; pipes, devices and folders are refused, not waited for. */
export function readBounded(path: string, most: number): string {
  return readBytes(path, most).toString('utf8')
}

function readBytes(path: string, most: number): Buffer {
  return inRegular(path, 0, (fd) => readAt({ fd, at: 0 }, Buffer.alloc(Math.min(fstatSync(fd).size, most))))
}

/**
 * The text of a file that an operator names, and its bytes. Throws `Failed`: `no-such-file`, `unreadable`, or
 * `bad-text-file` where it is longer than `limit` bytes, no UTF-8, or has a NUL in it.
 */
export function readText(path: string, limit: number): { readonly text: string; readonly bytes: Uint8Array } {
  if (!existsSync(path)) fail('no-such-file', { path })
  const bytes = readBytes(path, limit + 1)
  if (bytes.length > limit) fail('bad-text-file', { path, why: 'too-long', limit })
  if (bytes.includes(0)) fail('bad-text-file', { path, why: 'nul', limit })
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), bytes }
  } catch {
    return fail('bad-text-file', { path, why: 'not-utf8', limit })
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

/** What `read` makes of a regular file, which is open meanwhile. Throws as `openRegular`. */
export function inRegular<T>(path: string, flags: number, read: (fd: number) => T): T {
  const fd = openRegular(path, flags)
  try {
    return read(fd)
  } finally {
    closeSync(fd)
  }
}

/** Whether there is something at a path. */
export function isThere(path: string): boolean {
  return existsSync(path)
}
