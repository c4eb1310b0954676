import { nameOf } from '../../log/event.ts'
import type { PhaseMark } from '../incident.ts'
import type { Write } from '../register.ts'
import { asItStands } from './actions.ts'
import { contradict, type Draft, type Handlers } from './draft.ts'

/** What is said of earlier events: taken back, or corrected. */
export const corrections = {
  'event.undone': (draft, event) => {
    const target = event.data.event
    const writes = draft.written.by(target)
    if (writes.length === 0) return contradict(draft, event, 'unknown-target')
    if (!writes.every(({ write }) => undoable(write))) return contradict(draft, event, 'not-undoable')
    draft.undone.set(target, nameOf(event))
    draft.written.amend(target, (w) => ({ ...w, undone: true }))
    draft.found.actions.change(target, (a) => asItStands(draft, a))
  },
  'event.corrected': (draft, event) => {
    const { event: target, at = null, text = null, reason } = event.data
    const { by, recordedAt } = event
    draft.corrections.push({ event: nameOf(event), target, by, recordedAt, at, text, reason })
    if (at !== null) retime(draft, target, at)
    if (text !== null) draft.written.amend(target, (w) => ({ ...w, value: reworded(w.value, text), corrected: true }))
    const { notices, pages, evidence, commands, actions } = draft.found
    const moved = <T extends { readonly at: string }>(thing: T): T => ({ ...thing, at: at ?? thing.at })
    for (const places of [notices, pages, evidence, commands]) places.change(target, moved)
    actions.change(target, (a) =>
      a.id === target ? { ...a, at: at ?? a.at, text: text ?? a.text } : asItStands(draft, a),
    )
  },
} satisfies Partial<Handlers>

/** Declaring and closing stand: what follows them rests on them. */
function undoable(w: Write<unknown>): boolean {
  const by = (w.value as Partial<PhaseMark>)?.by
  return by !== 'declared' && by !== 'close'
}

/** A planned halt began when it was advanced: the one moves with the other. */
function retime(draft: Draft, target: string, at: string): void {
  const began = draft.written
    .by(target)
    .some(({ key, write }) => key === 'phase' && (write.value as PhaseMark).by === 'advance')
  draft.written.amend(target, (w, key) => ({
    ...w,
    at,
    corrected: true,
    ...(began && key === 'fact:started-at' && { value: { known: true, value: at } }),
  }))
}

/** Only the mark of a step has words of its own to correct. */
function reworded(value: unknown, text: string): unknown {
  return typeof value === 'object' && value !== null && 'note' in value ? { ...value, note: text } : value
}
