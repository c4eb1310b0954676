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

/** How notices of a channel go out; only the shape is fixed here, each way reads its own keys. */
export interface ChannelSettings {
  readonly via: 'by-hand' | 'file' | 'smtp' | 'webhook' | 'command'
  readonly languages?: readonly Language[] | undefined
  readonly [key: string]: unknown
}

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
