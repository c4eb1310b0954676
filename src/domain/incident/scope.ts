import type { ScopeState } from '../log/event.ts'
import { factOf, registersOf } from './current-values.ts'
import type { Incident, ScopeMark } from './incident.ts'
import { startedAtOf } from './lifecycle.ts'
import type { Register, Write } from './register.ts'

/** One operation, for all assets (`asset` null) or one. */
export interface Target {
  readonly operation: string
  readonly asset: string | null
}

export interface ScopeEntry extends Target {
  readonly state: ScopeState
  readonly words: string | null
  readonly since: string
}

/** Returns the stated scope in the order of the operations. What nobody has stated is left out (manual 1.1). */
export function scopeOf(incident: Incident): ScopeEntry[] {
  const begin = plannedBegin(incident)
  const operations = Object.keys(incident.runbook.operations)
  const position = ({ operation }: ScopeEntry) => operations.indexOf(operation)
  return registersOf(incident, 'scope:')
    .flatMap(([key, writes]) => entryOf(key, writes, begin))
    .sort((a, b) => position(a) - position(b) || compare(a.asset ?? '', b.asset ?? ''))
}

export function restricted(incident: Incident): ScopeEntry[] {
  return scopeOf(incident).filter((e) => e.state !== 'open')
}

/** Formats `OPERATION` or `OPERATION:ASSET`. */
export function targetOf({ operation, asset }: Target): string {
  return asset === null ? operation : `${operation}:${asset}`
}

/** Reverses `targetOf`. */
export function parseTarget(given: string): Target {
  const [operation, asset = null] = given.split(':') as [string, string?]
  return { operation, asset }
}

/** When a planned halt begins, or began; null for others. The scope stated before that time holds from then on. */
export function plannedBegin(incident: Incident): string | null {
  const planned = incident.declaration?.planned ?? null
  return planned === null ? null : (startedAtOf(incident) ?? factOf(incident, 'planned-start').value)
}

function entryOf(key: string, writes: Register<ScopeMark>, begin: string | null): ScopeEntry[] {
  const live = writes.filter((w) => !w.undone)
  const last = live.at(-1)?.value
  if (last === undefined || last.state === null) return []
  const { state, words } = last
  const { at } = live[live.findLastIndex((w) => w.value.state !== state) + 1] as Write<ScopeMark>
  return [
    { ...parseTarget(key), state, words, since: begin !== null && Date.parse(at) < Date.parse(begin) ? begin : at },
  ]
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
