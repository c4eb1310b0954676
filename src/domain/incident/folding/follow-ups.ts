import { type Event, nameOf } from '../../log/event.ts'
import { currentWrite } from '../current-values.ts'
import { addAnomaly, type Handlers, type IncidentDraft, writeRegister } from '../draft.ts'
import type { FoldedAction } from '../incident.ts'
import { withWords } from '../translations.ts'

export const followUpHandlers = {
  'action.added': (draft, event) => {
    const { at, by, data } = event
    const { text, ja, en, serves = null, ref = null, ...rest } = data
    const wordings = withWords([], event.writer, { text, ja, en })
    draft.actions.push({ id: nameOf(event), at, by, ...rest, wordings, serves, ref, doneAt: null, doneEvent: null })
  },
  'action.changed': (draft, event) => {
    const { action, owner, due, ref, ja, en } = event.data
    changeAction(draft, event, action, (a) => ({
      owner: owner ?? a.owner,
      due: due ?? a.due,
      ref: ref ?? a.ref,
      wordings: withWords(a.wordings, event.writer, { ja, en }),
    }))
  },
  'action.done': (draft, event) => {
    const { action } = event.data
    if (isAdded(draft, action)) writeRegister(draft, event, `done:${action}`, true)
    changeAction(draft, event, action, (a) => withDone(draft, a))
  },
} satisfies Partial<Handlers>

/** Returns a follow-up with `doneAt` and `doneEvent` as its register has them now. */
export function withDone(draft: IncidentDraft, action: FoldedAction): FoldedAction {
  const done = currentWrite(draft, `done:${action.id}`)
  return { ...action, doneAt: done?.at ?? null, doneEvent: done?.event ?? null }
}

function changeAction(
  draft: IncidentDraft,
  event: Event,
  id: string,
  change: (a: FoldedAction) => Partial<FoldedAction>,
): void {
  if (isAdded(draft, id)) draft.found.actions.change(id, (a) => ({ ...a, ...change(a) }))
  else addAnomaly(draft, event, 'unknown-target')
}

/** `found.actions` also has the events that marked follow-ups as done: only the event that added one is its id. */
function isAdded(draft: IncidentDraft, id: string): boolean {
  return draft.found.actions.find(id).some((a) => a.id === id)
}
