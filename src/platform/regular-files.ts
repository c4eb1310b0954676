import { closeSync, constants, existsSync, fstatSync, openSync } from 'node:fs'
import { fail } from '../domain/problem.ts'
import { errnoName } from './errno.ts'
import { readAt, withOpenFile } from './file-bytes.ts'

/** Why anything but a regular file is `unreadable`. */
export const NOT_REGULAR = 'not a regular file'

/** The first `limit` bytes of a regular file, as text. Throws like `openRegular`, so that it never waits for a pipe. */
export function readBounded(path: string, limit: number): string {
  return readStart(path, limit).toString('utf8')
}

/**
 * The first `limit` bytes of a regular file; `flags` are added, as in open(2). Throws like `openRegular`, and `unreadable`
 * also if the file can be opened, but not read: that error does not have its path.
 */
export function readStart(path: string, limit: number, flags = 0): Buffer {
  return withRegularFile(path, flags, (fd) => {
    try {
      return readAt({ fd, at: 0 }, Buffer.alloc(Math.min(fstatSync(fd).size, limit)))
    } catch (error) {
      return fail('unreadable', { path, why: errnoName(error) })
    }
  })
}

/**
 * The text and the bytes of a regular file that the operator names. Throws `no-such-file`, `unreadable`, or
 * `bad-text-file` if the file is longer than `limit` bytes, is not UTF-8, or contains a NUL.
 */
export function readTextFile(path: string, limit: number): { readonly text: string; readonly bytes: Uint8Array } {
  if (!existsSync(path)) fail('no-such-file', { path })
  const bytes = readStart(path, limit + 1)
  if (bytes.length > limit) fail('bad-text-file', { path, why: 'too-long', limit })
  if (bytes.includes(0)) fail('bad-text-file', { path, why: 'nul', limit })
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), bytes }
  } catch {
    return fail('bad-text-file', { path, why: 'not-utf8', limit })
  }
}

/** Opens a regular file for reading; `flags` are added, as in open(2). Throws `unreadable` for anything else. */
export function openRegular(path: string, flags = 0): number {
  try {
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | flags)
    if (fstatSync(fd).isFile()) return fd
    closeSync(fd)
  } catch (error) {
    fail('unreadable', { path, why: errnoName(error) })
  }
  return fail('unreadable', { path, why: NOT_REGULAR })
}

/** Opens a regular file, returns the result of `read`, and closes it. Throws like `openRegular`. */
export function withRegularFile<T>(path: string, flags: number, read: (fd: number) => T): T {
  return withOpenFile(openRegular(path, flags), read)
}

/** Whether there is a regular file at a path, not a link, that can be opened for reading. */
export function isReadableFile(path: string): boolean {
  try {
    closeSync(openRegular(path, constants.O_NOFOLLOW))
    return true
  } catch {
    return false
  }
}

/** Whether anything exists at a path. */
export function pathExists(path: string): boolean {
  return existsSync(path)
}
