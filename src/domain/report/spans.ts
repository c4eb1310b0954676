import type { Register, Write } from '../incident/register.ts'

/** A stretch of time, in milliseconds since the epoch. */
export interface Span {
  readonly from: number
  readonly to: number
}

/**
 * What a register said from when to when, as it stands: what was said later holds from when it was said to hold, also
 * where that lies before what was said first. Nothing begins before `from`.
 */
export function spansOf<T>(writes: Register<T>, from: number, to: number): (Span & { readonly value: T })[] {
  const live = writes.filter((w) => !w.undone)
  const begun = live.map((w) => Math.max(from, Date.parse(w.at)))
  return live
    .map(({ value }, i) => ({ value, from: begun[i] as number, to: Math.min(to, ...begun.slice(i + 1)) }))
    .filter((span) => span.from < span.to)
}

/** What stands of a register, by the time at which it happened. */
export function inOrder<T>(writes: Register<T>): Write<T>[] {
  return writes.filter((w) => !w.undone).sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}
