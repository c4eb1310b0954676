/** Text that is made piece by piece, each when it is asked for, so that nobody need hold all of it. */
export type Pieces = Generator<string> | readonly string[]

/** What is worth a call to write, in characters. */
const BATCH = 64 * 1024

/** The same text in longer pieces, each of whole lines; the last one as it ends. */
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

/** Parts one after the other, with something between them. */
export function* separated(parts: Iterable<Pieces>, between: string): Generator<string> {
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
