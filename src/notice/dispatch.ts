import { realTiming } from '../delivery/io/timing.ts'
import { MailJournal, type MailJournalFiles } from '../delivery/mail-journal.ts'
import {
  type DeliveryResult,
  type OutgoingMessage,
  resultWithoutRecipients,
  type Transport,
  type Unreadiness,
} from '../delivery/transport.ts'
import { transportFor } from '../delivery/transports.ts'
import type { Intent } from '../domain/decide/decide.ts'
import { isChannelFailing } from '../domain/drill/injects.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { type Event, type EventData, nameOf, writerOf } from '../domain/log/event.ts'
import { headDigest } from '../domain/log/line.ts'
import { fail, ProblemError } from '../domain/problem.ts'
import type { ChannelSettings, Settings } from '../domain/settings.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { appendIntents } from '../incident/record.ts'
import { evidenceStoreOf, newEvidenceName } from '../store/evidence-files.ts'
import type { AppendResult, Journal } from '../store/journal.ts'
import type { World } from '../world.ts'
import { type Composition, outboxOf } from './compose.ts'
import { haltStatusOf } from './halt-status.ts'
import { pageLink } from './page-link.ts'

export interface DispatchOptions {
  readonly settings: Settings
  /** Tells the operator what was recorded. */
  readonly onRecorded: (appended: AppendResult) => void
  readonly progress: (channel: string, done: number, all: number) => void
  /** Once aborted, no more sends start; those under way finish and are recorded. */
  readonly stop: AbortSignal
  /** Names of the delivery journals that this run creates; any other that an intent names is from an earlier run. */
  readonly journals: ReadonlySet<string>
}

/** A notice for which sending was tried, with its recorded outcome. */
export interface SentNotice {
  readonly channel: string
  /** Name of the event that records the intent. */
  readonly intent: string
  readonly delivered: EventData['notice.delivered']
}

type NoticeIntent = Event & { readonly type: 'notice.intended' }

/**
 * Records the intent, sends on all channels at once, whichever fail, and records each outcome as it arrives. In a drill
 * nothing leaves the machine. Rejects with `delivery-not-recorded`, once all have finished, if an outcome was not recorded.
 */
export async function dispatch(
  world: World,
  chosen: ChosenIncident,
  intent: Intent,
  options: DispatchOptions,
): Promise<SentNotice[]> {
  const intents = recordWithJournals(chosen, options.journals, intent)
  options.onRecorded(intents)
  const notices = intents.events.filter((event): event is NoticeIntent => event.type === 'notice.intended')
  const sends = notices.map((notice) => sendOne(world, chosen, notice, options))
  await Promise.allSettled(sends)
  return Promise.all(sends)
}

async function sendOne(
  world: World,
  chosen: ChosenIncident,
  intent: NoticeIntent,
  options: DispatchOptions,
): Promise<SentNotice> {
  const { journal, clock } = chosen
  const { channel } = intent.data
  const event = nameOf(intent)
  const { outcome, kept } =
    journal.incident.exercise === null
      ? await deliver(world, chosen, {
          way: options.settings.channels[channel],
          files: journalsOf(journal, intent, options.journals),
          outgoing: () => outgoing(journal, options.settings, intent),
          progress: (done, all) => options.progress(channel, done, all),
          stop: options.stop,
        })
      : { outcome: simulatedResult(journal.incident, channel, clock.now()), kept: null }
  const data = { notice: event, ...outcome, journal: kept }
  recordOutcome(chosen, options.onRecorded, { kind: 'deliver-notice', data }, (failure) =>
    fail('delivery-not-recorded', {
      event,
      ended: { who: channel, outcome: outcome.outcome, why: outcome.why },
      names: journal.incident.runbook.channels,
      ...failure,
    }),
  )
  return { channel, intent: event, delivered: data }
}

/** Records how a delivery ended. Calls `refuse`, which throws, if that could not be written to the log. */
export function recordOutcome(
  { journal, clock }: ChosenIncident,
  tell: DispatchOptions['onRecorded'],
  outcome: Intent,
  refuse: (failure: { readonly id: string; readonly path: string; readonly why: string }) => never,
): void {
  try {
    tell(appendIntents(journal, clock, outcome))
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const { path = '', why = error.problem.code } = error.problem.params as { path?: string; why?: string }
    refuse({ id: journal.id, path, why })
  }
}

/** The simulated result of a delivery in a drill with a scenario, which may let a channel fail; nothing leaves the machine. */
export function simulatedResult(incident: Incident, channel: string, now: number): DeliveryResult {
  return isChannelFailing(incident, channel, now)
    ? resultWithoutRecipients('failed', 'drill-fails')
    : resultWithoutRecipients('sent', 'drill')
}

/** The journal of this attempt and those of earlier attempts, whose settled recipients stay settled. */
function journalsOf(log: Journal, intent: NoticeIntent, created: ReadonlySet<string>): MailJournalFiles {
  const { journal } = intent.data
  const { evidence, notices } = log.incident
  const file = journal ?? newEvidenceName()
  const previous = notices.find((n) => n.sending?.attempts.includes(nameOf(intent)))?.sending?.journals ?? []
  const kept = new Map(
    evidence.flatMap((piece) => (log.knows(writerOf(piece.event)) ? [[piece.file, piece.digest]] : [])),
  )
  const earlier = previous.filter((name) => name !== file)
  return {
    file,
    isResumed: journal !== null && !created.has(file),
    earlier: earlier.map((name) => ({ file: name, digest: kept.get(name) ?? null })),
  }
}

function outgoing(journal: Journal, settings: Settings, intent: NoticeIntent): OutgoingMessage {
  const { incident } = journal
  const { incident: ofKnown } = journal.ofKnownWriters()
  const { data, at } = intent
  const { key, channel, stage, number, next } = data
  const linked = ofKnown.notices
  const texts = data.texts.map((text) => ({
    ...text,
    link: pageLink({ incident, settings, language: text.language, linked }),
  }))
  const name = nameOf(intent)
  // A text may be the same without the words of a stranger while the page would not be.
  const stated = data.forced?.open.includes('words-of-new-writer') ? incident : ofKnown
  const notice = stated.notices.find(({ sending }) => sending?.attempts.includes(name))
  const status = notice === undefined ? {} : { status: haltStatusOf(stated, notice, settings) }
  const origin = originOf(incident, settings, at, texts)
  return { key, channel, person: null, stage, number, texts, next, ...origin, ...status }
}

/** What is sent along about where a notice comes from; `at` is when its intent was recorded. */
export function originOf(incident: Incident, { organisation }: Settings, at: string, texts: OutgoingMessage['texts']) {
  const head = headDigest(incident.heads.values())
  const language = texts[0]?.language ?? 'ja'
  const names = { organisation: organisation[language] ?? '', organisations: organisation }
  return { incident: incident.declaration?.declaredId ?? '', at, head, ...names }
}

/** Whether everybody got it: no recipient was refused and no outcome is unknown. */
export function reachedEverybody({ delivered }: SentNotice): boolean {
  return delivered.outcome === 'sent' && !delivered.refused && !delivered.unknown
}

export interface DeliveryTarget extends Pick<Transport, 'target' | 'recipients'> {
  readonly channel: string
  /** What prevents sending, if that can be known without sending. */
  readonly unreadiness: Unreadiness | null
}

/** Where the texts of each sending channel would go; sends nothing. */
export async function targetsOf(
  world: World,
  chosen: ChosenIncident,
  composition: Composition,
): Promise<DeliveryTarget[]> {
  const { settings } = composition.now
  const targets = outboxOf(composition).notices.map(async ({ channel }): Promise<DeliveryTarget[]> => {
    const way = settings.channels[channel]
    const found = way === undefined ? null : await targetOf(world, chosen, way)
    return found === null ? [] : [{ channel, ...found }]
  })
  return (await Promise.all(targets)).flat()
}

/** A delivery whose intent has been recorded. */
interface Delivery {
  readonly way: ChannelSettings | undefined
  readonly files: MailJournalFiles
  readonly outgoing: () => OutgoingMessage
  readonly progress: (done: number, all: number) => void
  readonly stop: AbortSignal
}

interface DeliveryAttempt {
  readonly outcome: DeliveryResult
  /** The delivery journal as evidence; null if there is none. */
  readonly kept: EventData['notice.delivered']['journal']
}

/** Sends what an intent says, without a lock of the log; the caller records the outcome. A drill sends nothing. */
export async function deliver(
  world: World,
  { journal, clock }: ChosenIncident,
  { way, files, outgoing, progress, stop }: Delivery,
): Promise<DeliveryAttempt> {
  if (journal.incident.declaration?.drill) return { outcome: resultWithoutRecipients('sent', 'drill'), kept: null }
  if (stop.aborted) return { outcome: resultWithoutRecipients('failed', 'stopped'), kept: null }
  const recipients = new MailJournal(evidenceStoreOf(journal), files, clock.now)
  const context = { workspace: world.workspace.directory, env: world.env, journal: recipients, stop }
  const timing = { ...realTiming, now: world.now, sleep: world.sleep }
  const transport = way === undefined ? null : await transportFor(way, context, timing)
  if (transport === null) return { outcome: resultWithoutRecipients('failed', 'no-way'), kept: null }
  const unready = transport.unreadiness()
  if (unready !== null) return { outcome: resultWithoutRecipients('failed', unready.why, unready.detail), kept: null }
  return { outcome: await transport.send(outgoing(), progress), kept: recipients.close() }
}

/** Where a delivery would go, and what prevents it as far as can be known without sending. Null for `by-hand`. */
export async function targetOf(
  world: World,
  { journal, clock }: ChosenIncident,
  way: ChannelSettings,
): Promise<Omit<DeliveryTarget, 'channel'> | null> {
  const unopened = new MailJournal(evidenceStoreOf(journal), { file: newEvidenceName(), isResumed: false }, clock.now)
  const { signal: stop } = new AbortController()
  const context = { workspace: world.workspace.directory, env: world.env, journal: unopened, stop }
  const transport = await transportFor(way, context)
  if (transport === null) return null
  const { target, recipients } = transport
  return { target, ...(recipients !== undefined && { recipients }), unreadiness: transport.unreadiness() }
}

/**
 * Creates delivery journals, then records the intents that name them: a journal missing later was therefore removed.
 * Deletes the journals again if no intent was recorded.
 */
export function recordWithJournals(
  { journal, clock }: ChosenIncident,
  names: ReadonlySet<string>,
  intent: Intent,
): AppendResult {
  for (const file of names) {
    const created = new MailJournal(evidenceStoreOf(journal), { file, isResumed: false }, clock.now)
    created.open()
    created.close()
  }
  let intents: AppendResult | null = null
  try {
    intents = appendIntents(journal, clock, intent)
    return intents
  } finally {
    if (!intents?.events.some(({ type }) => type.endsWith('.intended')))
      for (const name of names) evidenceStoreOf(journal).delete(name)
  }
}
