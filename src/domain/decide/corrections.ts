import type { Incident, PhaseMark } from '../incident/incident.ts'
import type { Write } from '../incident/register.ts'
import { type Envelope, nameOf } from '../log/event.ts'
import { problem } from '../outcome.ts'
import { accept, alreadySo, type Decision, type Situation, tooEarly } from './decision.ts'

export type CorrectionIntent =
  | {
      readonly kind: 'undo'
      /** Null: the acting operator's latest event that can be undone. */
      readonly target: Envelope | null
      readonly reason: string
    }
  | {
      readonly kind: 'correct'
      readonly target: Envelope
      readonly at?: string
      readonly text?: string
      readonly reason: string
    }

/** Kinds of event whose words can be corrected: their own texts, not values (those are set again). */
const WORDED = new Set([
  'note.added',
  'step.begun',
  'step.done',
  'step.declined',
  'step.skipped',
  'contact.tried',
  'contact.reached',
  'handover.offered',
  'authority.reported',
  'action.added',
])
/** Kinds of event whose time is not one event's alone to say. */
const TIMELESS = new Set(['incident.started', 'event.undone', 'event.corrected', 'log.recovered', 'log.continued'])

/** Turns of the incident, which do not come before its start; the one that begins a planned halt is its start. */
const TURNS = new Set(['scope.lifted', 'incident.reopened', 'incident.closed'])

/** Whether the time or the words of such an event can be corrected. */
export function isCorrectable(type: string): boolean {
  return !TIMELESS.has(type)
}

export function decideCorrection(situation: Situation, intent: CorrectionIntent): Decision {
  return intent.kind === 'undo' ? undo(situation, intent) : correct(situation, intent)
}

function undo({ incident, when }: Situation, intent: CorrectionIntent & { kind: 'undo' }): Decision {
  if (intent.target === null) {
    const latest = undoables(incident)
      .filter((w) => w.by === when.by && !w.undone)
      .reduce<Write<unknown> | null>((a, b) => (a === null || b.order >= a.order ? b : a), null)
    if (latest === null) return problem('nothing-to-undo', { by: when.by })
    return accept({ type: 'event.undone', data: { event: latest.event, reason: intent.reason } })
  }
  const event = nameOf(intent.target)
  if (incident.undone.has(event)) return alreadySo(`undo ${event}`)
  if (!undoables(incident).some((w) => w.event === event))
    return problem('not-undoable', { event, type: intent.target.type })
  return accept({ type: 'event.undone', data: { event, reason: intent.reason } })
}

/**
 * Writes of step, fact, scope, phase and hand-over events, of hypotheses, calls, marks and follow-ups that were done;
 * declaring and closing stand.
 */
export function undoables(incident: Incident): Write<unknown>[] {
  const final = (w: Write<unknown>) =>
    w.event === incident.declaration?.event || (w.value as PhaseMark | null)?.by === 'close'
  return [...incident.registers.keys()].flatMap((key) => incident.registers.get(key).filter((w) => !final(w)))
}

function correct(situation: Situation, intent: CorrectionIntent & { kind: 'correct' }): Decision {
  const event = nameOf(intent.target)
  const { type } = intent.target
  if (intent.at !== undefined && TIMELESS.has(type)) return problem('not-correctable', { event, type, field: 'at' })
  if (intent.text !== undefined && !WORDED.has(type)) return problem('not-correctable', { event, type, field: 'text' })
  const early = TURNS.has(type) ? tooEarly(situation, intent) : null
  if (early !== null) return early
  const changes = {
    ...(intent.at !== undefined && { at: intent.at }),
    ...(intent.text !== undefined && { text: intent.text }),
  }
  return accept({ type: 'event.corrected', data: { event, ...changes, reason: intent.reason } })
}
