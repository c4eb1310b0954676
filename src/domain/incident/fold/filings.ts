import { type Handlers, put } from './draft.ts'

/** What deadlines of authorities count from, and what was reported to them. */
export const filings = {
  'clock.started': (draft, event) => {
    const { authority, event: started, filing } = event.data
    put(draft, event, `authority:${authority.id}`, authority)
    put(draft, event, `clock:${authority.id}:${started}`, { filing })
  },
  'authority.reported': (draft, event) => {
    const { authority, filing, ref, note = null } = event.data
    put(draft, event, `authority:${authority.id}`, authority)
    put(draft, event, `filed:${filing}`, { ref, note })
  },
} satisfies Partial<Handlers>
