import { randomBytes } from 'node:crypto'
import { lstatSync, renameSync, rmSync } from 'node:fs'
import { fail } from '../domain/problem.ts'
import { OWNER_ONLY } from './access.ts'
import { writePieces } from './durable.ts'
import { errnoName } from './errno.ts'
import { encodePieces, type TextPieces } from './pieces.ts'

/** Throws `output-not-a-file` if something else is at the path, `output-exists` if a file that may not be overwritten is. */
export function mustBeWritablePath(path: string, overwrite: boolean): void {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (stats !== undefined && !stats.isFile()) fail('output-not-a-file', { path })
  if (stats !== undefined && !overwrite) fail('output-exists', { path })
}

/** Writes a file for its owner alone, atomically. Throws like `mustBeWritablePath`, and `not-recorded`, as for the log. */
export function saveFile(path: string, content: TextPieces | Buffer, overwrite: boolean): void {
  saveBytes(path, Buffer.isBuffer(content) ? [content] : encodePieces(content), overwrite)
}

/** Like `saveFile`, with bytes that come in pieces. */
export function saveBytes(path: string, pieces: Iterable<Uint8Array>, overwrite: boolean): void {
  mustBeWritablePath(path, overwrite)
  const temporary = `${path}.${randomBytes(6).toString('hex')}`
  try {
    writePieces(temporary, pieces, OWNER_ONLY)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    fail('not-recorded', { path, why: errnoName(error) })
  }
}

/** The options without `--output -`: that is standard output, as without it. */
export function withoutDash<O extends { readonly output?: string }>(options: O): O {
  if (options.output !== '-') return options
  const { output: _, ...others } = options
  return others as O
}
