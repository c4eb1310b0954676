import type { ProbeResult } from '../domain/readiness/finding.ts'
import type { WebhookSettings } from '../domain/settings.ts'
import type { Resolved } from './io/secrets.ts'
import type { Timing } from './io/timing.ts'
import { couldInjectHeader } from './mail.ts'
import {
  type DeliveryResult,
  failedResult,
  type OutgoingMessage,
  type OutgoingText,
  resultWithoutRecipients,
  subjectOf,
  type Transport,
  type TransportContext,
  textKey,
  type Unreadiness,
  withOnlyText,
} from './transport.ts'
import { type ResolvedServer, type WebhookRequest, WebhookServer } from './webhook-server.ts'
import { type PlaceholderValues, WebhookTemplate } from './webhook-template.ts'

/** One text of a notice, with its idempotency key. */
interface SentText {
  readonly notice: OutgoingMessage
  readonly text: OutgoingText
  readonly key: string
  /** Empty if the settings name none. */
  readonly secret: string
}

const VALUES: PlaceholderValues<SentText> = {
  subject: ({ notice, text }) => subjectOf(withOnlyText(notice, text)),
  text: ({ text }) => text.text,
  key: ({ key }) => key,
  channel: ({ notice }) => notice.channel,
  person: ({ notice }) => notice.person ?? '',
  stage: ({ notice }) => notice.stage ?? '',
  number: ({ notice }) => String(notice.number ?? ''),
  language: ({ text }) => text.language,
  incident: ({ notice }) => notice.incident,
  at: ({ notice }) => notice.at,
  next: ({ notice }) => notice.next ?? '',
  head: ({ notice }) => notice.head,
  link: ({ text }) => text.link ?? '',
  secret: ({ secret }) => secret,
}

/** What the settings refer to, read and checked. */
interface ResolvedSettings {
  readonly server: ResolvedServer
  readonly template: WebhookTemplate<SentText> | null
  readonly secret: string
}

/** Sends notices to a web server: one request for all languages, or one for each if there is a template. */
export class WebhookTransport implements Transport {
  readonly target: string
  readonly probed: ProbeResult
  private readonly settings: WebhookSettings
  private readonly context: TransportContext
  private readonly server: WebhookServer

  constructor(settings: WebhookSettings, context: TransportContext, timing: Timing) {
    this.settings = settings
    this.context = context
    this.server = new WebhookServer(settings, context, timing)
    this.target = this.server.target
    this.probed = this.server.probed
  }

  unreadiness(): Unreadiness | null {
    const resolved = this.resolveSettings()
    return 'unready' in resolved ? resolved.unready : null
  }

  /** Connects without sending a request: only a real notice shows whether the server accepts one. */
  async probe(): Promise<Unreadiness | null> {
    const resolved = this.resolveSettings()
    return 'unready' in resolved ? resolved.unready : this.server.probe(resolved.value.server)
  }

  async send(notice: OutgoingMessage, progress: (done: number, all: number) => void): Promise<DeliveryResult> {
    const resolved = this.resolveSettings()
    if ('unready' in resolved) return failedResult(resolved.unready)
    const { server, template, secret } = resolved.value
    if ([notice.key, notice.head].some(couldInjectHeader)) return resultWithoutRecipients('failed', 'bad-header', null)
    const headers = { 'X-Halt-Log-Head': notice.head }
    const payloads = payloadsOf(notice, template, secret)
    for (const [index, payload] of payloads.entries()) {
      const result = this.context.stop.aborted
        ? resultWithoutRecipients('failed', 'stopped')
        : (await this.server.deliver(server, { ...payload, headers }, { secrets: [secret] })).result
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

  private resolveSettings(): Resolved<ResolvedSettings> {
    const server = this.server.resolve()
    if ('unready' in server) return server
    const { body } = this.settings
    const template = body === undefined ? { value: null } : WebhookTemplate.read(this.context, body, VALUES)
    if ('unready' in template) return template
    // A secret that stands in the request does not sign it.
    const isInside = template.value?.has('secret') ?? false
    const { secret } = server.value
    const signing = isInside ? { ...server.value, secret: null } : server.value
    return { value: { server: signing, template: template.value, secret: secret ?? '' } }
  }
}

/** One request for all languages, or one for each if there is a template. */
function payloadsOf(
  notice: OutgoingMessage,
  template: WebhookTemplate<SentText> | null,
  secret: string,
): readonly Pick<WebhookRequest, 'key' | 'body'>[] {
  if (template !== null)
    return notice.texts.map((text) => {
      const key = textKey(notice, text)
      return { key, body: template.fill({ notice, text, key, secret }) }
    })
  const { key, incident, channel, person, stage, number, at, next, head } = notice
  const recipient = person === null ? {} : { person }
  const texts = notice.texts.map(({ language, subject, text, digest, link = null }) => {
    return { language, subject, text, digest, ...(person === null && { link }) }
  })
  const body = { schemaVersion: 1, key, incident, channel, ...recipient, stage, number, at, next, head, texts }
  return [{ key, body: JSON.stringify(body) }]
}
