import { type Event, nameOf } from '../../log/event.ts'
import { standingIn } from '../current-values.ts'
import type { Action } from '../incident.ts'
import { contradict, type Draft, type Handlers, put } from './draft.ts'

/** Follow-ups. */
export const actions = {
  'action.added': (draft, event) => {
    const { at, by, data } = event
    const { serves = null, ...said } = data
    draft.actions.push({ id: nameOf(event), at, by, ...said, serves, doneAt: null, doneEvent: null })
  },
  'action.changed': (draft, event) =>
    changeAction(draft, event, event.data.action, ({ owner, due }) => ({
      owner: event.data.owner ?? owner,
      due: event.data.due ?? due,
    })),
  'action.done': (draft, event) => {
    const { action } = event.data
    if (isThere(draft, action)) put(draft, event, `done:${action}`, true)
    changeAction(draft, event, action, (a) => asItStands(draft, a))
  },
} satisfies Partial<Handlers>

/** Whether a follow-up is done, once something was taken back or moved. */
export function asItStands(draft: Draft, action: Action): Action {
  const done = standingIn(draft, `done:${action.id}`)
  return { ...action, doneAt: done?.at ?? null, doneEvent: done?.event ?? null }
}

function changeAction(draft: Draft, event: Event, id: string, change: (action: Action) => Partial<Action>): void {
  if (isThere(draft, id)) draft.found.actions.change(id, (a) => ({ ...a, ...change(a) }))
  else contradict(draft, event, 'unknown-target')
}

/** Follow-ups go by the event that says that they are done as well. */
function isThere(draft: Draft, id: string): boolean {
  return draft.found.actions.find(id).some((a) => a.id === id)
}
