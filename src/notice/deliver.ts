import { DeliveryJournal, type JournalFiles } from '../delivery/delivery-journal.ts'
import { REAL } from '../delivery/io/waiting.ts'
import { type Delivered, delivered, type Outgoing, type Unready } from '../delivery/transport.ts'
import { transportFor } from '../delivery/transports.ts'
import type { EventData } from '../domain/log/event.ts'
import type { ChannelSettings } from '../domain/settings.ts'
import type { Chosen } from '../incident/choose.ts'
import { evidenceOf, newName } from '../store/evidence-files.ts'
import type { Appended, Journal } from '../store/journal.ts'
import type { World } from '../world.ts'

/** One thing to deliver, whose intent has been recorded. */
export interface Delivery {
  readonly way: ChannelSettings | undefined
  readonly files: JournalFiles
  readonly outgoing: () => Outgoing
  readonly progress: (done: number, all: number) => void
  readonly stop: AbortSignal
}

export interface Attempted {
  readonly outcome: Delivered
  readonly kept: EventData['notice.delivered']['journal']
}

/** The act between intent and outcome; no lock is held meanwhile. In a drill nothing leaves the machine. */
export async function deliver(world: World, { journal, clock }: Chosen, delivery: Delivery): Promise<Attempted> {
  const { way, files, outgoing, progress, stop } = delivery
  if (journal.incident.declaration?.drill) return { outcome: delivered('sent', 'drill'), kept: null }
  if (stop.aborted) return { outcome: delivered('failed', 'stopped'), kept: null }
  if (way === undefined) return { outcome: delivered('failed', 'no-way'), kept: null }
  const recipients = new DeliveryJournal(evidenceOf(journal), files, clock.now)
  const context = { workspace: world.workspace.directory, env: world.env, journal: recipients, stop }
  const transport = await transportFor(way, context, { ...REAL, now: world.now, sleep: world.sleep })
  if (transport === null) return { outcome: delivered('failed', 'no-way'), kept: null }
  const unready = transport.unready()
  if (unready !== null) return { outcome: delivered('failed', unready.why, unready.detail), kept: null }
  return { outcome: await transport.send(outgoing(), progress), kept: recipients.seal() }
}

/** Where something would go, and what keeps it from being sent as far as that can be known without sending. */
export async function targetOf(
  world: World,
  { journal, clock }: Chosen,
  way: ChannelSettings,
): Promise<{ readonly target: string; readonly why: Unready | null } | null> {
  const idle = new DeliveryJournal(evidenceOf(journal), { file: newName(), resumed: false }, clock.now)
  const { signal: stop } = new AbortController()
  const context = { workspace: world.workspace.directory, env: world.env, journal: idle, stop }
  const transport = await transportFor(way, context)
  return transport === null ? null : { target: transport.target, why: transport.unready() }
}

/**
 * Records intents after the journals of recipients that they name are there, so that where one is gone later, it was
 * taken away; what was made for an intent that was not recorded goes with it.
 */
export function withJournals({ journal, clock }: Chosen, names: ReadonlySet<string>, intend: () => Appended): Appended {
  for (const file of names) begin(journal, clock.now, file)
  let intents: Appended | null = null
  try {
    intents = intend()
    return intents
  } finally {
    if (!intents?.events.some(({ type }) => type.endsWith('.intended')))
      for (const name of names) evidenceOf(journal).delete(name)
  }
}

function begin(journal: Journal, now: () => number, file: string): void {
  const begun = new DeliveryJournal(evidenceOf(journal), { file, resumed: false }, now)
  begun.open()
  begun.seal()
}
