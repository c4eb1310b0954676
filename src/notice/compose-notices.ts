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
import { throwBadTemplate } from '../runbook/throw-on-errors.ts'
import { newName } from '../store/evidence-files.ts'
import type { World } from '../world.ts'
import { checkNotices } from './check.ts'
import { compose } from './compose.ts'
import type { NoticeFinding } from './finding.ts'
import { loadTemplates } from './io/template-files.ts'
import { loadWeigh } from './length-limits.ts'
import type { NoticeText, Weigh } from './notice.ts'

/** Which notices to compose; if no channels are given, those of all customer channels. */
export interface NoticeSelection {
  readonly channels: readonly string[]
  readonly stage?: Stage
  readonly language?: Language
  /** When the next report is promised; ISO 8601. Null: follow the cadence. */
  readonly next: string | null
  readonly claim: Claim | null
}

/** Texts about to be sent, one per channel and language, and the findings in them. */
export interface Composition {
  readonly wanted: NoticeSelection
  readonly now: SettingsNow
  readonly texts: readonly NoticeText[]
  readonly findings: readonly NoticeFinding[]
  /** How channels without a way to send go out; in an exercise they are simulated like the rest. */
  readonly otherwise: 'by-hand' | 'drill'
  readonly weigh: Weigh
}

export async function composeNotices(world: World, chosen: Chosen, wanted: NoticeSelection): Promise<Composition> {
  const { incident } = chosen.journal
  const now = await currentSettings(world, chosen)
  const templates = loadTemplates(world.root, world.workspace.directory)
  const named = wanted.channels.length > 0 ? wanted.channels : customerChannels(incident.runbook)
  const unknown = named.find((id) => !Object.hasOwn(incident.runbook.channels, id))
  if (unknown !== undefined)
    fail('unknown-channel', { given: unknown, allowed: Object.keys(incident.runbook.channels) })
  const numbered = numberNotices({ incident, lifecycle: lifecycleOf(incident) }, named, wanted.stage)
  const weigh = await loadWeigh(named)
  const request = requestOf(chosen, now.settings, wanted, weigh)
  try {
    const texts = numbered.flatMap((notice) =>
      languagesOf(now.settings, notice.channel, wanted.language).map((language) =>
        compose({ ...request, ...notice, language }, templates),
      ),
    )
    const otherwise = incident.exercise === null ? 'by-hand' : 'drill'
    return recheck(chosen, { wanted, now, texts, findings: [], otherwise, weigh })
  } catch (error) {
    if (error instanceof TemplateProblem) return throwBadTemplate(world, error, Object.values(templates), null)
    throw error
  }
}

/** Checks the texts again, or edited ones in their place. */
export function recheck(chosen: Chosen, composition: Composition, texts = composition.texts): Composition {
  const { now, wanted, weigh } = composition
  return { ...composition, texts, findings: checkNotices(requestOf(chosen, now.settings, wanted, weigh), texts) }
}

function requestOf({ journal, clock }: Chosen, settings: Settings, { next, claim }: NoticeSelection, weigh: Weigh) {
  return { incident: journal.incident, settings, next, claim, now: clock.now(), weigh }
}

/** The languages of a channel never depend on the operator's. */
function languagesOf({ channels }: Settings, channel: string, only: Language | undefined): readonly Language[] {
  return only === undefined ? (channels[channel]?.languages ?? ['ja']) : [only]
}

/** Notices to send, in the form recorded beforehand, and texts that a person has to post. */
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

function composedOf(texts: readonly NoticeText[], via: string, leavesMachine: boolean): Composed {
  const [first] = texts as [NoticeText]
  const { channel, stage, number, next } = first
  const kept = texts.map(({ language, subject, text }) => ({ language, subject, text, digest: sha256(text) }))
  const digest = sha256(kept.map((t) => t.digest).join('\n'))
  const journal = via === 'smtp' && leavesMachine ? newName() : null
  return { channel, stage, number, next, via, key: uniqueKey(), texts: kept, digest, journal }
}

/** SHA-256 of the UTF-8 bytes, in lower-case hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
