import { nameOf } from '../../log/event.ts'
import { phaseOf } from '../current-values.ts'
import type { PhaseMark } from '../incident.ts'
import { contradict, govern, type Handlers, put, putScope } from './draft.ts'

/** The declaration, and where the halt has come to. */
export const phases = {
  'incident.started': (draft, event) => {
    if (draft.declaration !== null) return contradict(draft, event, 'second-declaration')
    const { id, drill, planned, type, title, severity, startedAt, scope } = event.data
    const { incident, recordedAt: declaredAt, by: declaredBy } = event
    const { v: version } = event
    draft.declaration = { event: nameOf(event), id, incident, version, drill, declaredAt, declaredBy, planned }
    govern(draft, event, event.data)
    put(draft, { ...event, at: declaredAt }, 'lead', { name: declaredBy, reason: null })
    put(draft, event, 'type', type)
    if (title !== null) put(draft, event, 'title', title)
    if (severity !== null) put(draft, event, 'severity', severity)
    put(draft, event, 'phase', phase(planned === null ? 'initial-response' : 'scheduled', 'declared'))
    if (startedAt !== null) put(draft, event, 'fact:started-at', { known: true, value: startedAt })
    if (planned !== null) {
      put(draft, event, 'fact:planned-start', { known: true, value: planned.from })
      put(draft, event, 'fact:planned-end', { known: true, value: planned.to })
    }
    putScope(draft, event, scope)
  },
  'incident.classified': (draft, event) => {
    const { type, severity, title } = event.data
    if (type !== undefined) put(draft, event, 'type', type)
    if (severity !== undefined) put(draft, event, 'severity', severity)
    if (title !== undefined) put(draft, event, 'title', title)
  },
  'phase.advanced': (draft, event) => {
    const from = phaseOf(draft)
    put(draft, event, 'phase', { ...phase(event.data.to, 'advance'), forced: event.data.forced ?? null })
    if (from === 'scheduled') put(draft, event, 'fact:started-at', { known: true, value: event.at })
  },
  'scope.lifted': (draft, event) => {
    const { changes, open, forced } = event.data
    const left = [...new Set([...(forced?.open ?? []), ...open])]
    const yielded = left.length === 0 ? null : { reason: forced?.reason ?? '', open: left }
    put(draft, event, 'phase', { ...phase('after-resumption', 'lift'), forced: yielded })
    putScope(draft, event, changes)
  },
  'incident.reopened': (draft, event) => {
    put(draft, event, 'phase', { ...phase('during-halt', 'reopen'), reason: event.data.reason })
    putScope(draft, event, event.data.scope)
  },
  'incident.closed': (draft, event) => {
    const { as, reason, forced } = event.data
    put(draft, event, 'phase', { ...phase('closed', 'close'), reason, forced: forced ?? null, closedAs: as })
  },
} satisfies Partial<Handlers>

function phase(to: PhaseMark['phase'], by: PhaseMark['by']): PhaseMark {
  return { phase: to, by, reason: null, forced: null, closedAs: null }
}
