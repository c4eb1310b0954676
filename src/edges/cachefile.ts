import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { save } from './state.ts'

/** What tells one build of the program from another; null where that cannot be told, and nothing is cached. */
export type Program = string | null

/** The digest of the program as it was built: its main file names all its parts, each by its own. */
export function programIn(root: string): Program {
  try {
    return digestOf(readFileSync(join(root, 'dist', 'main.cjs')))
  } catch {
    return null
  }
}

/**
 * What is in a cache: a file that may be deleted at any time, and counts for nothing unless this program wrote it and it is
 * whole. Null where it does not, or is `most` bytes or longer.
 */
export function readCache(path: string, program: Program, most: number): string | null {
  try {
    if (program === null || statSync(path).size >= most) return null
    const bytes = readFileSync(path)
    const end = bytes.indexOf('\n')
    const body = bytes.subarray(end + 1)
    return bytes.toString('utf8', 0, end) === headOf(program, body) ? body.toString() : null
  } catch {
    return null
  }
}

/** Puts it there, for its owner alone. Where that cannot be, or it would be too long to be read, it is left as it was. */
export function writeCache(path: string, program: Program, most: number, body: string): void {
  const text = program === null ? '' : `${headOf(program, body)}\n${body}`
  if (text !== '' && Buffer.byteLength(text) < most) save(dirname(path), path, text)
}

/** The first line of the file: who wrote the rest, and its digest. */
function headOf(program: string, body: string | Buffer): string {
  return JSON.stringify({ program, digest: digestOf(body) })
}

function digestOf(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
