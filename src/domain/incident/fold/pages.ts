import { nameOf } from '../../log/event.ts'
import { contradict, type Handlers, keep } from './draft.ts'

/** Pages that left the machine, or were about to. */
export const pages = {
  'page.intended': (draft, event) => {
    const { person, way, department, level, journal } = event.data
    const { at, by } = event
    const place = { event: nameOf(event), order: draft.events, at, by }
    const open = { state: 'unknown', ended: false, why: null, detail: null } as const
    draft.pages.push({ ...place, person, way, department, level, ...open, journal })
  },
  'page.delivered': (draft, event) => {
    const { page, outcome: state, why, detail, journal } = event.data
    if (draft.found.pages.find(page).length === 0) contradict(draft, event, 'unknown-target')
    draft.found.pages.change(page, (p) => (p.ended ? p : { ...p, state, ended: true, why, detail }))
    if (journal !== null) keep(draft, event, 'journal', journal)
  },
} satisfies Partial<Handlers>
