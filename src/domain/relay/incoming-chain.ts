import { advanceChain, type ChainState } from '../log/chain.ts'
import { isLineSignedBy, MAX_LINE_BYTES, unseal } from '../log/line.ts'

/** Checks lines of one writer that come from elsewhere, in order, as a file is checked. */
export class IncomingChain {
  private readonly incident: string
  private readonly writer: string
  private state: ChainState

  /** `state` is the end of the chain that is here; null before the first line of the writer. */
  constructor(incident: string, writer: string, state: ChainState) {
    this.incident = incident
    this.writer = writer
    this.state = state
  }

  /** The number of the next line. */
  get next(): number {
    return (this.state?.seq ?? 0) + 1
  }

  /** Whether the line, without its LF, is the next one of the chain, and signed; then the chain ends with it. */
  accept(bytes: Uint8Array): boolean {
    if (bytes.length >= MAX_LINE_BYTES) return false
    const line = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    const read = unseal(line)
    if ('damage' in read) return false
    const { event } = read
    const key = this.state === null ? (event.key ?? null) : this.state.key
    if (event.writer !== this.writer || event.incident !== this.incident) return false
    const advanced = advanceChain(this.state, event)
    if ('damage' in advanced || (key !== null && !isLineSignedBy(key, line, 0, line.length))) return false
    this.state = advanced.next
    return true
  }
}
