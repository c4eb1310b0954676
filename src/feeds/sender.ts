import {
  executableProblem,
  type ProgramResult,
  programFailure,
  programRefusal,
  runProgram,
} from '../delivery/io/program.ts'
import { type Resolved, secretOf } from '../delivery/io/secrets.ts'
import { realTiming, type Timing } from '../delivery/io/timing.ts'
import type { SendingContext, Unreadiness } from '../delivery/transport.ts'
import { type ResolvedServer, WebhookServer } from '../delivery/webhook-server.ts'
import { type PlaceholderValues, WebhookTemplate } from '../delivery/webhook-template.ts'
import type { DeliveryReason } from '../domain/delivery-reasons.ts'
import type { ProbeResult } from '../domain/readiness/finding.ts'
import type { CommandSettings, FeedDestination, WebhookFeedSettings } from '../domain/settings.ts'
import { discordForm } from './forms/discord.ts'
import { jsonForm } from './forms/json.ts'
import { pagerDutyForm } from './forms/pagerduty.ts'
import { slackForm } from './forms/slack.ts'
import { teamsForm } from './forms/teams.ts'
import type { FeedMessage } from './message.ts'

/**
 * What came of telling something. `refused`: this message never succeeds, others may; `failed`: none does for now, so that it
 * has to be told later.
 */
export type Told =
  | { readonly outcome: 'told' }
  | {
      readonly outcome: 'refused' | 'failed'
      readonly why: DeliveryReason
      /** What the other side said: one line of inert text, without secrets. */
      readonly detail: string
      /** For how many milliseconds the server asked to be left alone. */
      readonly retryAfterMs: number
    }

/** Where a feed goes. */
export interface FeedSender {
  /** In one line without secrets. */
  readonly target: string
  readonly probed: ProbeResult
  /** What prevents telling anything, as far as can be checked here; null if nothing does. */
  unreadiness(): Unreadiness | null
  /** The same, also checked by connecting, without sending anything. */
  probe(): Promise<Unreadiness | null>
  send(message: FeedMessage): Promise<Told>
}

/** Chat rooms take one message a second (docs/feeds.md). */
export const PAUSE_MS = 1000

export function feedSender(
  destination: FeedDestination,
  context: SendingContext,
  timing: Timing = realTiming,
): FeedSender {
  return destination.via === 'webhook'
    ? new WebhookFeed(destination, context, timing)
    : new CommandFeed(destination, context)
}

const SECRET = '{{secret}}'

/** What is filled into a template of the team's own. */
interface Filled {
  readonly message: FeedMessage
  readonly secret: string
}

const VALUES: PlaceholderValues<Filled> = {
  title: ({ message }) => message.texts.map(({ title }) => title).join('\n'),
  text: ({ message }) => message.texts.map(({ title, lines }) => [title, ...lines].join('\n')).join('\n\n'),
  key: ({ message }) => message.key,
  feed: ({ message }) => message.feed,
  what: ({ message }) => message.what,
  at: ({ message }) => message.at,
  incident: ({ message }) => message.incident?.id ?? '',
  severity: ({ message }) => message.incident?.severity ?? '',
  secret: ({ secret }) => secret,
}

interface ResolvedFeed {
  readonly client: WebhookServer
  readonly server: ResolvedServer
  readonly secret: string
  readonly headers: Readonly<Record<string, string>>
  readonly template: WebhookTemplate<Filled> | null
}

/** Tells by POST requests. */
class WebhookFeed implements FeedSender {
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
    if (isInside && !/^[\x20-\x7e]*$/.test(secret))
      return { unready: { why: 'bad-secret', detail: secretEnv ?? secretFile ?? '' } }
    const template = body === undefined ? { value: null } : WebhookTemplate.read(context, body, VALUES)
    if ('unready' in template) return template
    const signs = !isInside && template.value?.has('secret') !== true
    const full = url?.replaceAll(SECRET, encodeURIComponent(secret))
    const client = new WebhookServer({ ...rest, url: full, ...(signs && { secretEnv, secretFile }) }, context, timing)
    const server = client.resolve()
    if ('unready' in server) return server
    const filled = Object.entries(headers).map(([name, value]) => [name, value.replaceAll(SECRET, secret)])
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

function failed({ why, detail }: Unreadiness): Told {
  return { outcome: 'failed', why, detail, retryAfterMs: 0 }
}

const COMMAND_TIMEOUT_MS = 60_000

/** Tells a program: a JSON document on its standard input, and what it is about in its environment. */
class CommandFeed implements FeedSender {
  readonly target: string
  readonly probed = 'program'
  private readonly settings: CommandSettings
  private readonly context: SendingContext

  constructor(settings: CommandSettings, context: SendingContext) {
    this.settings = settings
    this.context = context
    this.target = settings.run[0] ?? ''
  }

  unreadiness(): Unreadiness | null {
    return programRefusal(this.settings.run, this.context)
  }

  async probe(): Promise<Unreadiness | null> {
    return this.unreadiness() ?? executableProblem(this.settings.run, this.context)
  }

  async send(message: FeedMessage): Promise<Told> {
    const { run, timeout = COMMAND_TIMEOUT_MS } = this.settings
    const { key, feed, what, incident } = message
    const env = { HALT_KEY: key, HALT_FEED: feed, HALT_WHAT: what, HALT_INCIDENT: incident?.id ?? '' }
    const input = `${JSON.stringify(jsonForm(message))}\n`
    const ran: ProgramResult | Unreadiness = await runProgram(
      run,
      this.context,
      { ...this.context.env, ...env },
      timeout,
      input,
    )
    if ('why' in ran) return failed(ran)
    const detail = programFailure(ran)
    return detail === null ? { outcome: 'told' } : failed({ why: 'command-failed', detail })
  }
}
