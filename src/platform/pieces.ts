/** Text that is generated piece by piece on demand, so that not all of it has to be in memory. */
export type Pieces = Generator<string> | readonly string[]

/** Characters to collect before a write. */
const BATCH = 64 * 1024

/** The same text in longer pieces of whole lines; the last one may end without a line break. */
export function* inLines(pieces: Pieces): Generator<string> {
  let [held, isBegun] = ['', false]
  for (const piece of pieces) {
    held += piece
    if (held.length < BATCH) continue
    const end = held.lastIndexOf('\n') + 1
    if (end === 0) continue
    yield held.slice(0, end)
    held = held.slice(end)
    isBegun = true
  }
  if (held !== '' || !isBegun) yield held
}

/** The parts one after the other, with `between` between them. */
export function* joinPieces(parts: Iterable<Pieces>, between: string): Generator<string> {
  let isFirst = true
  for (const part of parts) {
    if (!isFirst) yield between
    isFirst = false
    yield* part
  }
}

export function whole(pieces: Pieces): string {
  return [...pieces].join('')
}
