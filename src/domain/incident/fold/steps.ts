import type { Event } from '../../log/event.ts'
import type { Values } from '../incident.ts'
import { type Draft, type Handlers, put } from './draft.ts'

/** Steps of the runbook. */
export const steps = {
  'step.begun': (draft, event) => mark(draft, event, 'in-progress', event.data.note),
  'step.done': (draft, event) => mark(draft, event, 'done', event.data.note),
  'step.declined': (draft, event) => mark(draft, event, 'declined', event.data.reason),
  'step.skipped': (draft, event) => mark(draft, event, 'skipped', event.data.reason),
  'step.assigned': (draft, event) => put(draft, event, `assignee:${event.data.step}`, event.data.to),
} satisfies Partial<Handlers>

function mark(
  draft: Draft,
  event: Event & { data: { step: string } },
  state: Values['step:']['state'],
  note?: string,
): void {
  put(draft, event, `step:${event.data.step}`, { state, note: note ?? null })
}
