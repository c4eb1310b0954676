import { constants, lstatSync } from 'node:fs'
import { basename } from 'node:path'
import { inRegular } from './bounded.ts'
import { readAt } from './filebytes.ts'
import { logPaths } from './lognames.ts'

/** The end of a line, with its LF: `,"hash":"` + 64 digits + `"}`. */
const SEAL = /^,"hash":"([0-9a-f]{64})"\}\n$/
const SEAL_BYTES = 76

/**
 * How long files have to have been left alone, in milliseconds: some file systems tell times by two seconds only, and what
 * is changed twice within them looks like what was changed once.
 */
const AT_REST = 3000

/** A log as it looks from outside. */
export interface Mark {
  /** Of each file its name, length, times of the last change and head; the same text as long as those are the same. */
  readonly text: string
  /** Whether no file was changed just now. */
  readonly isAtRest: boolean
}

/**
 * The mark of a log, without reading more of it than its ends; `now` is in milliseconds. Null where a file is none that a
 * sound log has, or cannot be looked at.
 */
export function markOf(directory: string, id: string, now: number): Mark | null {
  try {
    const files = logPaths(directory, id).map(lookedAt)
    const isAtRest = Math.max(...files.map(({ changed }) => changed)) < now - AT_REST
    return { text: JSON.stringify(files.map(({ mark }) => mark)), isAtRest }
  } catch {
    return null
  }
}

function lookedAt(path: string) {
  const { size, mtimeNs, ctimeNs } = lstatSync(path, { bigint: true })
  const mark = [basename(path), Number(size), `${mtimeNs}`, `${ctimeNs}`, headIn(path, Number(size))] as const
  return { mark, changed: Math.max(Number(mtimeNs), Number(ctimeNs)) / 1_000_000 }
}

/** The hash that the file ends with. Throws where it does not end with one. */
function headIn(path: string, size: number): string {
  const at = Math.max(0, size - SEAL_BYTES)
  const end = inRegular(path, constants.O_NOFOLLOW, (fd) => readAt({ fd, at }, Buffer.alloc(SEAL_BYTES)))
  const head = SEAL.exec(end.toString('latin1'))?.[1]
  if (head === undefined) throw new Error('ends with no head')
  return head
}
