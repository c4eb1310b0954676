import type { Roster } from './contacts/roster.ts'
import type { Language } from './runbook/runbook.ts'

/** Milliseconds, or `on-change`: no interval, a notice goes out when something changed. */
export type UpdateInterval = number | 'on-change'

export interface CadenceRule {
  readonly first?: number
  readonly update?: UpdateInterval
}

/** How soon the first notice is due after declaring, and how often updates follow (manual 2.2, 3.2). */
export interface Cadence {
  readonly first: number
  readonly update: UpdateInterval
  readonly channels: Readonly<Record<string, CadenceRule>>
  readonly severities: Readonly<Record<string, CadenceRule>>
}

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

/** The settings in force, normalised; they are written into the log when an incident begins. */
export interface Settings {
  readonly organisation: { readonly ja: string | null; readonly en: string | null }
  readonly contact: { readonly ja: string | null; readonly en: string | null }
  readonly timezone: string
  readonly language: Language | null
  readonly cadence: Cadence
  readonly channels: Readonly<Record<string, ChannelSettings>>
  readonly share: { readonly group: string } | null
  /** Missing where the team has none of its own. */
  readonly words?: NoticeWords
  /** Of `contacts.yaml`; missing where there is none. */
  readonly roster?: Roster
}

/** The team's words in notices. */
export interface NoticeWords {
  /** What the assets are called. */
  readonly assets: { readonly ja: string | null; readonly en: string | null }
  /** Words that no notice may use. */
  readonly banned: readonly string[]
  /** By a word, the one to use instead. */
  readonly preferred: Readonly<Record<string, string>>
}

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
