import { type Event, nameOf } from '../../log/event.ts'
import type { Action } from '../incident.ts'
import { contradict, type Draft, type Handlers } from './draft.ts'

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
  'action.done': (draft, event) =>
    changeAction(draft, event, event.data.action, () => ({ doneAt: event.at, doneEvent: nameOf(event) })),
} satisfies Partial<Handlers>

function changeAction(draft: Draft, event: Event, id: string, change: (action: Action) => Partial<Action>): void {
  if (!draft.found.actions.find(id).some((a) => a.id === id)) contradict(draft, event, 'unknown-target')
  draft.found.actions.change(id, (a) => (a.id === id ? { ...a, ...change(a) } : a))
}
