import type { Unreadiness } from '../delivery/transport.ts'
import type { DeliveryReason } from '../domain/delivery-reasons.ts'
import { sha256 } from '../domain/log/sha256.ts'
import type { ProbeResult } from '../domain/readiness/finding.ts'
import type { FeedMessage } from './message.ts'

/**
 * What came of telling something. `refused`: this message never succeeds, others may; `failed`: none does for now, so that it
 * has to be told later.
 */
export type Told =
  | { readonly outcome: 'told' }
  | {
      readonly outcome: 'refused' | 'failed'
      readonly why: DeliveryReason
      /** What the other side said: one line of inert text, without secrets. */
      readonly detail: string
      /** For how many milliseconds the server asked to be left alone. */
      readonly retryAfterMs: number
    }

/** Where a feed goes. */
export interface FeedSender {
  /** In one line without secrets. */
  readonly target: string
  readonly probed: ProbeResult
  /** Tells it from others of its name that go elsewhere, by so few digits that they give no secret away. */
  mark(): string
  /** What prevents telling anything, as far as can be checked here; null if nothing does. */
  unreadiness(): Unreadiness | null
  /** The same, also checked by connecting, without sending anything. */
  probe(): Promise<Unreadiness | null>
  send(message: FeedMessage): Promise<Told>
}

/** Four digits of a digest. */
export function markOf(where: readonly unknown[]): string {
  return sha256(JSON.stringify(where)).slice(0, 4)
}

/** Nothing was told, for a reason that lies with the feed. */
export function failed({ why, detail }: Unreadiness): Told {
  return { outcome: 'failed', why, detail, retryAfterMs: 0 }
}
