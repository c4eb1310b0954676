import type { ScopeState } from '../log/event.ts'
import { memoize } from '../memoize.ts'
import type { Runbook } from '../runbook/runbook.ts'
import { factOfRole } from './facts.ts'
import type { Incident, ScopeMark } from './incident.ts'
import { beginningOf, startedAtOf } from './lifecycle.ts'
import { reachedSomebody } from './notice-reach.ts'
import type { Register, Write } from './register.ts'
import { type ScopeRegisters, scopeStatements, statedScope, wasNothing } from './scope-statements.ts'

/** One operation, for all assets (`asset` null) or one. */
export interface ScopeTarget {
  readonly operation: string
  readonly asset: string | null
}

export interface ScopeEntry extends ScopeTarget {
  readonly state: ScopeState
  readonly words: string | null
  /** Since when it has been in this state; not before a planned halt begins. Null if the halt was a false alarm: nothing changed. */
  readonly since: string | null
}

/** Returns the stated scope, in the runbook's order of operations. What nobody has stated is left out (manual 1.1). */
export const scopeOf = memoize((incident: Incident): readonly ScopeEntry[] => {
  const plannedStart = plannedHaltStart(incident)
  const entries = scopeWrites(incident).flatMap(([key, writes]) => scopeEntriesOf(key, writes, plannedStart))
  const isNothing = wasNothing(incident)
  return inOrderOf(incident.runbook, isNothing ? entries.map((entry) => ({ ...entry, since: null })) : entries)
})

/** Sorts targets by the runbook's order of operations, then by asset. */
export function inOrderOf<T extends ScopeTarget>({ operations }: Runbook, targets: readonly T[]): T[] {
  const ids = Object.keys(operations)
  // Operations that the runbook does not have come first, at -1.
  const position = ({ operation }: ScopeTarget) => ids.indexOf(operation)
  return targets.toSorted((a, b) => position(a) - position(b) || compareTexts(a.asset ?? '', b.asset ?? ''))
}

export const restrictedScope = memoize((incident: Incident): readonly ScopeEntry[] =>
  scopeOf(incident).filter((e) => e.state !== 'open'),
)

/** Whether a halt is in the phase after resumption although something is still stopped or restricted. */
export function isPartlyResumed({ phase, scope }: HaltState): boolean {
  return phase === 'after-resumption' && scope.some(({ state }) => state !== 'open')
}

/** How a halt stands, by the names of its phase and of the states of its scope. */
interface HaltState {
  readonly phase: string
  readonly scope: readonly { readonly state: string }[]
}

/** Returns what of the given targets is open. An asset about which nothing is stated anymore is as its operation. */
export function openScope(incident: Incident, targets: readonly string[]): ScopeEntry[] {
  const scope = scopeOf(incident)
  const stated = new Map(scope.map((entry) => [formatTarget(entry), entry]))
  const withdrawn = targets
    .filter((target) => !stated.has(target))
    .flatMap((target): ScopeEntry[] => {
      const { operation, asset } = parseTarget(target)
      const general = stated.get(operation)
      return general === undefined ? [] : [{ ...general, asset }]
    })
  const given = scope.filter((entry) => targets.includes(formatTarget(entry)))
  return [...given, ...withdrawn].filter(({ state }) => state === 'open')
}

/** An operation about which nothing is stated: whether it is restricted is not known. */
export interface UnstatedScope {
  readonly operation: string
  /** Whether something is stated about single assets, so that only the others are meant. */
  readonly hasAssets: boolean
}

/** Returns the operations that the targets, each `OPERATION` or `OPERATION:ASSET`, do not state as a whole. */
export function unstatedScope(operations: readonly string[], targets: readonly string[]): UnstatedScope[] {
  return operations
    .filter((operation) => !targets.includes(operation))
    .map((operation) => ({ operation, hasAssets: targets.some((target) => target.startsWith(`${operation}:`)) }))
}

/** Formats `OPERATION` or `OPERATION:ASSET`. */
export function formatTarget({ operation, asset }: ScopeTarget): string {
  return asset === null ? operation : `${operation}:${asset}`
}

/** Reverses `formatTarget`. */
export function parseTarget(text: string): ScopeTarget {
  const [operation, asset = null] = text.split(':') as [string, string?]
  return { operation, asset }
}

/** When a planned halt began or is to begin; null for other halts. Scope stated before that time holds from then on. */
export function plannedHaltStart(incident: Incident): string | null {
  const planned = incident.declaration?.planned ?? null
  return planned === null ? null : (startedAtOf(incident) ?? factOfRole(incident, 'planned-begin').value)
}

/**
 * Returns the writes of the scope by target. What the declaration states holds from the beginning of the halt, wherever that is
 * moved. So does the first statement of what is restricted if it has no time of its own: it describes the halt as it was found;
 * but not where customers were told something else, which was taken back since.
 */
export function scopeWrites(incident: Incident): ScopeRegisters {
  const scope = scopeStatements(incident)
  const start = startedAtOf(incident)
  if (start === null || incident.declaration?.planned != null) return scope
  const declared = beginningOf(incident)?.order
  const firstOf = (writes: Register<ScopeMark>) => writes.findIndex(({ undone }) => !undone)
  const first = scope.reduce(
    (earliest, [, writes]) => Math.min(earliest, writes[firstOf(writes)]?.order ?? Number.POSITIVE_INFINITY),
    Number.POSITIVE_INFINITY,
  )
  const wasToldOtherwise = scope.some(([, writes]) =>
    writes.some(({ undone, value, order }) => undone && value.state !== 'open' && wasTold(incident, order, first)),
  )
  const moved = statedScope(incident).map(([target, writes]): [string, Register<ScopeMark>] => {
    const place = firstOf(writes)
    const write = writes[place]
    if (write === undefined) return [target, writes]
    const isUntimed = write.at === write.recordedAt && Date.parse(write.at) > Date.parse(start)
    const isAsFound = write.order === first && write.value.state !== 'open' && isUntimed
    const isMoved = write.order === declared || (isAsFound && !wasToldOtherwise)
    return [target, isMoved ? writes.with(place, { ...write, at: start }) : writes]
  })
  return scopeStatements(incident, moved)
}

/** Whether a notice reached somebody between two positions in the fold. */
function wasTold({ notices }: Incident, from: number, to: number): boolean {
  return notices.some((notice) => notice.order > from && notice.order < to && reachedSomebody(notice))
}

/** The entry of a register, or none if nothing is stated about its target anymore. */
function scopeEntriesOf(key: string, writes: Register<ScopeMark>, plannedStart: string | null): ScopeEntry[] {
  const live = writes.filter((w) => !w.undone)
  const last = live.at(-1)?.value
  if (last === undefined || last.state === null) return []
  const { state, words } = last
  // The first of the writes at the end that state this state.
  const { at } = live[live.findLastIndex((w) => w.value.state !== state) + 1] as Write<ScopeMark>
  const isBeforeStart = plannedStart !== null && Date.parse(at) < Date.parse(plannedStart)
  return [{ ...parseTarget(key), state, words, since: isBeforeStart ? plannedStart : at }]
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
