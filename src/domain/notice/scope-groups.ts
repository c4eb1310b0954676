import type { ScopeEntry } from '../incident/scope.ts'
import type { ScopeState } from '../log/event.ts'

/** One service as customers know it; its deposits and withdrawals are stated together. */
export interface ScopeItem {
  readonly subject: 'trading' | 'yen' | 'crypto' | 'other'
  readonly operation: string
  readonly deposits: boolean
  readonly withdrawals: boolean
  /** The assets it covers; empty for all. */
  readonly assets: readonly string[]
  readonly except: readonly string[]
}

/** All items in one state. */
export interface ScopeGroup {
  readonly state: ScopeState
  /** The words of a limited state. */
  readonly words: string | null
  readonly items: readonly ScopeItem[]
}

const YEN = 'JPY'
const STRICTEST_FIRST: readonly ScopeState[] = ['stopped', 'cancel-only', 'post-only', 'limited', 'open']

/**
 * Groups entries by state, the most restrictive first. Exceptions in the same state as their operation are not repeated.
 * Exceptions are taken from `all`, so that a partial list of entries states them too.
 */
export function scopeGroups(entries: readonly ScopeEntry[], all: readonly ScopeEntry[] = entries): ScopeGroup[] {
  const groups = new Map<string, { state: ScopeState; words: string | null; items: ScopeItem[] }>()
  for (const entry of entries) {
    const { state, words } = entry
    const key = JSON.stringify([state, words])
    const group = groups.get(key) ?? { state, words, items: [] }
    group.items.push(...itemsOf(entry, entries, all))
    groups.set(key, group)
  }
  return [...groups.values()]
    .filter(({ items }) => items.length > 0)
    .map((group) => ({ ...group, items: joined(group.items) }))
    .sort((a, b) => STRICTEST_FIRST.indexOf(a.state) - STRICTEST_FIRST.indexOf(b.state))
}

function itemsOf(entry: ScopeEntry, entries: readonly ScopeEntry[], all: readonly ScopeEntry[]): ScopeItem[] {
  const { operation, asset } = entry
  const general = entries.find((e) => e.operation === operation && e.asset === null)
  if (asset !== null && general !== undefined && isSameState(entry, general)) return []
  const isTransfer = operation === 'deposits' || operation === 'withdrawals'
  const base = { operation, deposits: operation === 'deposits', withdrawals: operation === 'withdrawals' }
  const subject = operation === 'trading' ? operation : 'other'
  if (asset !== null) {
    if (!isTransfer) return [{ ...base, subject, assets: [asset], except: [] }]
    return asset === YEN
      ? [{ ...base, subject: 'yen', assets: [], except: [] }]
      : [{ ...base, subject: 'crypto', assets: [asset], except: [] }]
  }
  const except = all
    .filter((e) => e.operation === operation && e.asset !== null && !isSameState(e, entry))
    .map((e) => e.asset as string)
  if (!isTransfer) return [{ ...base, subject, assets: [], except }]
  const yen: ScopeItem[] = except.includes(YEN) ? [] : [{ ...base, subject: 'yen', assets: [], except: [] }]
  return [...yen, { ...base, subject: 'crypto', assets: [], except: except.filter((other) => other !== YEN) }]
}

function isSameState(a: ScopeEntry, b: ScopeEntry): boolean {
  return a.state === b.state && a.words === b.words
}

/** Merges items that differ only in assets, then those that differ only in direction. */
function joined(items: readonly ScopeItem[]): ScopeItem[] {
  const byAssets = merge(
    items,
    (i) => [i.subject, i.operation, i.except, i.assets.length > 0],
    (a, b) => ({ ...a, assets: [...a.assets, ...b.assets] }),
  )
  return merge(
    byAssets,
    (i) => [i.subject, i.subject === 'other' ? i.operation : i.deposits || i.withdrawals, i.except, i.assets],
    (a, b) => ({ ...a, deposits: a.deposits || b.deposits, withdrawals: a.withdrawals || b.withdrawals }),
  )
}

function merge(
  items: readonly ScopeItem[],
  key: (item: ScopeItem) => unknown,
  combine: (a: ScopeItem, b: ScopeItem) => ScopeItem,
): ScopeItem[] {
  const found = new Map<string, ScopeItem>()
  for (const item of items) {
    const name = JSON.stringify(key(item))
    const other = found.get(name)
    found.set(name, other === undefined ? item : combine(other, item))
  }
  return [...found.values()]
}
