import { type Handlers, put } from './draft.ts'

/** Who leads, and to whom the lead was offered. */
export const handovers = {
  'handover.offered': (draft, event) => {
    const { to, note = null } = event.data
    put(draft, event, 'offer', { to, note })
  },
  'handover.accepted': (draft, event) => {
    put(draft, event, 'lead', { name: event.by, reason: event.data.reason })
    put(draft, event, 'offer', null)
  },
} satisfies Partial<Handlers>
