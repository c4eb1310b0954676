import type { Head } from './event.ts'

const HASH_BYTES = 32
/** Hashes in one buffer. A single buffer for all would be copied to grow, and be in memory twice meanwhile. */
const HASHES_PER_PAGE = 1024

/** The hashes of the events of each writer, each writer's in order. */
export class HashesOfWriters {
  private readonly writers = new Map<string, Hashes>()

  add({ writer, hash }: Head): void {
    const own = this.writers.get(writer) ?? new Hashes()
    this.writers.set(writer, own)
    own.add(hash)
  }

  /** Adds the events, and passes them on. */
  *collecting<E extends Head>(events: Iterable<E>): Generator<E> {
    for (const event of events) {
      this.add(event)
      yield event
    }
  }

  has({ writer, seq, hash }: Head): boolean {
    return this.writers.get(writer)?.at(seq) === hash
  }

  countOf(writer: string): number {
    return this.writers.get(writer)?.count ?? 0
  }
}

/** The hashes of one writer's events, in order and in binary to save memory. */
class Hashes {
  count = 0
  private readonly pages: Buffer[] = []

  add(hash: string): void {
    if (this.count % HASHES_PER_PAGE === 0) this.pages.push(Buffer.allocUnsafe(HASHES_PER_PAGE * HASH_BYTES))
    this.pages.at(-1)?.write(hash, (this.count % HASHES_PER_PAGE) * HASH_BYTES, 'hex')
    this.count += 1
  }

  /** The hash of the event with this number, counted from 1; null after the last. */
  at(seq: number): string | null {
    const page = this.pages[Math.floor((seq - 1) / HASHES_PER_PAGE)]
    if (page === undefined || seq > this.count) return null
    const from = ((seq - 1) % HASHES_PER_PAGE) * HASH_BYTES
    return page.toString('hex', from, from + HASH_BYTES)
  }
}
