import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { Client } from 'pg'
import { asksInCleartext, HEADER_BYTES, isWellFormed, messageLength } from './server-message.ts'

/** Far more than the longest answer that is asked for, a page of lines of 5 MiB as hexadecimal digits. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024

/** What the driver reads from. */
interface Source {
  on(event: string, listener: (given: Buffer) => void): Duplex
}
type Attach = (source: Source) => void

/**
 * Breaks a connection off whose server sends more than anybody asked for, or what is no message of the protocol, or wants the
 * password for everybody to read. The driver would keep all of it, follow it without end, or throw where nothing catches it.
 */
export class AnswerGuard {
  private received = 0
  /** The beginning of a message that is not here yet, and how many bytes it needs. */
  private begun: Buffer[] = []
  private begunBytes = 0
  private needed = HEADER_BYTES

  /** For a client that has not connected yet. */
  constructor(client: Client) {
    const { connection } = client as unknown as { readonly connection: { attachListeners: Attach } }
    const attach = connection.attachListeners.bind(connection)
    connection.attachListeners = (source) => attach(this.guarded(source as Duplex))
  }

  /** From now on, as much may come as belongs to one answer. */
  expectAnswer(): void {
    this.received = 0
  }

  private guarded(stream: Duplex): Source {
    const on = (event: string, listener: (given: Buffer) => void): Duplex =>
      stream.on(event, event === 'data' ? (bytes: Buffer) => this.read(stream, bytes, listener) : listener)
    return { on }
  }

  private read(stream: Duplex, bytes: Buffer, read: (bytes: Buffer) => void): void {
    this.received += bytes.length
    if (this.received > MAX_ANSWER_BYTES) {
      breakOff(stream, 'EMSGSIZE')
      return
    }
    try {
      // One at a time, so that the driver cannot read on in the next.
      for (const message of this.wholeMessages(bytes, stream instanceof TLSSocket)) read(message)
    } catch (error) {
      breakOff(stream, error instanceof Refused ? error.code : 'EPROTO')
    }
  }

  /** The messages of which everything is here. Throws if one must not reach the driver. */
  private wholeMessages(bytes: Buffer, isEncrypted: boolean): Buffer[] {
    this.begun.push(bytes)
    this.begunBytes += bytes.length
    if (this.begunBytes < this.needed) return []
    const all = Buffer.concat(this.begun)
    const messages: Buffer[] = []
    let end = 0
    this.needed = HEADER_BYTES
    while (all.length - end >= HEADER_BYTES) {
      const length = messageLength(all, end)
      if (length === null) throw new Refused('EPROTO')
      if (end + length > all.length) {
        this.needed = length
        break
      }
      const message = all.subarray(end, end + length)
      if (!isWellFormed(message)) throw new Refused('EPROTO')
      if (!isEncrypted && asksInCleartext(message)) throw new Refused('ECLEARTEXT')
      messages.push(message)
      end += length
    }
    this.begun = [all.subarray(end)]
    this.begunBytes = all.length - end
    return messages
  }
}

/** A message that the driver must not see. */
class Refused extends Error {
  readonly code: 'EPROTO' | 'ECLEARTEXT'

  constructor(code: 'EPROTO' | 'ECLEARTEXT') {
    super(code)
    this.code = code
  }
}

function breakOff(stream: Duplex, code: string): void {
  stream.destroy(Object.assign(new Error(code), { code }))
}
