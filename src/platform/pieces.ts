import type { Output } from './output.ts'

/** Text that is generated piece by piece on demand, so that not all of it has to be in memory. */
export type TextPieces = Generator<string> | readonly string[]

/** Characters to collect before a write. */
const BATCH = 64 * 1024

/** The same text in longer pieces of whole lines; the last may lack its line break. An empty text is one empty piece. */
export function* batchLines(pieces: TextPieces): Generator<string> {
  let [held, hasYielded] = ['', false]
  for (const piece of pieces) {
    held += piece
    if (held.length < BATCH) continue
    const end = held.lastIndexOf('\n') + 1
    if (end === 0) continue
    yield held.slice(0, end)
    held = held.slice(end)
    hasYielded = true
  }
  if (held !== '' || !hasYielded) yield held
}

/** The parts one after the other, with `between` between them. */
export function* joinPieces(parts: Iterable<TextPieces>, between: string): Generator<string> {
  let isFirst = true
  for (const part of parts) {
    if (!isFirst) yield between
    isFirst = false
    yield* part
  }
}

/** All pieces as one string. */
export function joinedText(pieces: TextPieces): string {
  return [...pieces].join('')
}

/** Prints text no faster than `output`, to which `print` must write, takes it. Stops once nothing more can be written. */
export async function printPieces(print: (text: string) => void, pieces: TextPieces, output: Output): Promise<void> {
  for (const lines of batchLines(pieces)) {
    print(lines)
    if (!(await output.takesMore())) return
  }
}

/** The text as bytes, for a file. */
export function* encodePieces(pieces: TextPieces): Generator<Uint8Array> {
  for (const lines of batchLines(pieces)) yield Buffer.from(lines)
}
