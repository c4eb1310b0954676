import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { inLines, type Pieces } from '../render/pieces.ts'

/**
 * Prints text of any length as fast as the output takes it, so that what a slow reader has not taken does not pile up
 * here; and no more of it once the reader is gone.
 */
export async function pour(
  print: (text: string) => void,
  pieces: Pieces,
  output: Writable = process.stdout,
): Promise<void> {
  for (const lines of inLines(pieces)) {
    print(lines)
    if (output.writableNeedDrain && !(await isTaken(output))) return
    if (output.destroyed) return
  }
}

/** Waits until an output takes more; false where it never will. Standard output does not stay destroyed. */
function isTaken(output: Writable): Promise<boolean> {
  const listening = new AbortController()
  const { signal } = listening
  const happens = (event: string) => once(output, event, { signal })
  const taken = happens('drain').then(() => true)
  const gone = happens('close').then(() => false)
  return Promise.race([taken, gone])
    .catch(() => false)
    .finally(() => listening.abort())
}

/** The same as bytes, for a file. */
export function* bytesOf(pieces: Pieces): Generator<Uint8Array> {
  for (const lines of inLines(pieces)) yield Buffer.from(lines)
}
