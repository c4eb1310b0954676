import { Readable } from 'node:stream'
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'
import type { PreflightFailure } from '../../domain/delivery-reasons.ts'
import { type DeliveryReason, isTlsError } from '../transport.ts'

/** The outcome of one message. `command`: the SMTP command refused. `begun`: part was sent before the connection broke. */
export type MailOutcome =
  | { readonly end: 'accepted'; readonly reply: string }
  | { readonly end: 'refused'; readonly reply: string; readonly command: string }
  | { readonly end: 'lost'; readonly begun: boolean; readonly why: DeliveryReason; readonly reply: string }

/** How long to wait for the answer to QUIT before closing the connection. */
const QUIT_TIMEOUT_MS = 1000

/**
 * How often the time for one reply a server may take in all, to let somebody in or to take a message: more than the replies to
 * either. One that never ends a reply, line by line, is in time with each of its lines.
 */
const MAX_REPLIES = 10

/** The connection or the log-in failed. */
export class NotConnected extends Error {
  readonly why: PreflightFailure

  constructor(why: PreflightFailure, message: string) {
    super(message)
    this.why = why
  }
}

interface SmtpError extends Error {
  readonly code?: string
  readonly originalCode?: string
  readonly command?: string
  readonly response?: string
  readonly responseCode?: number
}

/** A connection to a mail server that sends one message after another (RFC 5321). */
export class SmtpSession {
  private readonly connection: SMTPConnection
  /** Milliseconds that a message may take. */
  private readonly limit: number

  private constructor(connection: SMTPConnection, limit: number) {
    this.connection = connection
    this.limit = limit
  }

  /** Connects, and logs in if there is a user; each reply may take `timeout`. Rejects with `NotConnected`. */
  static async open(
    timeout: number,
    options: SMTPConnectionOptions,
    user: string | null,
    pass: string | null,
  ): Promise<SmtpSession> {
    const times = { connectionTimeout: timeout, greetingTimeout: timeout, socketTimeout: timeout, dnsTimeout: timeout }
    const connection = new SMTPConnection({ ...options, ...times })
    const limit = MAX_REPLIES * timeout
    try {
      await within(limit, logIn(connection, user, pass))
      return new SmtpSession(connection, limit)
    } catch (error) {
      connection.close()
      throw new NotConnected(connectFailure(error as SmtpError), (error as Error).message)
    }
  }

  get isOpen(): boolean {
    return !this.connection.destroyed
  }

  /** Sends a message to one recipient. After a refusal, resets the session (RSET) for the next message if it can. */
  async sendMessage(from: string, to: string, message: Buffer): Promise<MailOutcome> {
    let begun = false
    const body = Readable.from(
      (function* () {
        begun = true
        yield message
      })(),
    )
    const posting = new Promise<MailOutcome>((resolve) => {
      this.connection.send({ from, to: [to], size: message.length }, body, (error, info) => {
        if (error) resolve(failureOf(error as SmtpError, begun))
        else resolve({ end: 'accepted', reply: String(info?.response ?? '') })
      })
    })
    const posted = await within(this.limit, posting).catch((error: SmtpError) => this.breakOff(error, begun))
    if (posted.end === 'refused' && this.isOpen)
      await within(this.limit, this.reset()).catch(() => this.connection.close())
    return posted
  }

  private breakOff(error: SmtpError, begun: boolean): MailOutcome {
    this.connection.close()
    return failureOf(error, begun)
  }

  private reset(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.connection.once('end', resolve)
      this.connection.reset((error) => (error ? reject(error) : resolve()))
    })
  }

  close(): void {
    if (!this.isOpen) return
    this.connection.quit()
    setTimeout(() => this.connection.close(), QUIT_TIMEOUT_MS).unref()
  }
}

async function logIn(connection: SMTPConnection, user: string | null, pass: string | null): Promise<void> {
  await completion(connection, (done) => connection.connect(done))
  if (user !== null) await completion(connection, (done) => connection.login({ user, pass: pass ?? '' }, done))
}

/** Resolves as a step with the server does; rejects as after a timeout if it takes longer than this. */
async function within<T>(ms: number, step: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('Timeout'), { code: 'ETIMEDOUT' })), ms)
  })
  try {
    return await Promise.race([step, limit])
  } finally {
    clearTimeout(timer)
  }
}

/** Waits until a step of the connection is done. Rejects if the server refuses it, or closes the connection first. */
function completion(connection: SMTPConnection, start: (done: (error?: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.on('error', reject)
    connection.on('end', () => reject(new Error('the server closed the connection')))
    start((error) => (error ? reject(error) : resolve()))
  })
}

function failureOf(error: SmtpError, begun: boolean): MailOutcome {
  const reply = error.response ?? error.message
  // 421 closes the connection (RFC 5321, 3.8). Before the message was begun, it says nothing about the recipient.
  if (error.responseCode === 421 && !begun) return { end: 'lost', begun, why: 'connection-lost', reply }
  if (error.responseCode !== undefined || error.code === 'EENVELOPE' || error.code === 'EMESSAGE')
    return { end: 'refused', reply, command: error.command ?? '' }
  return { end: 'lost', begun, why: error.code === 'ETIMEDOUT' ? 'timed-out' : 'connection-lost', reply }
}

function connectFailure(error: SmtpError): PreflightFailure {
  if (error.code === 'EAUTH') return 'login-refused'
  if (error.code === 'ETLS' || isTlsError(error.originalCode ?? '')) return 'tls-failed'
  if (error.code === 'ETIMEDOUT') return 'timed-out'
  return error.responseCode !== undefined ? 'refused' : 'unreachable'
}
