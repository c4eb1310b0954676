import { parseMailbox } from '../domain/address.ts'
import type { SmtpSettings } from '../domain/settings.ts'
import { type MailOutcome, NotConnected, type SmtpSession } from './io/smtp-session.ts'
import type { Timing } from './io/timing.ts'
import { messageFor } from './mail.ts'
import type { DeliveryReason, Outgoing, TransportContext, Unready } from './transport.ts'

/** Messages per second. */
const DEFAULT_RATE = 10
/** Gives up after this many lost connections without an answer in between. */
const MAX_BREAKS = 3

/** One pass through the recipients of a notice, sending to those the journal leaves open. */
export class MailRound {
  /** Why the round stopped before every recipient had a turn; null if it did not. */
  stopped: Unready<DeliveryReason> | null = null
  /** The server's reply to the first message that failed. */
  refusal: string | null = null
  private readonly settings: SmtpSettings
  private readonly notice: Outgoing
  private readonly context: TransportContext
  private readonly timing: Timing
  private readonly connect: () => Promise<SmtpSession>
  private session: SmtpSession | null = null
  private breaks = 0
  /** Earliest start of the next message, in milliseconds since the epoch. */
  private nextAt = 0

  constructor(
    settings: SmtpSettings,
    notice: Outgoing,
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

  async all(recipients: readonly string[], progress: (done: number) => void): Promise<void> {
    try {
      for (const [index, to] of recipients.entries()) {
        while (this.stopped === null && this.context.journal.standing(to) === 'open' && !(await this.sendTo(to)));
        if (this.stopped !== null) return
        progress(index + 1)
      }
    } finally {
      this.session?.close()
    }
  }

  /** True if this recipient has had a turn; false if another connection may be tried. */
  private async sendTo(to: string): Promise<boolean> {
    if (this.isOver()) return false
    const session = await this.openSession()
    if (session === null) return false
    const from = parseMailbox(this.settings.from)?.address ?? this.settings.from
    const message = await messageFor(this.notice, this.settings.from, to)
    await this.pace()
    if (this.isOver()) return false
    this.context.journal.write(to, 'trying')
    return this.settle(to, await session.post(from, to, message))
  }

  private settle(to: string, posted: MailOutcome): boolean {
    if (posted.end === 'lost') {
      this.context.journal.write(to, posted.begun ? 'unknown' : 'refused', posted.reply)
      this.breaks += 1
      if (posted.begun) this.refusal ??= posted.reply
      if (this.breaks >= MAX_BREAKS) this.stopped = { why: posted.why, detail: posted.reply }
      return posted.begun
    }
    this.breaks = 0
    if (posted.end === 'accepted') {
      this.context.journal.write(to, 'accepted', posted.reply)
      return true
    }
    // Refused before the recipient was named, so it concerns every recipient and not this one in particular.
    const concernsAll = posted.command !== 'RCPT TO' && posted.command !== 'DATA'
    this.context.journal.write(to, 'refused', concernsAll ? `${posted.command}: ${posted.reply}` : posted.reply)
    this.refusal ??= posted.reply
    if (concernsAll && /^5/.test(posted.reply)) this.stopped = { why: 'refused', detail: posted.reply }
    return true
  }

  private isOver(): boolean {
    if (this.context.stop.aborted) this.stopped = { why: 'stopped', detail: '' }
    return this.stopped !== null
  }

  private async openSession(): Promise<SmtpSession | null> {
    if (this.session?.alive) return this.session
    try {
      this.session = await this.connect()
      return this.session
    } catch (error) {
      if (!(error instanceof NotConnected)) throw error
      this.stopped = { why: error.why, detail: error.message }
      return null
    }
  }

  /** Waits as long as the rate requires between two messages. */
  private async pace(): Promise<void> {
    const now = this.timing.now()
    const wait = this.nextAt - now
    if (wait > 0) await this.timing.sleep(wait, this.context.stop)
    this.nextAt = Math.max(now, this.nextAt) + 1000 / (this.settings.rate ?? DEFAULT_RATE)
  }
}
