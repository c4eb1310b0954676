import { advanceChain, type ChainState } from '../log/chain.ts'
import type { Envelope } from '../log/event.ts'
import { isLineSignedBy, MAX_LINE_BYTES, unseal } from '../log/line.ts'
import { isNamedForKey } from '../log/writer-name.ts'

/** The end of a chain that has a line. */
export type ChainEnd = NonNullable<ChainState>

/** Whose lines are read. */
export interface LinesOf {
  readonly incident: string
  readonly writer: string
  /** Whether it must have the name of its key: so do all in an incident whose declaring writer has. */
  readonly mustBeNamed: boolean
}

/** Whether the key on the first line of a writer may be its key. True for later lines, which have none. */
export function mayBeKey({ writer, mustBeNamed }: LinesOf, { seq, key }: Envelope): boolean {
  return seq > 1 || !mustBeNamed || isNamedForKey(writer, key)
}

/**
 * Reads a line, without its LF, that comes from elsewhere, as a file is read: returns the chain of its writer up to it. Null
 * unless it is whole, signed, of this incident and writer, and follows the chain that `before` returns for it.
 */
export function follow(
  of: LinesOf,
  bytes: Uint8Array,
  before: (event: Envelope) => ChainState | undefined,
): ChainEnd | null {
  if (bytes.length >= MAX_LINE_BYTES) return null
  const line = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const read = unseal(line)
  if ('damage' in read || read.event.writer !== of.writer || read.event.incident !== of.incident) return null
  const state = before(read.event)
  if (!mayBeKey(of, read.event)) return null
  const advanced = state === undefined ? null : advanceChain(state, read.event)
  if (advanced === null || 'damage' in advanced) return null
  const { next } = advanced
  return next.key === null || isLineSignedBy(next.key, line, 0, line.length) ? next : null
}

/** Checks lines of one writer that come from elsewhere, in order, as a file is checked. */
export class IncomingChain {
  private readonly of: LinesOf
  private readonly without: ReadonlySet<string>
  private state: ChainState

  /** `state` is the end of the chain that is here; null before the first line. Lines with hashes in `without` are not taken. */
  constructor(of: LinesOf, state: ChainState, without: ReadonlySet<string> = new Set()) {
    this.of = of
    this.state = state
    this.without = without
  }

  /** The number of the next line. */
  get next(): number {
    return (this.state?.seq ?? 0) + 1
  }

  /** Whether the line, without its LF, is the next one of the chain, and signed; then the chain ends with it. */
  accept(bytes: Uint8Array): boolean {
    const next = follow(this.of, bytes, () => this.state)
    if (next === null || this.without.has(next.hash)) return false
    this.state = next
    return true
  }
}
