import type { Damage } from '../problem.ts'
import type { Envelope, Head } from './event.ts'
import { compareClocks, type HybridClock } from './hybrid-clock.ts'

/** The end of one writer's hash chain; null before its first line. `key` is the writer's; null if it does not sign. */
export type ChainState =
  | (Head & { readonly incident: string; readonly hlc: HybridClock; readonly key: string | null })
  | null

/** Advances one writer's chain by an event, or returns how that breaks it. The first `seq` is 1, the first `prev` null. */
export function advanceChain(
  state: ChainState,
  event: Envelope,
): { readonly next: NonNullable<ChainState> } | { readonly damage: Damage } {
  if (state === null) {
    if (event.seq !== 1 || event.prev !== null) return { damage: 'chain-broken' }
  } else {
    if (event.writer !== state.writer) return { damage: 'wrong-writer' }
    if (event.incident !== state.incident) return { damage: 'wrong-incident' }
    if (event.seq !== state.seq + 1 || event.prev !== state.hash) return { damage: 'chain-broken' }
    if (compareClocks(event.hlc, state.hlc) <= 0) return { damage: 'clock-runs-back' }
  }
  const { writer, seq, hash, incident, hlc } = event
  const key = state === null ? (event.key ?? null) : state.key
  return { next: { writer, seq, hash, incident, hlc, key } }
}
