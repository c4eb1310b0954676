import type { Action } from '../incident/incident.ts'
import { problem } from '../problem.ts'
import type { Runbook } from '../runbook/runbook.ts'
import { accept, type Decision, type GivenTime, givenTime, type Situation, unchanged } from './decision.ts'

export type ActionIntent =
  | ({
      readonly kind: 'add-action'
      readonly text: string
      readonly owner: string | null
      readonly due: string | null
      /** The prevention fact that this action implements. */
      readonly serves?: string
    } & GivenTime)
  /** Sets the owner or the due date, or both. */
  | ({
      readonly kind: 'change-action'
      readonly action: string
      readonly owner?: string
      readonly due?: string
    } & GivenTime)
  | ({ readonly kind: 'finish-action'; readonly action: string; readonly note?: string } & GivenTime)

/** Decides on follow-ups, which can also be added and changed after closing (manual 4.4, 5.1). */
export function decideAction({ incident }: Situation, intent: ActionIntent): Decision {
  const when = givenTime(intent)
  if (intent.kind === 'add-action') {
    const { text, owner, due, serves } = intent
    const allowed = preventionFacts(incident.runbook)
    if (serves !== undefined && !allowed.includes(serves)) return problem('unknown-fact', { given: serves, allowed })
    return accept({
      type: 'action.added',
      ...when,
      data: { text, owner, due, ...(serves !== undefined && { serves }) },
    })
  }
  const action = incident.actions.find(({ id }) => id === intent.action)
  if (action === undefined) return problem('unknown-action', { given: intent.action })
  if (intent.kind === 'finish-action') {
    if (action.doneAt !== null) return unchanged(`action done ${action.id}`)
    const note = intent.note === undefined ? {} : { note: intent.note }
    return accept({ type: 'action.done', ...when, data: { action: action.id, ...note } })
  }
  const changes = changedFields(action, intent)
  if (Object.keys(changes).length === 0) return unchanged(`action change ${action.id}`)
  return accept({ type: 'action.changed', ...when, data: { action: action.id, ...changes } })
}

/** Returns the facts that state how a recurrence is prevented (manual 4.4). */
function preventionFacts({ facts }: Runbook): string[] {
  return Object.keys(facts).filter((fact) => facts[fact]?.report?.part === 'prevention')
}

function changedFields(
  action: Action,
  { owner, due }: { owner?: string; due?: string },
): { owner?: string; due?: string } {
  return {
    ...(owner !== undefined && owner !== action.owner && { owner }),
    ...(due !== undefined && due !== action.due && { due }),
  }
}
