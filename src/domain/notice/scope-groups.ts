import type { ScopeEntry } from '../incident/scope.ts'
import type { ScopeState } from '../log/event.ts'

/** One service as customers know it: trading, yen or crypto deposits and withdrawals, or another operation. */
export interface ScopeItem {
  readonly subject: 'trading' | 'yen' | 'crypto' | 'other'
  readonly operation: string
  /** Whether deposits, or withdrawals, or both are meant; both are false for other operations. */
  readonly deposits: boolean
  readonly withdrawals: boolean
  /** The assets it covers; empty for all. */
  readonly assets: readonly string[]
  /** The assets it does not cover, although it covers all others. */
  readonly except: readonly string[]
}

export interface ScopeGroup {
  readonly state: ScopeState
  readonly words: string | null
  readonly items: readonly ScopeItem[]
}

const YEN = 'JPY'
const STRICTEST_FIRST: readonly ScopeState[] = ['stopped', 'cancel-only', 'post-only', 'limited', 'open']

/**
 * Groups scope entries by state, the strictest first. An asset in the same state as its whole operation is left out; in
 * another, the operation names it as an exception. Exceptions are taken from `all`, so that a partial list states them too.
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
    .map((group) => ({ ...group, items: mergeItems(group.items) }))
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
  // Customers know transfers of yen and of crypto-assets as two services.
  const yen: ScopeItem[] = except.includes(YEN) ? [] : [{ ...base, subject: 'yen', assets: [], except: [] }]
  return [...yen, { ...base, subject: 'crypto', assets: [], except: except.filter((other) => other !== YEN) }]
}

function isSameState(a: ScopeEntry, b: ScopeEntry): boolean {
  return a.state === b.state && a.words === b.words
}

/** Merges items that differ only in assets, then those that differ only in direction. */
function mergeItems(items: readonly ScopeItem[]): ScopeItem[] {
  const byAssets = mergeBy(
    items,
    (item) => [item.subject, item.operation, item.except, item.assets.length > 0],
    (a, b) => ({ ...a, assets: [...a.assets, ...b.assets] }),
  )
  return mergeBy(
    byAssets,
    ({ subject, operation, deposits, withdrawals, except, assets }) => [
      subject,
      subject === 'other' ? operation : deposits || withdrawals,
      except,
      assets,
    ],
    (a, b) => ({ ...a, deposits: a.deposits || b.deposits, withdrawals: a.withdrawals || b.withdrawals }),
  )
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
