import type { Force } from '../log/event.ts'

/** Returns the value of a register with other words for its note or reason. A reason is not added where there is none. */
export function withSaid(value: unknown, words: string): unknown {
  if (typeof value !== 'object' || value === null) return value
  const { reason = null, forced = null } = value as { readonly reason?: string | null; readonly forced?: Force | null }
  return {
    ...value,
    ...('note' in value && { note: words }),
    ...(reason !== null && { reason: words }),
    ...(forced !== null && { forced: forcedFor(forced, words) }),
  }
}

/** Returns an override for another reason, if one is given. Steps left open at a lift are kept like one without a reason. */
export function forcedFor(forced: Force | null, reason: string | null): Force | null {
  return forced === null || reason === null || forced.reason === '' ? forced : { ...forced, reason }
}
