import type { Damage } from '../outcome.ts'
import type { Envelope, Head } from './event.ts'

/** Where one writer's chain stands: null before its first line. */
export type ChainState = (Head & { readonly incident: string; readonly hlc: readonly [number, number] }) | null

/** Follows one writer's chain by one event: `seq` 1 and `prev` null open it, then each names the one before. */
export function follow(
  state: ChainState,
  event: Envelope,
): { readonly next: ChainState } | { readonly damage: Damage } {
  if (state === null) {
    if (event.seq !== 1 || event.prev !== null) return { damage: 'chain-broken' }
  } else {
    if (event.writer !== state.writer) return { damage: 'wrong-writer' }
    if (event.incident !== state.incident) return { damage: 'wrong-incident' }
    if (event.seq !== state.seq + 1 || event.prev !== state.hash) return { damage: 'chain-broken' }
    if (compareClocks(event.hlc, state.hlc) <= 0) return { damage: 'clock-runs-back' }
  }
  const { writer, seq, hash, incident, hlc } = event
  return { next: { writer, seq, hash, incident, hlc } }
}

export function compareClocks(a: readonly [number, number], b: readonly [number, number]): number {
  return a[0] - b[0] || a[1] - b[1]
}

/** The next value of a hybrid logical clock: never behind any event seen, and never behind the wall clock. */
export function tick(seen: readonly [number, number] | null, now: number): readonly [number, number] {
  if (seen === null || now > seen[0]) return [now, 0]
  return seen[1] < Number.MAX_SAFE_INTEGER ? [seen[0], seen[1] + 1] : [seen[0] + 1, 0]
}
