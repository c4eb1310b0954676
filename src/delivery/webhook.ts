import { createHmac } from 'node:crypto'
import { isLoopback } from '../domain/address.ts'
import type { WebhookSettings } from '../domain/settings.ts'
import { type Answer, isPrivate, post, reach } from './io/http.ts'
import { authorities, type Found, secretOf, textOf } from './io/secrets.ts'
import type { Means } from './io/waiting.ts'
import { endsHeader } from './mail.ts'
import {
  type Delivered,
  delivered,
  detailOf,
  keyFor,
  type Outgoing,
  type OutgoingText,
  PROBE_MS,
  subjectOf,
  type Transport,
  type TransportContext,
  type Unready,
} from './transport.ts'

const TIMEOUT_MS = 10_000
const MOST_TRIES = 4
/** Waits of 1, 2 and 4 seconds, each shortened by chance by up to a half; the server may ask for up to a minute. */
const FIRST_WAIT_MS = 1000
const MOST_WAIT_MS = 60_000
const QUOTED = 200

interface Parcel {
  readonly key: string
  readonly body: string
}

/** All that settings name, looked up. */
interface Ready {
  readonly url: URL
  readonly secret: string | null
  readonly authorization: string | null
  readonly template: Template | null
  readonly ca: string[] | undefined
}

/** A POST request of JSON, the same at each try but for the time in its signature. */
export class WebhookTransport implements Transport {
  readonly target: string
  private readonly settings: WebhookSettings
  private readonly context: TransportContext
  private readonly means: Means

  constructor(settings: WebhookSettings, context: TransportContext, means: Means) {
    this.settings = settings
    this.context = context
    this.means = means
    const url = this.url()
    // What follows the host is often as good as a password.
    this.target = 'value' in url ? url.value.origin : `${settings.urlEnv ?? settings.urlFile}`
  }

  unready(): Unready | null {
    const ready = this.ready()
    return 'unready' in ready ? ready.unready : null
  }

  /** Connects, and sends no request: whether the server takes one, only a notice shows. */
  async probe(): Promise<Unready | null> {
    const ready = this.ready()
    if ('unready' in ready) return ready.unready
    const { timeout = TIMEOUT_MS, allowPrivate = false } = this.settings
    const { url, ca } = ready.value
    return reach({ url, ca, allowPrivate, timeout: Math.min(timeout, PROBE_MS) })
  }

  async send(notice: Outgoing, progress: (done: number, all: number) => void): Promise<Delivered> {
    const ready = this.ready()
    if ('unready' in ready) return unsent(ready.unready)
    if ([notice.key, notice.head].some(endsHeader)) return delivered('failed', 'bad-header', null)
    const parcels = parcelsOf(notice, ready.value.template)
    let worst = delivered('sent')
    for (const [index, parcel] of parcels.entries()) {
      if (this.context.stop.aborted) return gravity(worst) > 0 ? worst : delivered('failed', 'stopped')
      const one = await this.deliver(parcel, notice, ready.value)
      if (gravity(one) > gravity(worst)) worst = one
      progress(index + 1, parcels.length)
    }
    return worst
  }

  /** Tries again only where the server surely did nothing, or says that it may be asked again. */
  private async deliver(parcel: Parcel, notice: Outgoing, ready: Ready): Promise<Delivered> {
    const { timeout = TIMEOUT_MS, allowPrivate = false } = this.settings
    const { stop } = this.context
    for (let tries = 1; ; tries += 1) {
      const headers = this.headersOf(parcel, notice, ready)
      const { url, ca } = ready
      const answer = await post({ url, headers, body: parcel.body, timeout, allowPrivate, ca })
      const again = 'status' in answer ? answer.status === 429 || answer.status >= 500 : isRefusedConnection(answer)
      if (again && tries < MOST_TRIES) await this.means.sleep(this.waitFor(answer, tries), stop)
      if (!again || tries === MOST_TRIES || stop.aborted) return outcomeOf(answer, secretsIn(ready))
    }
  }

  private waitFor(answer: Answer, tries: number): number {
    const backoff = FIRST_WAIT_MS * 2 ** (tries - 1) * (1 - this.means.random() / 2)
    const asked = 'status' in answer ? retryAfterMs(answer.retryAfter, this.means.now()) : 0
    return Math.min(MOST_WAIT_MS, Math.max(backoff, asked))
  }

  private headersOf({ key, body }: Parcel, { head }: Outgoing, { secret, authorization }: Ready) {
    const timestamp = String(Math.floor(this.means.now() / 1000))
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

  private ready(): Found<Ready> {
    const { settings, context } = this
    const url = this.url()
    if ('unready' in url) return url
    if (!settings.allowPrivate && (isPrivate(url.value.hostname) || isLoopback(url.value.hostname)))
      return { unready: { why: 'private-address', detail: url.value.origin } }
    const secret = secretOf(context, settings.secretEnv, settings.secretFile)
    if ('unready' in secret) return secret
    const authorization = secretOf(context, settings.authorizationEnv, settings.authorizationFile)
    if ('unready' in authorization) return authorization
    const template = settings.body === undefined ? { value: null } : Template.read(context.workspace, settings.body)
    if ('unready' in template) return template
    const ca = authorities(context.workspace, settings.caFile)
    if ('unready' in ca) return ca
    const [secretValue, token] = [secret.value, authorization.value]
    return {
      value: { url: url.value, secret: secretValue, authorization: token, template: template.value, ca: ca.value },
    }
  }

  /** A URL from a variable or file is checked here, one in the settings was checked with them. */
  private url(): Found<URL> {
    const { url, urlEnv, urlFile, allowPlain } = this.settings
    const found = url === undefined ? secretOf(this.context, urlEnv, urlFile) : { value: url }
    if ('unready' in found) return found
    const text = found.value ?? ''
    const parsed = URL.canParse(text) ? new URL(text) : null
    const plain = parsed?.protocol === 'http:' && (allowPlain || isLoopback(parsed.hostname))
    if (parsed === null || parsed.username !== '' || parsed.password !== '' || !(plain || parsed.protocol === 'https:'))
      return { unready: { why: 'bad-url', detail: urlEnv ?? urlFile ?? 'url' } }
    return { value: parsed }
  }
}

/** One request for all languages, or with a template one for each. */
function parcelsOf(notice: Outgoing, template: Template | null): readonly Parcel[] {
  if (template !== null)
    return notice.texts.map((text) => {
      const key = keyFor(notice, text)
      return { key, body: template.fill(notice, text, key) }
    })
  const { key, incident, channel, person, stage, number, at, next, head } = notice
  const texts = notice.texts.map(({ language, subject, text, digest }) => ({ language, subject, text, digest }))
  const whom = person === null ? {} : { person }
  const body = { schemaVersion: 1, key, incident, channel, ...whom, stage, number, at, next, head, texts }
  return [{ key, body: JSON.stringify(body) }]
}

/** As Standard Webhooks has it: HMAC-SHA256 in Base64; a secret that begins with `whsec_` is Base64 itself. */
function signatureOf(secret: string, content: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret)
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`
}

/** `Retry-After` in seconds or as a date (RFC 9110), in milliseconds from now; 0 where it says nothing. */
function retryAfterMs(header: string | null, now: number): number {
  if (header === null) return 0
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isNaN(ms) ? 0 : Math.max(0, ms)
}

function isRefusedConnection(answer: Exclude<Answer, { status: number }>): boolean {
  return answer.code === 'ECONNREFUSED' && !answer.begun
}

function outcomeOf(answer: Answer, secrets: readonly string[]): Delivered {
  if (!('status' in answer)) return delivered(answer.begun ? 'unknown' : 'failed', answer.why, detailOf(answer.code))
  const { status, body } = answer
  if (status >= 200 && status < 300) return delivered('sent')
  const said = detailOf(body, secrets, QUOTED)
  const detail = said === '' ? `HTTP ${status}` : `HTTP ${status}: ${said}`
  return delivered('failed', status >= 300 && status < 400 ? 'redirected' : 'refused', detail)
}

function unsent({ why, detail }: Unready): Delivered {
  return delivered('failed', why, detailOf(detail))
}

function secretsIn({ url, secret, authorization }: Ready): readonly string[] {
  const path = url.pathname.length > 1 ? [url.pathname] : []
  return [secret ?? '', authorization ?? '', url.href, ...path]
}

/** Of several requests, one whose end is not known counts most: it must be looked into before anything is repeated. */
function gravity({ outcome }: Delivered): number {
  return { sent: 0, failed: 1, unknown: 2 }[outcome]
}

const MOST_TEMPLATE = 64 * 1024
const NAMES = [
  'subject',
  'text',
  'key',
  'channel',
  'person',
  'stage',
  'number',
  'language',
  'incident',
  'at',
  'next',
  'head',
] as const
const PLACE = /\{\{\s*([^{}]*?)\s*\}\}/g

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** A body of a request as JSON, whose texts have places for parts of a notice: `{ "text": "{{text}}" }`. */
export class Template {
  private readonly json: Json

  private constructor(json: Json) {
    this.json = json
  }

  /** What is wrong with it is told as `FILE:LINE:COLUMN`. */
  static read(workspace: string, file: string): Found<Template> {
    const found = textOf(workspace, file, MOST_TEMPLATE)
    if ('unready' in found) return found
    const raw = found.value
    const wrong = (offset: number, what: string): Found<never> => {
      const before = raw.slice(0, Math.max(0, offset)).split('\n')
      const place = `${file}:${before.length}:${(before.at(-1) ?? '').length + 1}`
      return { unready: { why: 'bad-template', detail: `${place}: ${what}` } }
    }
    let json: Json
    try {
      json = JSON.parse(raw) as Json
    } catch (error) {
      const { message } = error as Error
      const offset = /position (\d+)/.exec(message)?.[1]
      return wrong(offset === undefined ? raw.trimEnd().length : Number(offset), 'JSON')
    }
    for (const text of textsIn(json))
      for (const [place, name = ''] of text.matchAll(PLACE))
        if (!NAMES.includes(name as never)) return wrong(raw.indexOf(place), place)
    return { value: new Template(json) }
  }

  /** The body for one language. Filled in text by text, so what is filled in stays within its text. */
  fill(notice: Outgoing, text: OutgoingText, key: string): string {
    const values: Readonly<Record<(typeof NAMES)[number], string>> = {
      subject: text.subject ?? subjectOf({ ...notice, texts: [text] }),
      text: text.text,
      key,
      channel: notice.channel,
      person: notice.person ?? '',
      stage: notice.stage ?? '',
      number: notice.number === null ? '' : String(notice.number),
      language: text.language,
      incident: notice.incident,
      at: notice.at,
      next: notice.next ?? '',
      head: notice.head,
    }
    const filled = (json: Json): Json => {
      if (typeof json === 'string') return json.replace(PLACE, (_, name: (typeof NAMES)[number]) => values[name])
      if (isList(json)) return json.map(filled)
      if (typeof json !== 'object' || json === null) return json
      return Object.fromEntries(Object.entries(json).map(([name, inner]) => [name, filled(inner)]))
    }
    return JSON.stringify(filled(this.json))
  }
}

function* textsIn(json: Json): Generator<string> {
  if (typeof json === 'string') yield json
  else if (typeof json === 'object' && json !== null) for (const inner of Object.values(json)) yield* textsIn(inner)
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json)
}
