import { type Resolved, secretOf } from '../delivery/io/secrets.ts'
import type { Timing } from '../delivery/io/timing.ts'
import type { SendingContext, Unreadiness } from '../delivery/transport.ts'
import { isHeaderText, type ResolvedServer, WebhookServer } from '../delivery/webhook-server.ts'
import { type PlaceholderValues, WebhookTemplate } from '../delivery/webhook-template.ts'
import type { ProbeResult } from '../domain/readiness/finding.ts'
import type { WebhookFeedSettings } from '../domain/settings.ts'
import { discordForm } from './forms/discord.ts'
import { jsonForm } from './forms/json.ts'
import { pagerDutyForm } from './forms/pagerduty.ts'
import { slackForm } from './forms/slack.ts'
import { teamsForm } from './forms/teams.ts'
import type { FeedMessage } from './message.ts'
import { type FeedSender, failed, markOf, type Told } from './sender.ts'

const SECRET = '{{secret}}'

/** What is filled into a template of the team's own. */
interface Filled {
  readonly message: FeedMessage
  readonly secret: string
}

const VALUES: PlaceholderValues<Filled> = {
  title: ({ message }) => disarmed(message.texts.map(({ title }) => title).join('\n')),
  text: ({ message }) => disarmed(message.texts.map(({ title, lines }) => [title, ...lines].join('\n')).join('\n\n')),
  key: ({ message }) => message.key,
  feed: ({ message }) => message.feed,
  what: ({ message }) => message.what,
  at: ({ message }) => message.at,
  incident: ({ message }) => message.incident?.id ?? '',
  severity: ({ message }) => message.incident?.severity ?? '',
  secret: ({ secret }) => secret,
}

/** A text that no chat takes for a mention or a link: a space without width stands in what they begin with. */
function disarmed(text: string): string {
  return text.replaceAll(/[@<]|\](?=[([])/g, '$&\u200b')
}

interface ResolvedFeed {
  readonly client: WebhookServer
  readonly server: ResolvedServer
  readonly secret: string
  readonly headers: Readonly<Record<string, string>>
  readonly template: WebhookTemplate<Filled> | null
}

/** Tells by POST requests. */
export class WebhookFeed implements FeedSender {
  readonly target: string
  readonly probed: ProbeResult
  private readonly settings: WebhookFeedSettings
  private readonly context: SendingContext
  private readonly timing: Timing

  constructor(settings: WebhookFeedSettings, context: SendingContext, timing: Timing) {
    this.settings = settings
    this.context = context
    this.timing = timing
    const { target, probed } = new WebhookServer(settings, context, timing)
    this.target = target
    this.probed = probed
  }

  mark(): string {
    const resolved = this.resolve()
    if ('unready' in resolved) return ''
    const { server, secret, headers } = resolved.value
    return markOf([server.url.href, headers, secret, this.settings.body])
  }

  unreadiness(): Unreadiness | null {
    const resolved = this.resolve()
    return 'unready' in resolved ? resolved.unready : null
  }

  async probe(): Promise<Unreadiness | null> {
    const resolved = this.resolve()
    return 'unready' in resolved ? resolved.unready : resolved.value.client.probe(resolved.value.server)
  }

  async send(message: FeedMessage): Promise<Told> {
    const resolved = this.resolve()
    if ('unready' in resolved) return failed(resolved.unready)
    const { client, server, secret, headers, template } = resolved.value
    const body = template === null ? formOf(this.settings.form, message, secret) : template.fill({ message, secret })
    if (body === null) return { outcome: 'told' }
    // Whoever tells tries again, and keeps what waits.
    const once = { maxTries: 1, secrets: [secret] }
    const { result, status, retryAfterMs } = await client.deliver(server, { key: message.key, body, headers }, once)
    if (result.outcome === 'sent') return { outcome: 'told' }
    const { why, detail } = result
    return {
      outcome: status !== null && isOfMessage(status) ? 'refused' : 'failed',
      why: why ?? 'refused',
      detail: detail ?? '',
      retryAfterMs,
    }
  }

  private resolve(): Resolved<ResolvedFeed> {
    const { settings, context, timing } = this
    const { secretEnv, secretFile, form, body, url, headers = {}, ...rest } = settings
    const found = secretOf(context, secretEnv, secretFile)
    if ('unready' in found) return found
    const secret = found.value ?? ''
    // It signs requests unless it stands in them.
    const isInside = form === 'pagerduty' || [url ?? '', ...Object.values(headers)].join().includes(SECRET)
    if (isInside && !isHeaderText(secret))
      return { unready: { why: 'bad-secret', detail: secretEnv ?? secretFile ?? '' } }
    const template = body === undefined ? { value: null } : WebhookTemplate.read(context, body, VALUES)
    if ('unready' in template) return template
    const signs = !isInside && template.value?.has('secret') !== true
    const full = url?.replaceAll(SECRET, encodeURIComponent(secret))
    const client = new WebhookServer({ ...rest, url: full, ...(signs && { secretEnv, secretFile }) }, context, timing)
    const server = client.resolve()
    if ('unready' in server) return server
    const filled = Object.entries(headers).map(([name, value]) => [name, value.replaceAll(SECRET, () => secret)])
    const all = { client, server: server.value, secret, headers: Object.fromEntries(filled), template: template.value }
    return { value: all }
  }
}

/** The body in the form of a service; null if there is nothing to tell it. */
function formOf(form: WebhookFeedSettings['form'], message: FeedMessage, secret: string): string | null {
  const json = (value: object | null) => (value === null ? null : JSON.stringify(value))
  switch (form) {
    case 'slack':
      return json(slackForm(message))
    case 'teams':
      return json(teamsForm(message))
    case 'discord':
      return json(discordForm(message))
    case 'pagerduty':
      return json(pagerDutyForm(message, secret))
    default:
      return json(jsonForm(message))
  }
}

/** Of what a server answers, these are about the feed, or pass by themselves; whatever else it refuses is this message. */
const NOT_OF_MESSAGE: ReadonlySet<number> = new Set([401, 403, 404, 405, 407, 408, 410, 421, 425, 429])

function isOfMessage(status: number): boolean {
  return status >= 400 && status < 500 && !NOT_OF_MESSAGE.has(status)
}
