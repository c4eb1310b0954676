import { sha256 } from '../log/sha256.ts'

/** What a relay has of one writer's lines: how many, the highest number, and `holdingDigest` of their hashes. */
export interface Holding {
  readonly writer: string
  readonly lines: number
  readonly top: number
  readonly digest: string
}

/** The SHA-256 of the hashes of lines, sorted by number and by hash, one after the other. */
export function holdingDigest(hashes: readonly string[]): string {
  return sha256(hashes.join(''))
}

/**
 * How the lines of a writer in a relay relate to those that are here: the relay has just the first `count` of these, or it
 * has just these and `more` after them, or it has `others`, such as forged ones, among them or in their place.
 */
export type Comparison =
  | { readonly has: 'first'; readonly count: number }
  | { readonly has: 'more' }
  | { readonly has: 'others' }

/** Compares what is here of a writer (`hashes`, in order) with what a relay has of it (null: nothing). */
export function compareHolding(hashes: readonly string[], holding: Holding | null): Comparison {
  if (holding === null) return { has: 'first', count: 0 }
  const { lines, top, digest } = holding
  // With a gap or with two lines at one place, something else is there than a chain.
  if (lines !== top) return { has: 'others' }
  if (top > hashes.length) return { has: 'more' }
  return holdingDigest(hashes.slice(0, top)) === digest ? { has: 'first', count: top } : { has: 'others' }
}
