import { createHmac } from 'node:crypto'
import { isLoopbackHost } from '../domain/address.ts'
import type { ProbeResult } from '../domain/readiness/finding.ts'
import type { WebhookSettings } from '../domain/settings.ts'
import { isPrivateAddress, type PostResult, post, probeServer } from './io/http.ts'
import { caCertificates, type Resolved, secretOf } from './io/secrets.ts'
import type { Timing } from './io/timing.ts'
import { couldInjectHeader } from './mail.ts'
import {
  type DeliveryResult,
  failedResult,
  type OutgoingMessage,
  PROBE_TIMEOUT_MS,
  resultWithoutRecipients,
  safeDetail,
  type Transport,
  type TransportContext,
  textKey,
  type Unreadiness,
} from './transport.ts'
import { WebhookTemplate } from './webhook-template.ts'

const TIMEOUT_MS = 10_000
const MAX_TRIES = 4
/** Waits between tries: 1, 2 and 4 seconds, each minus up to half of it at random, so that clients do not retry together. */
const FIRST_WAIT_MS = 1000
/** The longest wait that a server can ask for with `Retry-After`. */
const MAX_WAIT_MS = 60_000
/** Characters of a response body that are quoted. */
const MAX_QUOTED = 200

/** One request; `key` is its idempotency key. */
interface Payload {
  readonly key: string
  readonly body: string
}

/** What the settings refer to, read and checked. */
interface ResolvedSettings {
  readonly url: URL
  readonly secret: string | null
  readonly authorization: string | null
  readonly template: WebhookTemplate | null
  readonly ca: string[] | undefined
}

/**
 * Sends POST requests with JSON. A request is repeated, exactly but for the time in its signature, where it was certainly not
 * taken; where that is not known, only if the settings say that the server is idempotent.
 */
export class WebhookTransport implements Transport {
  readonly target: string
  readonly probed: ProbeResult
  private readonly settings: WebhookSettings
  private readonly context: TransportContext
  private readonly timing: Timing

  constructor(settings: WebhookSettings, context: TransportContext, timing: Timing) {
    this.settings = settings
    this.context = context
    this.timing = timing
    const url = this.url()
    // The path often works like a password, so show only the origin.
    this.target = 'value' in url ? url.value.origin : `${settings.urlEnv ?? settings.urlFile}`
    this.probed = this.target.startsWith('https:') ? 'proved' : 'connected'
  }

  unreadiness(): Unreadiness | null {
    const resolved = this.resolveSettings()
    return 'unready' in resolved ? resolved.unready : null
  }

  /** Connects without sending a request: only a real notice shows whether the server accepts one. */
  async probe(): Promise<Unreadiness | null> {
    const resolved = this.resolveSettings()
    if ('unready' in resolved) return resolved.unready
    const { timeout = TIMEOUT_MS, allowPrivate = false } = this.settings
    const { url, ca } = resolved.value
    return probeServer({ url, ca, allowPrivate, timeout: Math.min(timeout, PROBE_TIMEOUT_MS) })
  }

  async send(notice: OutgoingMessage, progress: (done: number, all: number) => void): Promise<DeliveryResult> {
    const resolved = this.resolveSettings()
    if ('unready' in resolved) return failedResult(resolved.unready)
    if ([notice.key, notice.head].some(couldInjectHeader)) return resultWithoutRecipients('failed', 'bad-header', null)
    const payloads = payloadsOf(notice, resolved.value.template)
    for (const [index, payload] of payloads.entries()) {
      const result = this.context.stop.aborted
        ? resultWithoutRecipients('failed', 'stopped')
        : await this.deliver(payload, notice, resolved.value)
      if (result.outcome !== 'sent') return index === 0 ? result : this.afterSome(result)
      progress(index + 1, payloads.length)
    }
    return resultWithoutRecipients('sent')
  }

  /** The result of a notice of which earlier requests were taken: all of them go out again if it is sent again. */
  private afterSome(result: DeliveryResult): DeliveryResult {
    if (result.outcome === 'unknown' || this.settings.idempotent) return result
    return resultWithoutRecipients('unknown', 'partly-taken', result.detail)
  }

  private async deliver(payload: Payload, notice: OutgoingMessage, checked: ResolvedSettings): Promise<DeliveryResult> {
    const { timeout = TIMEOUT_MS, allowPrivate = false, idempotent = false } = this.settings
    const { stop } = this.context
    const { url, ca } = checked
    let wasTaken: 'no' | 'unknown' = 'no'
    for (let tries = 1; ; tries += 1) {
      const headers = this.headersOf(payload, notice, checked)
      const answer = await post({ url, headers, body: payload.body, timeout, allowPrivate, ca })
      const verdict = verdictOf(answer)
      if (verdict === 'unknown') wasTaken = 'unknown'
      if (tries < MAX_TRIES && (verdict === 'not-taken' || (verdict === 'unknown' && idempotent))) {
        await this.timing.sleep(this.waitMsAfter(answer, tries), stop)
        if (!stop.aborted) continue
      }
      const result = resultOf(answer, secretsIn(checked))
      return result.outcome === 'failed' ? { ...result, outcome: wasTaken === 'no' ? 'failed' : 'unknown' } : result
    }
  }

  private waitMsAfter(answer: PostResult, tries: number): number {
    const backoff = FIRST_WAIT_MS * 2 ** (tries - 1) * (1 - this.timing.random() / 2)
    const requested = 'status' in answer ? retryAfterMs(answer.retryAfter, this.timing.now()) : 0
    return Math.min(MAX_WAIT_MS, Math.max(backoff, requested))
  }

  private headersOf({ key, body }: Payload, { head }: OutgoingMessage, { secret, authorization }: ResolvedSettings) {
    const timestamp = String(Math.floor(this.timing.now() / 1000))
    return {
      'Content-Type': 'application/json',
      'User-Agent': 'halt',
      'Idempotency-Key': key,
      'X-Halt-Log-Head': head,
      ...(authorization !== null && { Authorization: `Bearer ${authorization}` }),
      ...(secret !== null && {
        'webhook-id': key,
        'webhook-timestamp': timestamp,
        'webhook-signature': signatureOf(secret, `${key}.${timestamp}.${body}`),
      }),
    }
  }

  private resolveSettings(): Resolved<ResolvedSettings> {
    const { settings, context } = this
    const url = this.url()
    if ('unready' in url) return url
    if (!settings.allowPrivate && (isPrivateAddress(url.value.hostname) || isLoopbackHost(url.value.hostname)))
      return { unready: { why: 'private-address', detail: url.value.origin } }
    const secret = secretOf(context, settings.secretEnv, settings.secretFile)
    if ('unready' in secret) return secret
    const authorization = secretOf(context, settings.authorizationEnv, settings.authorizationFile)
    if ('unready' in authorization) return authorization
    const template = settings.body === undefined ? { value: null } : WebhookTemplate.read(context, settings.body)
    if ('unready' in template) return template
    const ca = caCertificates(context, settings.caFile)
    if ('unready' in ca) return ca
    const common = { url: url.value, secret: secret.value, authorization: authorization.value }
    return { value: { ...common, template: template.value, ca: ca.value } }
  }

  /** The URL, checked here because one from a variable or file was not checked with the settings. */
  private url(): Resolved<URL> {
    const { url, urlEnv, urlFile, allowPlain } = this.settings
    const found = url === undefined ? secretOf(this.context, urlEnv, urlFile) : { value: url }
    if ('unready' in found) return found
    const text = found.value ?? ''
    const parsed = URL.canParse(text) ? new URL(text) : null
    const isAllowedHttp = parsed?.protocol === 'http:' && (allowPlain || isLoopbackHost(parsed.hostname))
    const isAllowed = isAllowedHttp || parsed?.protocol === 'https:'
    if (parsed === null || parsed.username !== '' || parsed.password !== '' || !isAllowed)
      return { unready: { why: 'bad-url', detail: urlEnv ?? urlFile ?? 'url' } }
    return { value: parsed }
  }
}

/** One request for all languages, or one for each if there is a template. */
function payloadsOf(notice: OutgoingMessage, template: WebhookTemplate | null): readonly Payload[] {
  if (template !== null)
    return notice.texts.map((text) => {
      const key = textKey(notice, text)
      return { key, body: template.fill(notice, text, key) }
    })
  const { key, incident, channel, person, stage, number, at, next, head } = notice
  const recipient = person === null ? {} : { person }
  const texts = notice.texts.map(({ language, subject, text, digest, link = null }) => {
    return { language, subject, text, digest, ...(person === null && { link }) }
  })
  const body = { schemaVersion: 1, key, incident, channel, ...recipient, stage, number, at, next, head, texts }
  return [{ key, body: JSON.stringify(body) }]
}

/** Signs as Standard Webhooks specifies: HMAC-SHA256 in Base64. After `whsec_`, the secret itself is in Base64. */
function signatureOf(secret: string, content: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret)
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`
}

/** Converts `Retry-After`, in seconds or as a date (RFC 9110), to milliseconds from now; 0 if missing or invalid. */
function retryAfterMs(header: string | null, now: number): number {
  if (header === null) return 0
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isNaN(ms) ? 0 : Math.max(0, ms)
}

/**
 * What an answer says of a request. `not-taken`: it may succeed later. `refused`: it was not taken either, and will not be.
 * A server that fails (5xx) or says nothing may have done what it was asked before that.
 */
type Verdict = 'taken' | 'not-taken' | 'refused' | 'unknown'

function verdictOf(answer: PostResult): Verdict {
  if (!('status' in answer)) return answer.begun ? 'unknown' : answer.why === 'unreachable' ? 'not-taken' : 'refused'
  const { status, retryAfter } = answer
  if (status >= 200 && status < 300) return 'taken'
  if (status === 429 || (status === 503 && retryAfter !== null)) return 'not-taken'
  return status >= 500 ? 'unknown' : 'refused'
}

const OUTCOMES = { taken: 'sent', 'not-taken': 'failed', refused: 'failed', unknown: 'unknown' } as const

function resultOf(answer: PostResult, secrets: readonly string[]): DeliveryResult {
  const verdict = verdictOf(answer)
  const outcome = OUTCOMES[verdict]
  if (!('status' in answer)) return resultWithoutRecipients(outcome, answer.why, safeDetail(answer.code))
  if (verdict === 'taken') return resultWithoutRecipients(outcome)
  const { status, body } = answer
  const said = safeDetail(body.toString('utf8'), secrets, MAX_QUOTED)
  const detail = said === '' ? `HTTP ${status}` : `HTTP ${status}: ${said}`
  if (verdict === 'unknown') return resultWithoutRecipients(outcome, 'server-failed', detail)
  return resultWithoutRecipients(outcome, status >= 300 && status < 400 ? 'redirected' : 'refused', detail)
}

/** What must not be quoted from a response; the path of a URL often works like a password. */
function secretsIn({ url, secret, authorization }: ResolvedSettings): readonly string[] {
  const path = url.pathname.length > 1 ? [url.pathname] : []
  return [secret ?? '', authorization ?? '', url.href, ...path]
}
