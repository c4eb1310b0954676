import { isCarriedOut, isCarriedOutWholly, targetsOf } from '../incident/approval-acts.ts'
import { phaseOf, registerOf } from '../incident/current-values.ts'
import type { ApprovalMark, Incident, Notice, PhaseMark } from '../incident/incident.ts'
import { openedByUndoing } from '../incident/openings.ts'
import type { GivenTexts } from '../incident/own-texts.ts'
import type { StoredWrite } from '../incident/packed-writes.ts'
import { isRedactionInForce } from '../incident/redactions.ts'
import { formatTarget } from '../incident/scope.ts'
import { scopeStates } from '../incident/scope-states.ts'
import { type Envelope, isKnown, isKnownType, nameOf } from '../log/event.ts'
import { hasSaid, withSaid } from '../log/said.ts'
import { problem } from '../problem.ts'
import { factWithRole } from '../runbook/fact-roles.ts'
import { carriedOutProblem } from './approvals.ts'
import { correctedSinceStart } from './before-start.ts'
import { accept, type Decision, type Situation, unchanged } from './decision.ts'

export type CorrectionIntent =
  | {
      readonly kind: 'undo'
      /** Null for the acting operator's latest event that can be undone. */
      readonly target: Envelope | null
      readonly reason: string
    }
  | {
      readonly kind: 'correct'
      readonly target: Envelope
      readonly at?: string
      /** In place of the event's note or reason. */
      readonly text?: string
      /** The words of a note or follow-up in those languages. */
      readonly texts?: GivenTexts
      readonly reason: string
    }

/** Types whose time cannot be corrected: it is that of recording, or for `incident.started` the fact of when it began (set again). */
const TIME_FIXED = new Set([
  'incident.started',
  'event.undone',
  'event.corrected',
  'event.redacted',
  'log.recovered',
  'log.continued',
])

/** Whether events of this type can be corrected: their time, or the note or reason that they have. */
export function isCorrectable(type: string): boolean {
  return hasCorrectableTime(type) || (isKnownType(type) && hasSaid(type))
}

export function hasCorrectableTime(type: string): boolean {
  return !TIME_FIXED.has(type)
}

/** Whether an event has a note or a reason, or may get one. */
export function hasCorrectableText(event: Envelope): boolean {
  return withSaid(event, '') !== null
}

export const correctionDeciders = { undo, correct }

function undo(situation: Situation, intent: CorrectionIntent & { kind: 'undo' }): Decision {
  const { incident, context } = situation
  const undoable = undoableWrites(incident)
  if (intent.target === null) {
    const [latest] = undoableBy(incident, context.by)
    if (latest === undefined) return problem('nothing-to-undo', { by: context.by })
    return undoAct(incident, undoable, latest, intent.reason)
  }
  const event = nameOf(intent.target)
  if (incident.undone.has(event) && !isRedactionInForce(incident, event)) return unchanged(`undo ${event}`)
  const carriedOut = carriedOutProblem(situation, event)
  if (carriedOut !== null) return carriedOut
  if (!undoable.some(({ write }) => write.event === event))
    return problem('not-undoable', { event, type: intent.target.type, channel: sentChannel(incident, intent.target) })
  return undoAct(incident, undoable, event, intent.reason)
}

/** A notice that a person posted, and the steps that it completed, are undone together. */
function undoAct(incident: Incident, undoable: readonly StoredWrite[], event: string, reason: string): Decision {
  const acts = incident.notices.map((notice) => [recordOf(notice), ...stepsCompletedBy(incident, notice)])
  const act = acts.find((events) => events.includes(event)) ?? [event]
  if (phaseOf(incident) === 'closed' && !undoable.some((w) => act.includes(w.write.event) && outlastsClosing(w)))
    return problem('incident-closed', { id: incident.declaration?.id ?? '' })
  return accept(
    ...act.map((undone) => {
      const opened = incident.settings.approval?.lift
        ? openedByUndoing(scopeStates(incident), undone, targetsOf(incident, undone))
        : []
      const unapproved = opened.length === 0 ? {} : { unapproved: opened.map(formatTarget) }
      return { type: 'event.undone', data: { event: undone, reason, ...unapproved } } as const
    }),
  )
}

/** Whether what was written can be undone after closing: the closing, and what is recorded after it too. */
function outlastsClosing({ key, write }: StoredWrite): boolean {
  return (write.value as PhaseMark | null)?.by === 'close' || /^(posted|clock|filed|field|done|redacted):/.test(key)
}

/** The event by which a person recorded that a notice went out; if nobody did, that of the notice. */
function recordOf({ event, settled }: Notice): string {
  return settled?.event ?? event
}

/** The events with which a posted notice completed its steps: those that its writer recorded right after it. */
function stepsCompletedBy(incident: Incident, notice: Notice): string[] {
  const { channel, stage } = notice
  const [posting] = registerOf(incident, `posted:${recordOf(notice)}`)
  if (posting === undefined) return []
  const own = incident.runbook.steps
    .filter((step) => step.channel === channel && step.stage === stage)
    .flatMap((step) => registerOf(incident, `step:${step.id}`))
    .filter(({ writer, seq, value }) => writer === posting.writer && seq > posting.seq && value.state === 'done')
    .sort((a, b) => a.seq - b.seq)
  return own.filter((w, i) => w.seq === posting.seq + 1 + i && !w.undone).map((w) => w.event)
}

/** The channel of the notice that the program sent by an event; null if it sent none. */
function sentChannel({ notices }: Incident, target: Envelope): string | null {
  if (!isKnown(target)) return null
  const intent = target.type === 'notice.delivered' ? target.data.notice : nameOf(target)
  return notices.find((n) => n.sending?.attempts.includes(intent))?.channel ?? null
}

/**
 * Returns the writes of events that can be or were undone, in fold order: all but the declaration of an incident, and
 * approvals that were used.
 */
export function undoableWrites(incident: Incident): StoredWrite[] {
  const { registers, declaration } = incident
  return [...registers.inOrder()].filter(
    ({ key, write }) =>
      write.event !== declaration?.event && !(key.startsWith(APPROVAL) && isSettled(incident, key, write)),
  )
}

const APPROVAL = 'approval:'

/** Whether an approval was used, or it was refused: whoever wants it after all asks anew. */
function isSettled(incident: Incident, key: string, { value }: StoredWrite['write']): boolean {
  const request = key.slice(APPROVAL.length)
  // What asked for nothing is carried out by nothing.
  const isOver = isCarriedOut(incident, request) || isCarriedOutWholly(incident, request)
  return (value as ApprovalMark).says === 'refused' || isOver
}

/** Returns the names of the events of a person that can still be undone, the latest first. */
export function undoableBy(incident: Incident, by: string): string[] {
  const own = undoableWrites(incident).filter(({ write }) => write.by === by && !write.undone)
  return [...new Set(own.map(({ write }) => write.event).reverse())]
}

function correct(situation: Situation, intent: CorrectionIntent & { kind: 'correct' }): Decision {
  const event = nameOf(intent.target)
  const { type } = intent.target
  if (intent.at !== undefined && !hasCorrectableTime(type))
    return problem('not-correctable', {
      event,
      type,
      field: 'at',
      fact: factWithRole(situation.incident.runbook, 'began'),
    })
  if (intent.text !== undefined && withSaid(intent.target, intent.text) === null)
    return problem('not-correctable', { event, type, field: 'text', fact: null })
  const { texts = {} } = intent
  if (Object.keys(texts).length > 0 && type !== 'note.added' && type !== 'action.added')
    return problem('not-correctable', { event, type, field: 'text', fact: null })
  // Blank words would take away a reason that had to be given.
  if (intent.text?.trim() === '') return problem('missing-answer', { what: '--text' })
  const at = correctedSinceStart(situation, intent.target, intent.at)
  if (typeof at === 'object') return at
  const changes = {
    ...(at !== undefined && { at }),
    ...(intent.text !== undefined && { text: intent.text }),
    ...texts,
  }
  return accept({ type: 'event.corrected', data: { event, ...changes, reason: intent.reason } })
}
