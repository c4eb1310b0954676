import { closeSync, fstatSync, readSync } from 'node:fs'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'
import { isLoopbackHost, isMailAddress } from '../../domain/address.ts'
import { fail, ProblemError } from '../../domain/problem.ts'
import type { ProbeResult } from '../../domain/readiness/finding.ts'
import type { SmtpSettings } from '../../domain/settings.ts'
import { openRegular } from '../../platform/regular-files.ts'
import { couldInjectHeader, headerValuesOf } from '../mail.ts'
import { MailRound } from '../mail-round.ts'
import {
  type DeliveryResult,
  failedResult,
  type OutgoingMessage,
  PROBE_TIMEOUT_MS,
  safeDetail,
  TLS_OPTIONS,
  type Transport,
  type TransportContext,
  type Unreadiness,
} from '../transport.ts'
import { caCertificates, fileRefusal, type Resolved, secretOf } from './secrets.ts'
import { NotConnected, SmtpSession } from './smtp-session.ts'
import type { Timing } from './timing.ts'

const TIMEOUT_MS = 30_000
/** Of one reply, of all its lines: each has 512 at most (RFC 5321, 4.5.3.1.5). */
const MAX_REPLY_BYTES = 16 * 1024

/** What the settings refer to, read and checked. */
interface ResolvedSettings {
  readonly recipients: readonly string[]
  readonly user: string | null
  readonly password: string | null
  readonly ca: string[] | undefined
}

/** Sends mail: one message per recipient, over one connection at a time. The journal records each outcome. */
export class SmtpTransport implements Transport {
  readonly target: string
  readonly recipients?: number
  readonly probed: ProbeResult
  private readonly settings: SmtpSettings
  private readonly context: TransportContext
  private readonly timing: Timing
  private readonly addresses: Resolved<readonly string[]>

  constructor(settings: SmtpSettings, context: TransportContext, timing: Timing) {
    this.settings = settings
    this.context = context
    this.timing = timing
    this.addresses = recipientsOf(settings, context)
    const { protocol, host } = new URL(settings.url)
    const server = `${protocol}//${host}`
    if ('value' in this.addresses) this.recipients = this.addresses.value.length
    this.target = 'value' in this.addresses ? server : `${server}, ${settings.toFile}`
    this.probed = (settings.userEnv ?? settings.userFile) === undefined ? 'connected' : 'logged-in'
  }

  unreadiness(): Unreadiness | null {
    const resolved = this.resolveSettings()
    return 'unready' in resolved ? resolved.unready : null
  }

  /** Connects, with TLS if required, logs in, and quits. */
  async probe(): Promise<Unreadiness | null> {
    const resolved = this.resolveSettings()
    if ('unready' in resolved) return resolved.unready
    const { user, password, ca } = resolved.value
    const timeout = Math.min(this.settings.timeout ?? TIMEOUT_MS, PROBE_TIMEOUT_MS)
    try {
      const session = await SmtpSession.open(timeout, optionsOf(this.settings, ca), user, password)
      session.close()
      return null
    } catch (error) {
      if (!(error instanceof NotConnected)) throw error
      return { why: error.why, detail: safeDetail(error.message, [user ?? '', password ?? '']) }
    }
  }

  async send(notice: OutgoingMessage, progress: (done: number, all: number) => void): Promise<DeliveryResult> {
    const resolved = this.resolveSettings()
    if ('unready' in resolved) return failedResult(resolved.unready)
    if (headerValuesOf(notice).some(couldInjectHeader))
      return failedResult({ why: 'bad-header', detail: notice.channel })
    const { recipients, user, password, ca } = resolved.value
    const { journal } = this.context
    const { timeout = TIMEOUT_MS } = this.settings
    const connect = () => SmtpSession.open(timeout, optionsOf(this.settings, ca), user, password)
    const round = new MailRound(this.settings, notice, this.context, this.timing, connect)
    try {
      if (!journal.open()) return failedResult({ why: 'journal-missing', detail: notice.channel })
      await round.sendToAll(recipients, (done) => progress(done, recipients.length))
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === undefined) throw error
      round.stopReason = { why: 'not-written', detail: code }
    }
    return this.summarize(recipients, round, [user ?? '', password ?? ''])
  }

  /** Sums up the states of all recipients in the journal as one result. */
  private summarize(all: readonly string[], round: MailRound, secrets: readonly string[]): DeliveryResult {
    const { stopReason, firstFailure } = round
    const tally = { open: 0, accepted: 0, refused: 0, unknown: 0 }
    for (const to of all) tally[this.context.journal.stateOf(to)] += 1
    const reply = stopReason?.detail ?? firstFailure ?? ''
    const detail = reply === '' ? null : safeDetail(reply, secrets)
    const counts = { link: null, accepted: tally.accepted, refused: tally.refused, unknown: tally.unknown }
    if (tally.open > 0) return { outcome: 'failed', why: stopReason?.why ?? 'deferred-recipients', detail, ...counts }
    if (tally.accepted === 0 && tally.unknown === 0) return { outcome: 'failed', why: 'refused', detail, ...counts }
    const outcome = tally.accepted === 0 ? 'unknown' : 'sent'
    const why = tally.unknown > 0 ? 'unknown-recipients' : tally.refused > 0 ? 'refused-recipients' : null
    return { outcome, why, detail, ...counts }
  }

  private resolveSettings(): Resolved<ResolvedSettings> {
    const { settings, context, addresses: recipients } = this
    if ('unready' in recipients) return recipients
    const user = secretOf(context, settings.userEnv, settings.userFile)
    if ('unready' in user) return user
    const password = secretOf(context, settings.passwordEnv, settings.passwordFile)
    if ('unready' in password) return password
    const ca = caCertificates(context, settings.caFile)
    if ('unready' in ca) return ca
    return { value: { recipients: recipients.value, user: user.value, password: password.value, ca: ca.value } }
  }
}

/**
 * For `smtp://`, requires STARTTLS if the settings ask for it, or if the server is another machine and the settings do not
 * allow plain text. To this machine, it is not used unless the settings ask for it.
 */
function optionsOf(settings: SmtpSettings, ca: string[] | undefined): SMTPConnectionOptions {
  const url = new URL(settings.url)
  const plain = !settings.startTls && isLoopbackHost(url.hostname)
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    ...(url.port !== '' && { port: Number(url.port) }),
    secure: url.protocol === 'smtps:',
    ignoreTLS: plain,
    requireTLS: !plain && !(settings.allowPlain && !settings.startTls),
    // EHLO takes a fully qualified name or an address literal (RFC 5321, 4.1.3).
    name: hostname().includes('.') ? hostname() : '[127.0.0.1]',
    maxResponseSize: MAX_REPLY_BYTES,
    allowInternalNetworkInterfaces: true,
    tls: { ...TLS_OPTIONS, ...(ca !== undefined && { ca }) },
  }
}

const MAX_LINES = 1_000_000
const MAX_BYTES = 256 * 1024 * 1024
const CHUNK_BYTES = 1024 * 1024

/** The recipients, without duplicates: the list in the settings, or a file with one address per line and `#` comments. */
function recipientsOf({ to, toFile }: SmtpSettings, context: TransportContext): Resolved<readonly string[]> {
  if (toFile === undefined) return { value: [...new Set(to ?? [])] }
  const refused = fileRefusal(toFile, context)
  if (refused !== null) return { unready: refused }
  const found = new Set<string>()
  let number = 0
  try {
    for (const line of linesOf(resolve(context.workspace, toFile))) {
      number += 1
      const address = line.replace(/(^|\s)#.*$/, '').trim()
      if (number > MAX_LINES) return badAddress(`${toFile}:${number}: more than ${MAX_LINES} lines`)
      if (address === '') continue
      if (!isMailAddress(address)) return badAddress(`${toFile}:${number}`)
      found.add(address)
    }
  } catch (error) {
    if (error instanceof ProblemError) return { unready: { why: 'file-missing', detail: toFile } }
    throw error
  }
  return found.size === 0 ? badAddress(`${toFile}: 0`) : { value: [...found] }
}

/** Names the line but never its content, which may be the address of a customer. */
function badAddress(detail: string): Resolved<never> {
  return { unready: { why: 'bad-address', detail } }
}

/** The lines of a regular file, without reading all of it at once. Throws `unreadable` or `file-too-large`. */
function* linesOf(path: string): Generator<string> {
  const fd = openRegular(path)
  const decoder = new TextDecoder()
  const chunk = Buffer.alloc(CHUNK_BYTES)
  let rest = ''
  try {
    const { size } = fstatSync(fd)
    if (size > MAX_BYTES) fail('file-too-large', { path, bytes: size, limit: MAX_BYTES })
    for (;;) {
      const count = readSync(fd, chunk)
      const lines = (rest + decoder.decode(chunk.subarray(0, count), { stream: count > 0 })).split(/\r?\n/)
      rest = lines.pop() ?? ''
      yield* lines
      if (count === 0) break
    }
    yield rest
  } finally {
    closeSync(fd)
  }
}
