import { nameOf } from '../../log/event.ts'
import { isTimeOrRange } from '../../log/redaction.ts'
import { isCarriedOutWholly } from '../approval-acts.ts'
import { forcedFor } from '../corrected-words.ts'
import { addAnomaly, type Handlers, type IncidentDraft, positionOf, referenceTo, writeRegister } from '../draft.ts'
import { roleKey } from '../facts.ts'
import type { EventPosition } from '../horizon.ts'
import type { ApprovalMark, FactMark, Notice, PhaseMark, UndoneNotice } from '../incident.ts'
import { correctMentions } from '../mentions.ts'
import type { StoredWrite } from '../packed-writes.ts'
import { withWords } from '../translations.ts'
import { withDone } from './follow-ups.ts'
import { seenBy, withoutArrival } from './notices.ts'

/** Undoing, correcting and redacting earlier events. */
export const amendmentHandlers = {
  'event.undone': (draft, event) => {
    const { event: target, reason, unapproved = null } = event.data
    const writes = draft.written.by(target)
    if (writes.length === 0) return addAnomaly(draft, event, 'unknown-target')
    if (!writes.every((written) => isUndoable(draft, written))) return addAnomaly(draft, event, 'not-undoable')
    draft.undone.set(target, nameOf(event))
    draft.written.amend(target, positionOf(draft, event), () => ({ undone: true }))
    draft.found.actions.change(target, (a) => withDone(draft, a))
    draft.found.redactions.change(target, (r) => ({ ...r, undoneBy: [...new Set([...r.undoneBy, event.writer])] }))
    takeOutNotice(draft, target, { ...referenceTo(event), reason })
    if (writes.some(({ key }) => key.startsWith('scope:'))) {
      const place = { ...referenceTo(event), ...positionOf(draft, event), seen: seenBy(event) }
      draft.scopeUndoings.push({ ...place, undoes: target, unapproved })
    }
  },
  'event.corrected': (draft, event) => {
    const { event: target, at = null, text = null, ja = null, en = null, reason } = event.data
    const { by, recordedAt } = event
    draft.corrections.push({ event: nameOf(event), target, by, recordedAt, at, text, ja, en, reason })
    const position = positionOf(draft, event)
    if (at !== null) retime(draft, position, target, at)
    if (text !== null)
      draft.written.amend(target, position, (_, key) =>
        // Why somebody refused an approval stands as they said it.
        key.startsWith('approval:') ? {} : { said: text, corrected: true },
      )
    const { notices, undoneNotices, pages, evidence, commands, actions } = draft.found
    const retimed = <T extends { readonly at: string }>(item: T): T => ({ ...item, at: at ?? item.at })
    const mended = <T extends Notice>(n: T): T => ({ ...retimed(n), forced: forcedFor(n.forced, text) })
    notices.change(target, mended)
    undoneNotices.change(target, (n) => (n.event === target ? mended(n) : n))
    commands.change(target, (c) => (c.event === target ? retimed(c) : c))
    for (const items of [pages, evidence]) items.change(target, retimed)
    correctMentions(draft, { target, at, text })
    actions.change(target, (a) =>
      a.id === target
        ? {
            ...a,
            at: at ?? a.at,
            wordings: withWords(a.wordings, event.writer, { text, ja, en }),
          }
        : withDone(draft, a),
    )
  },
  // Whoever reads the log crosses the field out before folding, as the redacted event may come before or after this one.
  'event.redacted': (draft, event) => {
    const { event: target, field, reason } = event.data
    if (field === 'value' && statesTime(draft, target)) return addAnomaly(draft, event, 'not-redactable')
    draft.redactions.push({ event: nameOf(event), target, field, reason, undoneBy: [] })
    writeRegister(draft, event, `redacted:${target}:${field}`, true)
  },
} satisfies Partial<Handlers>

/**
 * Moves a notice that a person posted from those that count to the undone ones. Undone twice, the last reason counts. One
 * that was sent stays, and it is again not known whether it arrived.
 */
function takeOutNotice(draft: IncidentDraft, target: string, undone: UndoneNotice['undone']): void {
  const { notices, undoneNotices } = draft.found
  const [notice] = notices.find(target)
  if (notice === undefined || draft.takenOut.has(target)) undoneNotices.change(target, (n) => ({ ...n, undone }))
  else if (notice.sending === null) {
    draft.takenOut.add(target)
    draft.undoneNotices.push({ ...notice, undone })
  } else notices.change(target, (n) => withoutArrival(n, target))
}

/**
 * Declaring cannot be undone, because all later events depend on it; nor a refusal, and what was carried out wholly. Where
 * only a part was, the rest is taken back.
 */
function isUndoable(draft: IncidentDraft, { key, write: { value } }: StoredWrite): boolean {
  if (!key.startsWith('approval:')) return (value as Partial<PhaseMark>)?.by !== 'declared'
  if ((value as ApprovalMark).says === 'refused') return false
  const notices = draft.notices.filter(({ event }) => !draft.takenOut.has(event))
  return !isCarriedOutWholly({ ...draft, notices }, key.slice('approval:'.length))
}

/** Whether an event states a time as the value of a fact, which cannot be redacted. */
function statesTime(draft: IncidentDraft, event: string): boolean {
  return draft.written
    .by(event)
    .some(({ key, write }) => key.startsWith('fact:') && isTimeOrRange((write.value as FactMark).value ?? ''))
}

/** Corrects the time of an event, and that of the beginning with it if the event started a planned halt. */
function retime(draft: IncidentDraft, position: EventPosition, target: string, at: string): void {
  const writes = draft.written.by(target)
  const isAdvance = writes.some(({ key, write }) => key === 'phase' && (write.value as PhaseMark).by === 'advance')
  draft.written.amend(target, position, (_, key) => ({
    at,
    corrected: true,
    ...(isAdvance && key === roleKey('began') && { value: { known: true, value: at } }),
  }))
}
