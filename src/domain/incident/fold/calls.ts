import type { Event, EventData } from '../../log/event.ts'
import type { CallMark } from '../incident.ts'
import { type Draft, type Handlers, put } from './draft.ts'

/** Who was called, and which levels were raised. */
export const calls = {
  'contact.tried': (draft, event) => call(draft, event, 'tried'),
  'contact.reached': (draft, event) => call(draft, event, 'reached'),
  'escalation.raised': (draft, event) => {
    const { level, reason } = event.data
    put(draft, event, `level:${level}`, { reason })
  },
} satisfies Partial<Handlers>

function call(draft: Draft, event: Event & { data: EventData['contact.tried'] }, state: CallMark['state']): void {
  const { person, way = null, note = null } = event.data
  put(draft, event, `call:${person}`, { state, way, note })
}
