import { createHmac } from 'node:crypto'
import { isLoopbackHost } from '../domain/address.ts'
import type { ProbeResult } from '../domain/readiness/finding.ts'
import type { WebhookServerSettings } from '../domain/settings.ts'
import { isPrivateAddress, type PostResult, post, probeServer } from './io/http.ts'
import { caCertificates, type Resolved, secretOf } from './io/secrets.ts'
import type { Timing } from './io/timing.ts'
import {
  type DeliveryResult,
  PROBE_TIMEOUT_MS,
  resultWithoutRecipients,
  type SendingContext,
  safeDetail,
  type Unreadiness,
} from './transport.ts'

const TIMEOUT_MS = 10_000
const MAX_TRIES = 4
/** Waits between tries: 1, 2 and 4 seconds, each minus up to half of it at random, so that clients do not retry together. */
const FIRST_WAIT_MS = 1000
/** The longest wait that a server can ask for with `Retry-After`. */
const MAX_WAIT_MS = 60_000
/** Characters of a response body that are quoted. */
const MAX_QUOTED = 200

/** One request; `key` is its idempotency key. */
export interface WebhookRequest {
  readonly key: string
  readonly body: string
  /** Beside those that every request has. */
  readonly headers: Readonly<Record<string, string>>
}

/** What the settings refer to, read and checked. */
export interface ResolvedServer {
  readonly url: URL
  /** The key to sign with; null if requests are not signed. */
  readonly secret: string | null
  readonly authorization: string | null
  readonly ca: string[] | undefined
}

/** What came of a request with its repetitions. */
interface Posted {
  readonly result: DeliveryResult
  /** The last answer; null if there was none. */
  readonly status: number | null
  /** For how many milliseconds the server asked to be left alone. */
  readonly retryAfterMs: number
}

/**
 * A web server that gets POST requests with JSON. A request is repeated, exactly but for the time in its signature, where it was
 * certainly not taken; where that is not known, only if the settings say that the server is idempotent.
 */
export class WebhookServer {
  readonly target: string
  readonly probed: ProbeResult
  private readonly settings: WebhookServerSettings
  private readonly context: SendingContext
  private readonly timing: Timing

  constructor(settings: WebhookServerSettings, context: SendingContext, timing: Timing) {
    this.settings = settings
    this.context = context
    this.timing = timing
    const url = this.url()
    // The path often works like a password, so show only the origin.
    this.target = 'value' in url ? url.value.origin : `${settings.urlEnv ?? settings.urlFile}`
    this.probed = this.target.startsWith('https:') ? 'proved' : 'connected'
  }

  /** Connects without sending a request: only a real one shows whether the server accepts it. */
  probe({ url, ca }: ResolvedServer): Promise<Unreadiness | null> {
    const { timeout = TIMEOUT_MS, allowPrivate = false } = this.settings
    return probeServer({ url, ca, allowPrivate, timeout: Math.min(timeout, PROBE_TIMEOUT_MS) })
  }

  /** A failed delivery is a result, not a rejection. `secrets` are not quoted from an answer, beside those of the server. */
  async deliver(
    server: ResolvedServer,
    request: WebhookRequest,
    { maxTries = MAX_TRIES, secrets = [] }: { readonly maxTries?: number; readonly secrets?: readonly string[] } = {},
  ): Promise<Posted> {
    const { timeout = TIMEOUT_MS, allowPrivate = false, idempotent = false } = this.settings
    const { stop } = this.context
    const { url, ca } = server
    let wasTaken: 'no' | 'unknown' = 'no'
    for (let tries = 1; ; tries += 1) {
      const headers = this.headersOf(request, server)
      const answer = await post({ url, headers, body: request.body, timeout, allowPrivate, ca })
      const verdict = verdictOf(answer)
      if (verdict === 'unknown') wasTaken = 'unknown'
      if (tries < maxTries && (verdict === 'not-taken' || (verdict === 'unknown' && idempotent))) {
        await this.timing.sleep(this.waitMsAfter(answer, tries), stop)
        if (!stop.aborted) continue
      }
      const found = resultOf(answer, [...secretsIn(server), ...secrets])
      const result: DeliveryResult =
        found.outcome === 'failed' ? { ...found, outcome: wasTaken === 'no' ? 'failed' : 'unknown' } : found
      return { result, status: 'status' in answer ? answer.status : null, retryAfterMs: this.retryAfterMs(answer) }
    }
  }

  private waitMsAfter(answer: PostResult, tries: number): number {
    const backoff = FIRST_WAIT_MS * 2 ** (tries - 1) * (1 - this.timing.random() / 2)
    return Math.min(MAX_WAIT_MS, Math.max(Math.round(backoff), this.retryAfterMs(answer)))
  }

  private retryAfterMs(answer: PostResult): number {
    return 'status' in answer ? retryAfterMs(answer.retryAfter, this.timing.now()) : 0
  }

  private headersOf({ key, body, headers }: WebhookRequest, { secret, authorization }: ResolvedServer) {
    const timestamp = String(Math.floor(this.timing.now() / 1000))
    return {
      'Content-Type': 'application/json',
      'User-Agent': 'halt',
      'Idempotency-Key': key,
      ...headers,
      ...(authorization !== null && { Authorization: `Bearer ${authorization}` }),
      ...(secret !== null && {
        'webhook-id': key,
        'webhook-timestamp': timestamp,
        'webhook-signature': signatureOf(secret, `${key}.${timestamp}.${body}`),
      }),
    }
  }

  resolve(): Resolved<ResolvedServer> {
    const { settings, context } = this
    const url = this.url()
    if ('unready' in url) return url
    if (!settings.allowPrivate && (isPrivateAddress(url.value.hostname) || isLoopbackHost(url.value.hostname)))
      return { unready: { why: 'private-address', detail: url.value.origin } }
    const secret = secretOf(context, settings.secretEnv, settings.secretFile)
    if ('unready' in secret) return secret
    const authorization = secretOf(context, settings.authorizationEnv, settings.authorizationFile)
    if ('unready' in authorization) return authorization
    if (!isHeaderText(authorization.value ?? ''))
      return { unready: { why: 'bad-secret', detail: settings.authorizationEnv ?? settings.authorizationFile ?? '' } }
    const ca = caCertificates(context, settings.caFile)
    if ('unready' in ca) return ca
    return { value: { url: url.value, secret: secret.value, authorization: authorization.value, ca: ca.value } }
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

/** Whether a text can stand in a header: Node refuses others with an exception. */
export function isHeaderText(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text)
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

/** What is shorter than this in the query of a URL, such as a number of a version, is no password. */
const MIN_PASSWORD = 8

/** What must not be quoted from a response; the path of a URL often works like a password, and so does what its query has. */
function secretsIn({ url, secret, authorization }: ResolvedServer): readonly string[] {
  const { href, pathname, search, searchParams } = url
  const values = [...searchParams.values()].filter((value) => value.length >= MIN_PASSWORD)
  const path = pathname.length > 1 ? [pathname] : []
  return [secret ?? '', authorization ?? '', href, `${pathname}${search}`, ...values, ...path]
}
