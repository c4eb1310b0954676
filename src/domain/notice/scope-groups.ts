import type { ScopeEntry } from '../incident/scope.ts'
import type { ScopeState } from '../log/event.ts'
import type { Service } from '../runbook/runbook.ts'

/** One service as customers know it: an operation, or several in the same state, on all assets or on some. */
export interface ScopeItem {
  /** In the runbook's order. */
  readonly operations: readonly string[]
  /** The asset that has a service of its own; null for the others. */
  readonly asset: string | null
  /** The assets it covers; empty for all others that have no service of their own. */
  readonly assets: readonly string[]
  /** The assets it does not cover, although it covers all others. */
  readonly except: readonly string[]
}

export interface ScopeGroup {
  readonly state: ScopeState
  readonly words: string | null
  readonly items: readonly ScopeItem[]
}

const STRICTEST_FIRST: readonly ScopeState[] = ['stopped', 'cancel-only', 'post-only', 'limited', 'open']

/**
 * Groups scope entries by state, the strictest first. An asset in the same state as its whole operation is left out; in
 * another, the operation names it as an exception. Exceptions are taken from `all`, so that a partial list states them too.
 */
export function scopeGroups(
  services: readonly Service[],
  entries: readonly ScopeEntry[],
  all: readonly ScopeEntry[] = entries,
): ScopeGroup[] {
  const groups = new Map<string, { state: ScopeState; words: string | null; items: ScopeItem[] }>()
  for (const entry of entries) {
    const { state, words } = entry
    const key = JSON.stringify([state, words])
    const group = groups.get(key) ?? { state, words, items: [] }
    group.items.push(...itemsOf(services, entry, entries, all))
    groups.set(key, group)
  }
  return [...groups.values()]
    .filter(({ items }) => items.length > 0)
    .map((group) => ({ ...group, items: mergeItems(services, group.items) }))
    .sort((a, b) => STRICTEST_FIRST.indexOf(a.state) - STRICTEST_FIRST.indexOf(b.state))
}

function itemsOf(
  services: readonly Service[],
  entry: ScopeEntry,
  entries: readonly ScopeEntry[],
  all: readonly ScopeEntry[],
): ScopeItem[] {
  const { operation, asset } = entry
  const general = entries.find((e) => e.operation === operation && e.asset === null)
  if (asset !== null && general !== undefined && isSameState(entry, general)) return []
  const item: ScopeItem = { operations: [operation], asset: null, assets: [], except: [] }
  const own = services.flatMap((service) => (service.operations.includes(operation) ? (service.asset ?? []) : []))
  if (asset !== null) return [own.includes(asset) ? { ...item, asset } : { ...item, assets: [asset] }]
  const except = all
    .filter((e) => e.operation === operation && e.asset !== null && !isSameState(e, entry))
    .map((e) => e.asset as string)
  const covered = [...new Set(own)].filter((other) => !except.includes(other))
  return [
    ...covered.map((one) => ({ ...item, asset: one })),
    { ...item, except: except.filter((other) => !own.includes(other)) },
  ]
}

function isSameState(a: ScopeEntry, b: ScopeEntry): boolean {
  return a.state === b.state && a.words === b.words
}

/** Merges items that differ only in assets, then those whose operations are one service together, all of them. */
function mergeItems(services: readonly Service[], items: readonly ScopeItem[]): ScopeItem[] {
  const byAssets = mergeBy(
    items,
    ({ operations, asset, except, assets }) => [operations, asset, except, assets.length > 0],
    (a, b) => ({ ...a, assets: [...a.assets, ...b.assets] }),
  )
  const coverage = ({ asset, except, assets }: ScopeItem) => JSON.stringify([asset, except, assets])
  return services
    .filter(({ operations }) => operations.length > 1)
    .reduce<ScopeItem[]>((all, { operations, asset }) => {
      const parts = (item: ScopeItem) =>
        all.filter((one) => coverage(one) === coverage(item) && one.operations.every((id) => operations.includes(id)))
      const isWhole = (item: ScopeItem) =>
        item.asset === asset && operations.every((id) => parts(item).some((one) => one.operations.includes(id)))
      return all.flatMap((item) => {
        if (!operations.includes(item.operations[0] as string) || !isWhole(item)) return [item]
        return parts(item)[0] === item ? [{ ...item, operations }] : []
      })
    }, byAssets)
}

/** Combines the items that have the same key, in the order of the first of each. */
function mergeBy(
  items: readonly ScopeItem[],
  keyOf: (item: ScopeItem) => unknown,
  combine: (a: ScopeItem, b: ScopeItem) => ScopeItem,
): ScopeItem[] {
  const merged = new Map<string, ScopeItem>()
  for (const item of items) {
    const key = JSON.stringify(keyOf(item))
    const earlier = merged.get(key)
    merged.set(key, earlier === undefined ? item : combine(earlier, item))
  }
  return [...merged.values()]
}
