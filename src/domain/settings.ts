import { isRoster } from './contacts/roster.ts'
import {
  arrayOf,
  either,
  type Guard,
  type Guarded,
  guard,
  isRecord,
  nullable,
  oneOf,
  optional,
  recordOf,
  shape,
  span,
  text,
  zone,
} from './guard.ts'
import { LANGUAGES, type Language } from './runbook/runbook.ts'

/** Milliseconds, or `on-change`: no interval, a notice goes out when something changed. */
const updateInterval = either(span, oneOf(['on-change']))
export type UpdateInterval = Guarded<typeof updateInterval>

const cadenceRule = shape(() => ({ first: optional(span), update: optional(updateInterval) }))
export type CadenceRule = Guarded<typeof cadenceRule>

/** How soon the first notice is due after declaring, and how often updates follow (manual 2.2, 3.2). */
const cadence = shape(() => ({
  first: span,
  update: updateInterval,
  channels: recordOf(cadenceRule),
  severities: recordOf(cadenceRule),
}))
export type Cadence = Guarded<typeof cadence>

/** What every way to send knows. */
interface Way {
  readonly languages?: readonly Language[] | undefined
}

/** What is trusted, and waited for, where a notice goes to another machine. Paths are relative to the workspace. */
interface Remote extends Way {
  /** More authorities to trust, in PEM. */
  readonly caFile?: string | undefined
  /** Milliseconds. */
  readonly timeout?: number | undefined
  readonly allowPlain?: boolean | undefined
}

export interface ByHandSettings extends Way {
  readonly via: 'by-hand'
}

export interface FileSettings extends Way {
  readonly via: 'file'
  readonly path: string
  readonly format?: 'html' | 'markdown' | undefined
  /** Where the folder can be read on the web. */
  readonly baseUrl?: string | undefined
  /** Run after the pages are written. */
  readonly publish?: readonly string[] | undefined
  /** Milliseconds that `publish` may take. */
  readonly timeout?: number | undefined
}

export interface SmtpSettings extends Remote {
  readonly via: 'smtp'
  readonly url: string
  /** Over `smtp://`: nothing is said before the connection is encrypted. */
  readonly startTls?: boolean | undefined
  readonly userEnv?: string | undefined
  readonly userFile?: string | undefined
  readonly passwordEnv?: string | undefined
  readonly passwordFile?: string | undefined
  readonly from: string
  readonly to?: readonly string[] | undefined
  readonly toFile?: string | undefined
  /** Messages a second. */
  readonly rate?: number | undefined
}

export interface WebhookSettings extends Remote {
  readonly via: 'webhook'
  readonly url?: string | undefined
  readonly urlEnv?: string | undefined
  readonly urlFile?: string | undefined
  readonly secretEnv?: string | undefined
  readonly secretFile?: string | undefined
  readonly authorizationEnv?: string | undefined
  readonly authorizationFile?: string | undefined
  /** A JSON file with `{{names}}` in its texts. */
  readonly body?: string | undefined
  readonly allowPrivate?: boolean | undefined
}

export interface CommandSettings extends Way {
  readonly via: 'command'
  readonly run: readonly string[]
  /** Milliseconds. */
  readonly timeout?: number | undefined
}

/** How notices of a channel go out. */
export type ChannelSettings = ByHandSettings | FileSettings | SmtpSettings | WebhookSettings | CommandSettings

const spoken = shape(() => ({ ja: nullable(text), en: nullable(text) }))

/** Any words to the words for them: the keys are no ids. */
const wordList: Guard<Readonly<Record<string, string>>> = guard(
  (value): value is Readonly<Record<string, string>> => isRecord(value) && Object.values(value).every(text),
  () => ({ type: 'object', additionalProperties: text.schema() }),
)

/** The team's words in notices. */
const noticeWords = shape(() => ({
  /** What the assets are called. */
  assets: spoken,
  /** Words that no notice may use. */
  banned: arrayOf(text),
  /** By a word, the one to use instead. */
  preferred: wordList,
}))
export type NoticeWords = Guarded<typeof noticeWords>

/** The settings in force, normalised; they stand beside the log from the beginning of an incident. */
export const isSettings = shape(() => ({
  organisation: spoken,
  contact: spoken,
  timezone: zone,
  language: nullable(oneOf(LANGUAGES)),
  cadence,
  // What a transport needs is checked where `halt.yaml` is read; a log from elsewhere sends nothing.
  channels: recordOf(isRecord as Guard<object> as Guard<ChannelSettings>),
  share: nullable(shape(() => ({ group: text }))),
  /** Missing where the team has none of its own. */
  words: optional(noticeWords),
  /** Of `contacts.yaml`; missing where there is none. */
  roster: optional(isRoster),
}))
export type Settings = Guarded<typeof isSettings>

const MINUTE = 60_000

export const DEFAULT_SETTINGS: Settings = {
  organisation: { ja: null, en: null },
  contact: { ja: null, en: null },
  timezone: 'Asia/Tokyo',
  language: null,
  cadence: { first: 5 * MINUTE, update: 30 * MINUTE, channels: {}, severities: {} },
  channels: {},
  share: null,
}

/** The cadence of one channel: what the settings say of the channel beats what they say of the severity. */
export function cadenceOf(cadence: Cadence, channel: string, severity: string | null): Required<CadenceRule> {
  const bySeverity = severity === null ? undefined : cadence.severities[severity]
  const byChannel = cadence.channels[channel]
  return {
    first: byChannel?.first ?? bySeverity?.first ?? cadence.first,
    update: byChannel?.update ?? bySeverity?.update ?? cadence.update,
  }
}
