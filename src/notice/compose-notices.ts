import { createHash } from 'node:crypto'
import { numberNotices } from '../domain/decide/decision.ts'
import type { Composed } from '../domain/decide/sending.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import type { Claim } from '../domain/log/event.ts'
import { fail } from '../domain/outcome.ts'
import { customerChannels, type Language, type Stage } from '../domain/runbook/runbook.ts'
import type { Settings } from '../domain/settings.ts'
import type { Chosen } from '../incident/choose.ts'
import { currentSettings } from '../incident/settings-adoption.ts'
import { uniqueKey } from '../platform/random.ts'
import type { SettingsNow } from '../runbook/io/current-settings.ts'
import { TemplateProblem } from '../runbook/template/template.ts'
import { refuseTemplate } from '../runbook/throw-on-errors.ts'
import { newName } from '../store/evidence-files.ts'
import type { World } from '../world.ts'
import { checkNotices } from './check.ts'
import { compose } from './compose.ts'
import type { NoticeFinding } from './finding.ts'
import { loadTemplates } from './io/template-files.ts'
import { POSTS } from './length-limits.ts'
import type { NoticeText, Weigh } from './notice.ts'

/** Which notices are wanted; without channels, those of all customers. */
export interface Wanted {
  readonly channels: readonly string[]
  readonly stage?: Stage
  readonly language?: Language
  /** When the next report is promised; ISO 8601. Null: the cadence says it. */
  readonly next: string | null
  readonly claim: Claim | null
}

/** Texts about to go, one for each channel and language, and what is wrong with them. */
export interface Composition {
  readonly wanted: Wanted
  readonly now: SettingsNow
  readonly texts: readonly NoticeText[]
  readonly findings: readonly NoticeFinding[]
  /** How what has no way of its own goes: in an exercise it is simulated like the rest. */
  readonly otherwise: 'by-hand' | 'drill'
  readonly weigh: Weigh
}

export async function composeNotices(world: World, chosen: Chosen, wanted: Wanted): Promise<Composition> {
  const { incident } = chosen.journal
  const now = await currentSettings(world, chosen)
  const templates = loadTemplates(world.root, world.workspace.directory)
  const named = wanted.channels.length > 0 ? wanted.channels : customerChannels(incident.runbook)
  const unknown = named.find((id) => !Object.hasOwn(incident.runbook.channels, id))
  if (unknown !== undefined)
    fail('unknown-channel', { given: unknown, allowed: Object.keys(incident.runbook.channels) })
  const numbered = numberNotices({ incident, lifecycle: lifecycleOf(incident) }, named, wanted.stage)
  const weigh = await weighing(named)
  const request = requestOf(chosen, now.settings, wanted, weigh)
  try {
    const texts = numbered.flatMap((notice) =>
      languagesOf(now.settings, notice.channel, wanted.language).map((language) =>
        compose({ ...request, ...notice, language }, templates),
      ),
    )
    const otherwise = incident.exercise === null ? 'by-hand' : 'drill'
    return checked(chosen, { wanted, now, texts, findings: [], otherwise, weigh })
  } catch (error) {
    if (error instanceof TemplateProblem) return refuseTemplate(world, error, Object.values(templates), null)
    throw error
  }
}

/** The same texts, or edited ones, and what is wrong with them now. */
export function checked(chosen: Chosen, composition: Composition, texts = composition.texts): Composition {
  const { now, wanted, weigh } = composition
  return { ...composition, texts, findings: checkNotices(requestOf(chosen, now.settings, wanted, weigh), texts) }
}

function requestOf({ journal, clock }: Chosen, settings: Settings, { next, claim }: Wanted, weigh: Weigh) {
  return { incident: journal.incident, settings, next, claim, now: clock.now(), weigh }
}

/** What weighs posts takes long to load, so only those have it who write one. */
async function weighing(channels: readonly string[]): Promise<Weigh> {
  if (channels.includes(POSTS)) return (await import('./length-limits.ts')).postWeight
  return () => {
    throw new Error('a post that was not asked for')
  }
}

/** The languages of a channel never follow from the operator's. */
function languagesOf({ channels }: Settings, channel: string, only: Language | undefined): readonly Language[] {
  return only === undefined ? (channels[channel]?.languages ?? ['ja']) : [only]
}

/** What can be sent, as it is to be recorded before; and what a person has to post. */
export interface Outbox {
  readonly notices: readonly Composed[]
  readonly byHand: readonly NoticeText[]
}

export function outboxOf({ now, texts, otherwise }: Composition): Outbox {
  const via = (channel: string) => {
    const way = now.settings.channels[channel]?.via ?? 'by-hand'
    return way === 'by-hand' ? otherwise : way
  }
  const channels = [...new Set(texts.map((t) => t.channel))].filter((channel) => via(channel) !== 'by-hand')
  return {
    notices: channels.map((channel) =>
      composedOf(
        texts.filter((t) => t.channel === channel),
        via(channel),
        otherwise === 'by-hand',
      ),
    ),
    byHand: texts.filter((t) => via(t.channel) === 'by-hand'),
  }
}

function composedOf(texts: readonly NoticeText[], via: string, leaves: boolean): Composed {
  const [first] = texts as [NoticeText]
  const { channel, stage, number, next } = first
  const kept = texts.map(({ language, subject, text }) => ({ language, subject, text, digest: sha256(text) }))
  const digest = sha256(kept.map((t) => t.digest).join('\n'))
  const journal = via === 'smtp' && leaves ? newName() : null
  return { channel, stage, number, next, via, key: uniqueKey(), texts: kept, digest, journal }
}

/** Lower-case hex of the UTF-8 bytes. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
