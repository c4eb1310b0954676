import type { Register } from './register.ts'

/** A span of time, in milliseconds since the epoch. */
export interface TimeSpan {
  readonly from: number
  readonly to: number
}

/** Returns a register's values over time. A write holds from its own time on, even if one before it has a later time. */
export function valuesOverTime<T>(writes: Register<T>, from: number, to: number): (TimeSpan & { readonly value: T })[] {
  const spans: (TimeSpan & { readonly value: T })[] = []
  let end = to
  for (const { at, value, undone } of writes.toReversed()) {
    if (undone) continue
    const start = Math.max(from, Date.parse(at))
    if (start < end) spans.push({ value, from: start, to: end })
    end = Math.min(end, start)
  }
  return spans.reverse()
}

/** Whether a time, in milliseconds, lies in one of the spans. */
export function isWithin(time: number, spans: readonly TimeSpan[]): boolean {
  return spans.some(({ from, to }) => from <= time && time < to)
}
