import { copyOf } from '../incident/copied-notes.ts'
import { hypothesesOf } from '../incident/hypotheses.ts'
import { isOutcomeUnknown } from '../incident/incident.ts'
import { answeredMoments, isKeyMoment } from '../incident/key-moments.ts'
import { applyingStepIds } from '../incident/steps.ts'
import type { Attachment, EventData, EventDraft, KeptBytes, NoteSource } from '../log/event.ts'
import { problem } from '../problem.ts'
import { stepById } from '../runbook/runbook.ts'
import { accept, type Decision, type GivenTime, givenTime, type Situation, unchanged } from './decision.ts'

export type EvidenceIntent =
  | ({ readonly kind: 'note'; readonly text: string; readonly attached?: readonly Attachment[] } & NoteDetails &
      GivenTime)
  | { readonly kind: 'mark-moment'; readonly event: string }
  | { readonly kind: 'decline-moments'; readonly events: readonly string[] }
  | ({ readonly kind: 'private-note'; readonly kept: KeptBytes; readonly attached?: readonly Attachment[] } & GivenTime)
  | { readonly kind: 'start-command'; readonly data: EventData['command.started'] }
  | { readonly kind: 'end-command'; readonly data: EventData['command.ended'] }
  | { readonly kind: 'settle-command'; readonly command: string; readonly words: string }
  | { readonly kind: 'remove-evidence'; readonly removals: readonly EvidenceRemovalIntent[]; readonly reason: string }

/**
 * What a note carries beside its text: it may be about a step, state a hypothesis, rule out or confirm the one that an event
 * stated, be a key moment, or be a copy.
 */
export interface NoteDetails {
  /** The same words in that language. */
  readonly ja?: string
  readonly en?: string
  readonly step?: string
  readonly hypothesis?: boolean
  readonly discards?: string
  readonly confirms?: string
  readonly key?: boolean
  readonly source?: NoteSource
}

/** A piece of evidence to remove, and its state if the file is not intact. */
export type EvidenceRemovalIntent = Omit<EventData['evidence.removed'], 'reason'>

export const evidenceDeciders = {
  note,
  'mark-moment': ({ incident }: Situation, { event }: EvidenceIntent & { kind: 'mark-moment' }) =>
    isKeyMoment(incident, event) ? unchanged(`key ${event}`) : accept({ type: 'moment.marked', data: { event } }),
  'decline-moments': declineMoments,
  'private-note': (_: Situation, intent: EvidenceIntent & { kind: 'private-note' }) =>
    accept({ type: 'note.private', ...givenTime(intent), data: { kept: intent.kept, ...attachedField(intent) } }),
  'start-command': (_: Situation, { data }: EvidenceIntent & { kind: 'start-command' }) =>
    accept({ type: 'command.started', data }),
  'end-command': endCommand,
  'settle-command': settleCommand,
  'remove-evidence': removeEvidence,
}

function declineMoments({ incident }: Situation, { events }: EvidenceIntent & { kind: 'decline-moments' }): Decision {
  const answered = answeredMoments(incident)
  const open = events.filter((event) => !answered.has(event))
  return open.length === 0 ? unchanged('key') : accept({ type: 'moment.declined', data: { events: open } })
}

function note({ incident, context: { knows } }: Situation, intent: EvidenceIntent & { kind: 'note' }): Decision {
  const { text, ja, en, step, hypothesis = false, discards, confirms, key = false, source } = intent
  if (step !== undefined && stepById(incident.runbook, step) === undefined)
    return problem('unknown-step', { given: step, allowed: applyingStepIds(incident) })
  if (source !== undefined && copyOf(incident, source, knows) !== undefined)
    return unchanged(`note ${source.id} ${source.event}`)
  const hypotheses = hypothesesOf(incident)
  const find = (sought: string | undefined) => hypotheses.find(({ event }) => event === sought)
  for (const given of [discards, confirms])
    if (given !== undefined && find(given) === undefined)
      return problem('unknown-hypothesis', { given, allowed: hypotheses.map(({ event }) => event) })
  if (find(discards)?.discarded) return unchanged(`note --discards ${discards}`)
  if (find(confirms)?.confirmed) return unchanged(`note --confirms ${confirms}`)
  const change = {
    ...(hypothesis && { hypothesis }),
    ...(discards !== undefined && { discards }),
    ...(confirms !== undefined && { confirms }),
    ...(key && { key }),
    ...(source !== undefined && { source }),
  }
  const about = step === undefined ? {} : { step }
  const texts = { ...(ja !== undefined && { ja }), ...(en !== undefined && { en }) }
  const data = { text, ...texts, ...about, ...attachedField(intent), ...change }
  return accept({ type: 'note.added', ...givenTime(intent), data })
}

/** Returns the attachments as a field of an event, which has it only if there are any. */
function attachedField({ attached = [] }: { readonly attached?: readonly Attachment[] }): {
  readonly attached?: readonly Attachment[]
} {
  return attached.length === 0 ? {} : { attached }
}

function endCommand({ incident }: Situation, { data }: EvidenceIntent & { kind: 'end-command' }): Decision {
  const command = incident.commands.find((c) => c.event === data.command)
  if (command === undefined) return problem('unknown-event', { given: data.command })
  return command.end === null ? accept({ type: 'command.ended', data }) : unchanged(`exec ${data.command}`)
}

function settleCommand({ incident }: Situation, intent: EvidenceIntent & { kind: 'settle-command' }): Decision {
  const { command, words } = intent
  const run = incident.commands.find((c) => c.event === command)
  if (run === undefined) return problem('not-a-run', { event: command })
  return isOutcomeUnknown(run)
    ? accept({ type: 'command.settled', data: { command, words } })
    : unchanged(`exec ${command}`)
}

function removeEvidence({ incident }: Situation, intent: EvidenceIntent & { kind: 'remove-evidence' }): Decision {
  const { removals, reason } = intent
  const already: string[] = []
  const events: EventDraft[] = []
  for (const [file, removal] of new Map(removals.map((removal) => [removal.file, removal]))) {
    const piece = incident.evidence.find((e) => e.file === file)
    if (piece === undefined && !removal.leftover)
      return problem('unknown-evidence', { given: file, allowed: incident.evidence.map((e) => e.file) })
    if (piece?.removed || incident.discarded.has(file)) already.push(`evidence remove ${file}`)
    else events.push({ type: 'evidence.removed', data: { ...removal, reason } })
  }
  return { events, already }
}
