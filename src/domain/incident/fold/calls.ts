import type { Event } from '../../log/event.ts'
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

function call(
  draft: Draft,
  event: Event & { data: { person: string; note?: string } },
  state: CallMark['state'],
): void {
  put(draft, event, `call:${event.data.person}`, { state, note: event.data.note ?? null })
}
