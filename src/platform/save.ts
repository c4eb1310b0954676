import { randomBytes } from 'node:crypto'
import { lstatSync, renameSync, rmSync } from 'node:fs'
import { fail } from '../domain/outcome.ts'
import { PRIVATE, writePieces } from './durable.ts'
import { errnoName } from './errno.ts'
import type { Pieces } from './pieces.ts'
import { bytesOf } from './pour.ts'

/** Throws `output-exists` or `output-not-a-file` where a file may not be written there. */
export function mustBeFree(path: string, overwrite: boolean): void {
  const there = lstatSync(path, { throwIfNoEntry: false })
  if (there !== undefined && !there.isFile()) fail('output-not-a-file', { path })
  if (there !== undefined && !overwrite) fail('output-exists', { path })
}

/** All of it or nothing: written beside its place, then renamed into it. Takes the place of nothing but a file. */
export function saveFile(path: string, content: Pieces | Buffer, overwrite: boolean): void {
  mustBeFree(path, overwrite)
  const beside = `${path}.${randomBytes(6).toString('hex')}`
  try {
    writePieces(beside, Buffer.isBuffer(content) ? [content] : bytesOf(content), PRIVATE)
    renameSync(beside, path)
  } catch (error) {
    rmSync(beside, { force: true })
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    fail('not-recorded', { path, why: errnoName(error) })
  }
}
