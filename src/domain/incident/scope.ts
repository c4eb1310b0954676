import type { ScopeState } from '../log/event.ts'
import { type Incident, registersOf, type ScopeMark } from './incident.ts'
import type { Register } from './register.ts'

/** What is stated of one operation, for all assets (`asset` null) or one. */
export interface ScopeEntry {
  readonly operation: string
  readonly asset: string | null
  readonly state: ScopeState
  readonly words: string | null
  readonly since: string
}

/** All that is stated, in the order of the operations; what nobody has stated is not there (manual 1.1). */
export function scopeOf(incident: Incident): ScopeEntry[] {
  const rank = Object.keys(incident.runbook.operations)
  return registersOf(incident, 'scope:')
    .flatMap(([key, writes]) => entry(key, writes))
    .sort((a, b) => rank.indexOf(a.operation) - rank.indexOf(b.operation) || compare(a.asset ?? '', b.asset ?? ''))
}

export function restricted(incident: Incident): ScopeEntry[] {
  return scopeOf(incident).filter((e) => e.state !== 'open')
}

export function targetOf(entry: { readonly operation: string; readonly asset: string | null }): string {
  return entry.asset === null ? entry.operation : `${entry.operation}:${entry.asset}`
}

function entry(key: string, writes: Register<ScopeMark>): ScopeEntry[] {
  const live = writes.filter((w) => !w.undone)
  const last = live.at(-1)
  if (last?.value.state == null) return []
  const { state, words } = last.value
  const run = live.slice(live.findLastIndex((w) => w.value.state !== state) + 1)
  const [operation = '', asset = null] = key.split(':')
  return [{ operation, asset, state, words, since: run[0]?.at ?? last.at }]
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
