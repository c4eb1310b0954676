import { nameOf } from '../../log/event.ts'
import { mayDeclare } from '../../log/incident-key.ts'
import { LANGUAGES } from '../../runbook/runbook.ts'
import { addAnomaly, type Handlers, putInForce, writeRegister, writeScope } from '../draft.ts'
import { roleKey } from '../facts.ts'
import type { PhaseMark } from '../incident.ts'

/** Folds the declaration, what kind of halt it is, and its phases. */
export const phaseHandlers = {
  'incident.started': (draft, event) => {
    // Whoever can write to the folder can backdate a declaration, but does not have the key.
    if (draft.declaration !== null || !mayDeclare(event.incident, event.seq === 1 ? event.key : undefined))
      return addAnomaly(draft, event, 'second-declaration')
    const { id, drill, planned, type, title, severity, startedAt, scope, ref = null } = event.data
    const { v: version, incident, recordedAt: declaredAt, by: declaredBy } = event
    draft.declaration = {
      event: nameOf(event),
      id,
      declaredId: id,
      incident,
      version,
      drill,
      declaredAt,
      declaredBy,
      planned,
      ref,
    }
    putInForce(draft, event, event.data)
    // Whoever declares leads from the declaration on, even if the halt began earlier.
    const declared = { ...event, at: declaredAt }
    writeRegister(draft, declared, 'lead', { name: declaredBy, reason: null })
    writeRegister(draft, event, 'type', type)
    if (title !== null) writeRegister(draft, event, 'title', title)
    if (severity !== null) writeRegister(draft, event, 'severity', severity)
    writeRegister(draft, event, 'phase', phaseMark(planned === null ? 'initial-response' : 'scheduled', 'declared'))
    // The beginning is known from the declaration on, not from the beginning on.
    if (startedAt !== null) writeRegister(draft, declared, roleKey('began'), { known: true, value: startedAt })
    if (planned !== null) {
      writeRegister(draft, event, roleKey('planned-begin'), { known: true, value: planned.from })
      writeRegister(draft, event, roleKey('planned-end'), { known: true, value: planned.to })
    }
    writeScope(draft, event, scope)
  },
  'incident.classified': (draft, event) => {
    const { type, severity, title } = event.data
    if (type !== undefined) writeRegister(draft, event, 'type', type)
    if (severity !== undefined) writeRegister(draft, event, 'severity', severity)
    if (title !== undefined) writeRegister(draft, event, 'title', title)
  },
  'incident.titled': (draft, event) => {
    for (const language of LANGUAGES) {
      const title = event.data[language]
      if (title !== undefined) writeRegister(draft, event, `title:${language}`, title)
    }
  },
  'phase.advanced': (draft, event) => {
    const { to, forced = null } = event.data
    writeRegister(draft, event, 'phase', { ...phaseMark(to, 'advance'), forced })
    // This starts a planned halt, on each machine that does not know of another start.
    if (to === 'initial-response') writeRegister(draft, event, roleKey('began'), { known: true, value: event.at })
  },
  'scope.lifted': (draft, event) => {
    const { changes, open, forced, approval, unapproved } = event.data
    // Of the open steps, only criteria need a forced lift and a reason for it.
    const allOpen = [...new Set([...(forced?.open ?? []), ...open])]
    const overridden = allOpen.length === 0 ? null : { reason: forced?.reason ?? '', open: allOpen }
    const approved = { ...(approval !== undefined && { approval }), ...(unapproved !== undefined && { unapproved }) }
    const mark = { ...phaseMark('after-resumption', 'lift'), forced: overridden, ...approved }
    writeRegister(draft, event, 'phase', mark)
    writeScope(draft, event, changes)
  },
  'incident.reopened': (draft, event) => {
    writeRegister(draft, event, 'phase', { ...phaseMark('during-halt', 'reopen'), reason: event.data.reason })
    writeScope(draft, event, event.data.scope)
  },
  'incident.closed': (draft, event) => {
    const { as: closedAs, reason, forced = null, duplicateOf = null } = event.data
    writeRegister(draft, event, 'phase', { ...phaseMark('closed', 'close'), reason, forced, closedAs, duplicateOf })
  },
} satisfies Partial<Handlers>

function phaseMark(to: PhaseMark['phase'], by: PhaseMark['by']): PhaseMark {
  return { phase: to, by, reason: null, forced: null, closedAs: null, duplicateOf: null }
}
