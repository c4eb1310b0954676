import { parseMailbox } from '../domain/address.ts'
import type { SmtpSettings } from '../domain/settings.ts'
import { type MailOutcome, NotConnected, type SmtpSession } from './io/smtp-session.ts'
import type { Timing } from './io/timing.ts'
import { messageFor } from './mail.ts'
import type { DeliveryReason, OutgoingMessage, TransportContext, Unreadiness } from './transport.ts'

/** Messages per second. */
const DEFAULT_RATE = 10
/** Gives up after this many lost connections without an answer in between. */
const MAX_LOST_CONNECTIONS = 3

/** One pass through the recipients of a notice, sending to those that the journal leaves open. */
export class MailRound {
  /** Why the round stopped before every recipient had a turn; null if it did not. */
  stopReason: Unreadiness<DeliveryReason> | null = null
  /** What the server said to the first message that failed, or how its connection was lost; null if none failed. */
  firstFailure: string | null = null
  private readonly settings: SmtpSettings
  private readonly notice: OutgoingMessage
  private readonly context: TransportContext
  private readonly timing: Timing
  private readonly connect: () => Promise<SmtpSession>
  private session: SmtpSession | null = null
  private lostConnections = 0
  /** Earliest start of the next message, in milliseconds since the epoch. */
  private nextAt = 0

  constructor(
    settings: SmtpSettings,
    notice: OutgoingMessage,
    context: TransportContext,
    timing: Timing,
    connect: () => Promise<SmtpSession>,
  ) {
    this.settings = settings
    this.notice = notice
    this.context = context
    this.timing = timing
    this.connect = connect
  }

  /** Sends to all recipients that are open, one after another, until something stops the round. */
  async sendToAll(recipients: readonly string[], progress: (done: number) => void): Promise<void> {
    try {
      for (const [index, to] of recipients.entries()) {
        await this.giveTurn(to)
        if (this.stopReason !== null) return
        progress(index + 1)
      }
    } finally {
      this.session?.close()
    }
  }

  /** Tries to send to a recipient, over new connections if need be, until the server has answered for this message. */
  private async giveTurn(to: string): Promise<void> {
    let hadTurn = false
    while (!hadTurn && this.stopReason === null && this.context.journal.stateOf(to) === 'open')
      hadTurn = await this.trySending(to)
  }

  /** True if this recipient has had a turn; false if the round is over, or to be tried again over a new connection. */
  private async trySending(to: string): Promise<boolean> {
    if (this.isOver()) return false
    const session = await this.openSession()
    if (session === null) return false
    const from = parseMailbox(this.settings.from)?.address ?? this.settings.from
    const message = await messageFor(this.notice, this.settings.from, to)
    await this.pace()
    if (this.isOver()) return false
    this.context.journal.record(to, 'trying')
    return this.recordOutcome(to, await session.sendMessage(from, to, message))
  }

  /** Writes the outcome of a message to the journal. True if this recipient has had a turn. */
  private recordOutcome(to: string, outcome: MailOutcome): boolean {
    const { journal } = this.context
    if (outcome.end === 'lost') {
      // A refusal without a reply that starts with 5 leaves the recipient open.
      journal.record(to, outcome.begun ? 'unknown' : 'refused', outcome.reply)
      this.lostConnections += 1
      if (outcome.begun) this.firstFailure ??= outcome.reply
      if (this.lostConnections >= MAX_LOST_CONNECTIONS) this.stopReason = { why: outcome.why, detail: outcome.reply }
      return outcome.begun
    }
    this.lostConnections = 0
    if (outcome.end === 'accepted') {
      journal.record(to, 'accepted', outcome.reply)
      return true
    }
    // A refusal before the server has heard of the recipient concerns all of them. With the command before it, the reply
    // does not start with 5, so that this recipient stays open.
    const concernsAll = outcome.command !== 'RCPT TO' && outcome.command !== 'DATA'
    journal.record(to, 'refused', concernsAll ? `${outcome.command}: ${outcome.reply}` : outcome.reply)
    this.firstFailure ??= outcome.reply
    if (concernsAll && /^5/.test(outcome.reply)) this.stopReason = { why: 'refused', detail: outcome.reply }
    return true
  }

  private isOver(): boolean {
    if (this.context.stop.aborted) this.stopReason = { why: 'stopped', detail: '' }
    return this.stopReason !== null
  }

  /** The open connection, or else a new one; null if none can be made, which stops the round. */
  private async openSession(): Promise<SmtpSession | null> {
    if (this.session?.isOpen) return this.session
    try {
      this.session = await this.connect()
      return this.session
    } catch (error) {
      if (!(error instanceof NotConnected)) throw error
      this.stopReason = { why: error.why, detail: error.message }
      return null
    }
  }

  /** Waits as long as the rate requires between two messages, or until the round is stopped. */
  private async pace(): Promise<void> {
    const now = this.timing.now()
    const wait = this.nextAt - now
    if (wait > 0) await this.timing.sleep(wait, this.context.stop)
    this.nextAt = Math.max(now, this.nextAt) + 1000 / (this.settings.rate ?? DEFAULT_RATE)
  }
}
