import { memoize } from '../memoize.ts'
import { asKnownTo, type Prepared } from './approval-changes.ts'
import { heededSince } from './askers.ts'
import { registerOf, registersByName } from './current-values.ts'
import type { Incident } from './incident.ts'
import type { Write } from './register.ts'
import { formatTarget, parseTarget, scopeOf } from './scope.ts'

// What was carried out with what another person had to approve.

/** What was carried out with an approval: the event, and the channels or targets that it was about. */
interface Act {
  readonly event: string
  readonly parts: readonly string[]
}

/** Whether something was carried out with what an event asked approval for. */
export function isCarriedOut(incident: Incident, request: string): boolean {
  return actsWith(incident, request).length > 0
}

/** Whether all that an event asked approval for was carried out. */
export function isCarriedOutWholly(incident: Incident, request: string): boolean {
  const done = actsWith(incident, request).flatMap(({ parts }) => parts)
  const marks = registerOf(incident, `approval:${request}`)
  return marks.some(
    ({ event, value }) => event === request && value.says === 'requested' && isDone(value.prepared, done),
  )
}

export function isDone(prepared: Prepared, done: readonly string[]): boolean {
  return partsOf(prepared).every((part) => done.includes(part))
}

/** What was carried out with what an event asked approval for, as far as that counts on this machine (`heededSince`). */
export function actsSince(incident: Incident, request: string): readonly Act[] {
  const requests = registerOf(incident, `approval:${request}`).filter(({ event }) => event === request)
  return requests.flatMap((write) => actsWith(heededSince(incident, write), request))
}

export function actsWith(incident: Incident, request: string): readonly Act[] {
  return actsByRequest(incident).get(request) ?? []
}

const actsByRequest = memoize((incident: Incident): ReadonlyMap<string, readonly Act[]> => {
  const notices = incident.notices.map(({ approval, event, channel }) => ({ approval, event, parts: [channel] }))
  const lifts = registerOf(incident, 'phase').flatMap(({ undone, event, value: { approval } }) =>
    undone ? [] : [{ approval, event, parts: targetsOf(incident, event) }],
  )
  const acts = new Map<string, Act[]>()
  for (const { approval, ...act } of [...notices, ...lifts])
    if (approval !== undefined) acts.get(approval)?.push(act) ?? acts.set(approval, [act])
  return acts
})

/** The operations and assets that an event stated. */
export function targetsOf(incident: Incident, event: string): readonly string[] {
  return targetsByEvent(incident).get(event) ?? []
}

const targetsByEvent = memoize((incident: Incident) => {
  const targets = new Map<string, Set<string>>()
  for (const [name, writes] of registersByName(incident, 'scope:'))
    for (const { event } of writes) targets.get(event)?.add(name) ?? targets.set(event, new Set([name]))
  return new Map([...targets].map(([event, names]) => [event, [...names]]))
})

/** The channels of the notices that were prepared, or the targets of the lift. */
export function partsOf({ notices = [], lift = [] }: Prepared): string[] {
  return [...notices.map(({ channel }) => channel), ...lift.map(formatTarget)]
}

/** Whether a channel or target was prepared, or is an asset of one of which nothing was known to be stated by itself then. */
export function isPrepared(
  incident: Incident,
  { event, prepared }: { readonly event: string; readonly prepared: Prepared },
  part: string,
): boolean {
  const parts = partsOf(prepared)
  if (parts.includes(part)) return true
  if (!parts.includes(parseTarget(part).operation)) return false
  const request = registerOf(incident, `approval:${event}`).find((write) => write.event === event) as Write<unknown>
  return !scopeOf(asKnownTo(incident, request)).some((entry) => formatTarget(entry) === part)
}
