import type { WayName } from '../contacts/contacts.ts'
import { registersOf } from '../incident/current-values.ts'
import type { Incident, Page } from '../incident/incident.ts'

interface Call {
  readonly event: string
  readonly at: string
  readonly by: string
  /** A person, or the level that was raised. */
  readonly who: string
  /** How, where that was said. */
  readonly way: WayName | null
  readonly note: string | null
}

/** Who was called, paged or reached, and which level was raised (manual 6.2, 6.3). */
export type Called =
  | (Call & { readonly kind: 'tried' | 'reached' | 'raised' })
  | (Call & { readonly kind: 'paged'; readonly outcome: Page['state'] })

/** All of them by the time at which they happened. */
export function calledOf(incident: Incident): Called[] {
  const calls = registersOf(incident, 'call:').flatMap(([who, writes]) =>
    writes
      .filter((w) => !w.undone)
      .map(({ event, at, by, value: { state: kind, way, note } }) => ({ event, at, by, kind, who, way, note })),
  )
  const raised = registersOf(incident, 'level:').flatMap(([who, writes]) =>
    writes
      .filter((w) => !w.undone)
      .map(({ event, at, by, value }) => ({
        event,
        at,
        by,
        kind: 'raised' as const,
        who,
        way: null,
        note: value.reason,
      })),
  )
  const paged = incident.pages.map(({ event, at, by, person, way, state: outcome, why }) => {
    return { event, at, by, kind: 'paged' as const, who: person, way, note: why, outcome }
  })
  return [...calls, ...raised, ...paged].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}
