import { isRoster } from './contacts/roster.ts'
import {
  arrayOf,
  boolean,
  either,
  type Guard,
  type GuardedType,
  guard,
  isRecord,
  nullable,
  oneOf,
  optional,
  recordOf,
  shape,
  span,
  text,
  word,
  zone,
} from './guard.ts'
import { LANGUAGES, type Language, type Runbook, STAGES } from './runbook/runbook.ts'
import { MINUTE } from './time.ts'

/** Milliseconds, or `on-change`: no interval, a notice goes out when something changes. */
const updateInterval = either(span, oneOf(['on-change']))
export type UpdateInterval = GuardedType<typeof updateInterval>

/** What one channel or severity sets instead of the general cadence. */
const cadenceRule = shape(() => ({ first: optional(span), update: optional(updateInterval) }))
export type CadenceRule = GuardedType<typeof cadenceRule>

/** How soon the first notice is due after the declaration, and how often updates follow (manual 2.2, 3.2). */
const cadence = shape(() => ({
  first: span,
  update: updateInterval,
  channels: recordOf(cadenceRule),
  severities: recordOf(cadenceRule),
}))
export type Cadence = GuardedType<typeof cadence>

interface TransportSettings {
  readonly languages?: readonly Language[] | undefined
}

/** For another machine. Keys in `Env` name a variable, those in `File` a file with the value, relative to the workspace. */
interface NetworkSettings extends TransportSettings {
  /** Additional CA certificates to trust, in PEM. */
  readonly caFile?: string | undefined
  /** Milliseconds. */
  readonly timeout?: number | undefined
  /** Allows a connection to another machine without TLS. */
  readonly allowPlain?: boolean | undefined
}

export interface ByHandSettings extends TransportSettings {
  readonly via: 'by-hand'
}

export interface FileSettings extends TransportSettings {
  readonly via: 'file'
  readonly path: string
  readonly format?: 'html' | 'markdown' | undefined
  /** Public URL of the folder. */
  readonly baseUrl?: string | undefined
  /** Command that is run after the pages are written. */
  readonly publish?: readonly string[] | undefined
  /** Milliseconds that `publish` may take. */
  readonly timeout?: number | undefined
}

export interface SmtpSettings extends NetworkSettings {
  readonly via: 'smtp'
  readonly url: string
  /** With `smtp://`: STARTTLS is required before anything is sent. */
  readonly startTls?: boolean | undefined
  readonly userEnv?: string | undefined
  readonly userFile?: string | undefined
  readonly passwordEnv?: string | undefined
  readonly passwordFile?: string | undefined
  readonly from: string
  readonly to?: readonly string[] | undefined
  readonly toFile?: string | undefined
  /** Messages per second. */
  readonly rate?: number | undefined
}

/** A web server that gets POST requests. */
export interface WebhookServerSettings extends NetworkSettings {
  readonly url?: string | undefined
  readonly urlEnv?: string | undefined
  readonly urlFile?: string | undefined
  readonly secretEnv?: string | undefined
  readonly secretFile?: string | undefined
  readonly authorizationEnv?: string | undefined
  readonly authorizationFile?: string | undefined
  /** Allows a host that has only private addresses. */
  readonly allowPrivate?: boolean | undefined
  /** The server ignores a request whose `Idempotency-Key` it has seen, so that repeating one does no harm. */
  readonly idempotent?: boolean | undefined
}

export interface WebhookSettings extends WebhookServerSettings {
  readonly via: 'webhook'
  /** A JSON file with `{{placeholders}}` in its strings. */
  readonly body?: string | undefined
}

export interface CommandSettings extends TransportSettings {
  readonly via: 'command'
  readonly run: readonly string[]
  /** Milliseconds. */
  readonly timeout?: number | undefined
}

/** The services whose forms a feed can take. */
export const FEED_FORMS = ['slack', 'teams', 'discord', 'pagerduty', 'json'] as const
export type FeedForm = (typeof FEED_FORMS)[number]

/** A room or machine that is told what happens, by a web server. */
export interface WebhookFeedSettings extends WebhookServerSettings {
  readonly via: 'webhook'
  /** Missing if `body` says what is sent. */
  readonly form?: FeedForm | undefined
  /** Further headers of its requests; `{{secret}}` stands for the secret. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** A JSON file with `{{placeholders}}` in its strings. */
  readonly body?: string | undefined
}

export type FeedDestination = WebhookFeedSettings | CommandSettings

/** Settings of the channels that the program sends to itself. */
export type SendingSettings = FileSettings | SmtpSettings | WebhookSettings | CommandSettings
export type ChannelSettings = ByHandSettings | SendingSettings

/** What `via` may be besides `by-hand`, in the order in which it is documented. */
export const SENDING_VIAS = ['file', 'smtp', 'webhook', 'command'] as const satisfies readonly SendingSettings['via'][]

const translated = shape(() => ({ ja: nullable(text), en: nullable(text) }))

/** Words and their replacements. The keys are free text, not ids. */
const replacements: Guard<Readonly<Record<string, string>>> = guard(
  (value): value is Readonly<Record<string, string>> => isRecord(value) && Object.values(value).every(text),
  () => ({ type: 'object', additionalProperties: text.schema() }),
)

/** The team's vocabulary for notices. */
const noticeWords = shape(() => ({
  assets: translated,
  banned: arrayOf(text),
  preferred: replacements,
}))
export type NoticeWords = GuardedType<typeof noticeWords>

/** Which acts another person has to approve: notices of these stages, lifts, and notices that make a claim. */
export const approvalRules = shape(() => ({ notice: arrayOf(oneOf(STAGES)), lift: boolean, claims: boolean }))
export type ApprovalRules = GuardedType<typeof approvalRules>

/** A person at the company whom an authority can ask. */
const entityContact = shape(() => ({ name: optional(text), email: optional(text), phone: optional(text) }))

/** A day off: `YYYY-MM-DD`, or the same day of every year from that one on. */
const holiday = shape(() => ({ date: text, yearly: boolean }))
export type Holiday = GuardedType<typeof holiday>

/** The company as authorities know it, for their forms and deadlines. What is missing was not stated. */
const entity = shape(() => ({
  name: optional(translated),
  registration: optional(text),
  place: optional(translated),
  lei: optional(text),
  country: optional(text),
  currency: optional(text),
  /** What kinds of company it is, in the words of a form. */
  types: optional(arrayOf(text)),
  contacts: optional(arrayOf(entityContact)),
  parent: optional(shape(() => ({ name: optional(text), lei: optional(text) }))),
  /** Whether rules for systemic companies apply to it. */
  systemic: optional(boolean),
  /** Where deadlines of authorities count; missing if in the zone in which times are shown. */
  timezone: optional(zone),
  /** Missing if nobody said which days are holidays. */
  holidays: optional(arrayOf(holiday)),
}))
export type Entity = GuardedType<typeof entity>

/** The settings in force, normalised. They are stored next to the log from the start of an incident. */
export const isSettings = shape(() => ({
  organisation: translated,
  contact: translated,
  timezone: zone,
  language: nullable(oneOf(LANGUAGES)),
  cadence,
  // The keys of each transport are checked when `halt.yaml` is read; settings in a log never send anything.
  channels: recordOf(isRecord as Guard<object> as Guard<ChannelSettings>),
  /** The group of this machine that can read new incidents too; null if only their owner can. */
  share: nullable(shape(() => ({ group: text }))),
  /** Missing if the team has no vocabulary of its own. */
  words: optional(noticeWords),
  /** Missing if nothing needs approval. */
  approval: optional(approvalRules),
  /** The people and departments that can approve; missing if anybody else can. */
  approvers: optional(arrayOf(word)),
  /** Missing if nothing was said of the company. */
  entity: optional(entity),
  /** From `contacts.yaml`; missing if there is no such file. */
  roster: optional(isRoster),
}))
export type Settings = GuardedType<typeof isSettings>

export const DEFAULT_SETTINGS: Settings = {
  organisation: { ja: null, en: null },
  contact: { ja: null, en: null },
  timezone: 'Asia/Tokyo',
  language: null,
  cadence: { first: 5 * MINUTE, update: 30 * MINUTE, channels: {}, severities: {} },
  channels: {},
  share: null,
}

/** Returns the cadence of a channel: as set for the channel, else for the severity, else for all channels. */
export function cadenceOf(cadence: Cadence, channel: string, severity: string | null): Required<CadenceRule> {
  const bySeverity = severity === null ? undefined : cadence.severities[severity]
  const byChannel = cadence.channels[channel]
  return {
    first: byChannel?.first ?? bySeverity?.first ?? cadence.first,
    update: byChannel?.update ?? bySeverity?.update ?? cadence.update,
  }
}

/** Returns the languages of a channel's notices: as set, else the only one of the manual, else Japanese. */
export function languagesOf(
  { channels }: Pick<Settings, 'channels'>,
  { language }: Pick<Runbook, 'language'>,
  channel: string,
): readonly Language[] {
  return channels[channel]?.languages ?? [language ?? 'ja']
}
