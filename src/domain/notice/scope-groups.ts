import type { ScopeEntry } from '../incident/scope.ts'
import type { ScopeState } from '../log/event.ts'

/** What customers call one thing that can be stopped; deposits and withdrawals of it are said together. */
export interface ScopeItem {
  readonly subject: 'trading' | 'yen' | 'crypto' | 'other'
  readonly operation: string
  readonly deposits: boolean
  readonly withdrawals: boolean
  /** Those it is about; none: all. */
  readonly assets: readonly string[]
  readonly except: readonly string[]
}

/** All that is in one state. */
export interface ScopeGroup {
  readonly state: ScopeState
  /** The words of a limited state. */
  readonly words: string | null
  readonly items: readonly ScopeItem[]
}

export const YEN = 'JPY'
const ORDER: readonly ScopeState[] = ['stopped', 'cancel-only', 'post-only', 'limited', 'open']

/**
 * Entries by state, the hardest first; what an operation and its exceptions say together is said once. Exceptions are
 * taken from `all` that is stated, so that a list of some entries says them too.
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
    .sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))
}

function itemsOf(entry: ScopeEntry, entries: readonly ScopeEntry[], all: readonly ScopeEntry[]): ScopeItem[] {
  const { operation, asset } = entry
  const general = entries.find((e) => e.operation === operation && e.asset === null)
  if (asset !== null && general !== undefined && alike(entry, general)) return []
  const moves = operation === 'deposits' || operation === 'withdrawals'
  const base = { operation, deposits: operation === 'deposits', withdrawals: operation === 'withdrawals' }
  const subject = operation === 'trading' ? operation : 'other'
  if (asset !== null) {
    if (!moves) return [{ ...base, subject, assets: [asset], except: [] }]
    return asset === YEN
      ? [{ ...base, subject: 'yen', assets: [], except: [] }]
      : [{ ...base, subject: 'crypto', assets: [asset], except: [] }]
  }
  const except = all
    .filter((e) => e.operation === operation && e.asset !== null && !alike(e, entry))
    .map((e) => e.asset as string)
  if (!moves) return [{ ...base, subject, assets: [], except }]
  const yen: ScopeItem[] = except.includes(YEN) ? [] : [{ ...base, subject: 'yen', assets: [], except: [] }]
  return [...yen, { ...base, subject: 'crypto', assets: [], except: except.filter((other) => other !== YEN) }]
}

function alike(a: ScopeEntry, b: ScopeEntry): boolean {
  return a.state === b.state && a.words === b.words
}

/** One item for several assets, then one for both directions. */
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
  both: (a: ScopeItem, b: ScopeItem) => ScopeItem,
): ScopeItem[] {
  const found = new Map<string, ScopeItem>()
  for (const item of items) {
    const name = JSON.stringify(key(item))
    const other = found.get(name)
    found.set(name, other === undefined ? item : both(other, item))
  }
  return [...found.values()]
}
