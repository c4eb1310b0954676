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
  const spans: (Span & { readonly value: T })[] = []
  let end = to
  for (const { at, value, undone } of writes.toReversed()) {
    if (undone) continue
    const begun = Math.max(from, Date.parse(at))
    if (begun < end) spans.push({ value, from: begun, to: end })
    end = Math.min(end, begun)
  }
  return spans.reverse()
}

/** What stands of a register, by the time at which it happened. */
export function inOrder<T>(writes: Register<T>): Write<T>[] {
  return writes.filter((w) => !w.undone).sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}
