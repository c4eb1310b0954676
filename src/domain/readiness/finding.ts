import type { CoverageGap } from '../contacts/cover.ts'
import type { PreflightFailure } from '../delivery-reasons.ts'
import type { LockHolder } from '../problem.ts'
import type { Language } from '../runbook/runbook.ts'
import type { Reviewable } from './review.ts'

/** What is reviewed regularly; authorities and scenarios as often as runbooks. */
export type ReviewedKind = Reviewable | 'authorities' | 'scenarios'

/** What `doctor` checks, in the order of its output. */
export const READINESS_AREAS = ['settings', 'runbooks', 'contacts', 'channels', 'logs', 'drills', 'machine'] as const
export type ReadinessArea = (typeof READINESS_AREAS)[number]

/** How serious a finding is. */
export const FINDING_LEVELS = ['error', 'warning', 'info'] as const
export type FindingLevel = (typeof FINDING_LEVELS)[number]

/** A position in a file; line and column count from 1. */
export interface FilePosition {
  readonly file: string
  readonly line: number
  readonly column: number
  /** The line as in the file, but without the credentials before the `@` of a URL. */
  readonly excerpt: string
}

/** How far a way was tested without sending. `connected`: without login or TLS; `proved`: the certificate is valid. */
export type ProbeResult = 'logged-in' | 'connected' | 'proved' | 'writable' | 'program'

/**
 * Why a file of allowed signers does not say whose a key is: it does not have it (`missing`), only with patterns in place of a
 * name (`unnamed`), only for other things than logs of `halt`, or not at this time.
 */
export type NotASignerReason = 'missing' | 'unnamed' | 'other-namespace' | 'not-valid-now'

/** The parameters of each readiness finding, apart from findings in YAML files and logs. */
export interface ReadinessParams {
  'organisation-unset': { language: Language }
  'contact-unset': { language: Language }
  'not-reviewed': { what: ReviewedKind }
  /** Dates are YYYY-MM-DD; `days` since then, `limit` in days. */
  'review-due': { what: ReviewedKind; reviewed: string; days: number; limit: number }
  'shipped-review-due': { what: ReviewedKind; reviewed: string; days: number; limit: number; files: number }
  'authorities-to-verify': { ids: readonly string[] }
  'contacts-missing': { workspace: string }
  'nobody-on-duty': { department: string; times: readonly CoverageGap[]; zone: string }
  /** Ids of two people, and the name that both have. */
  'name-shared': { people: readonly [string, string]; name: string }
  'approver-unknown': { given: string; allowed: readonly string[] }
  'settings-broken': Record<never, never>
  'runbooks-undecided': Record<never, never>
  'channels-by-hand': { channels: readonly string[] }
  'not-connected': { count: number }
  /** `whose` is a channel, or a person and how they are reached. */
  'way-failed': { whose: string; why: PreflightFailure; detail: string }
  'way-reached': { whose: string; target: string; how: ProbeResult }
  /** Messages wait since a time, as shown, because of the last failure (`DeliveryReason`) and what the other side said. */
  'feed-behind': { feed: string; waiting: number; since: string; why: string; detail: string }
  'secret-readable': { path: string; mode: string }
  'tls-checks-off': { variable: string }
  /** `writers` are unknown to this machine: some of them, and how many `more` there are. */
  'new-writer': { id: string; writers: readonly { writer: string; by: string; events: number }[]; more: number }
  /** A lock of an incident that another machine or container holds. */
  'lock-held': { id: string; path: string; holder: LockHolder }
  /** An incident whose head is not signed although it should have been. */
  'head-unsigned': { id: string }
  /** The SSH key, or the file of allowed signers, that the settings name. */
  'signing-file-missing': { path: string }
  /** The file of allowed signers does not say whose the SSH key is. */
  'key-not-in-signers': { key: string; signers: string; why: NotASignerReason }
  'no-ssh-keygen': Record<never, never>
  /** An open incident whose head has no time-stamp token, though the settings name an authority. */
  'head-unstamped': { id: string }
  'no-openssl': Record<never, never>
  /** `waiting` events are not known to be in the relay; `lag` is how long ago, in milliseconds, none was; null if never. */
  'relay-reached': { relay: string; waiting: number; lag: number | null }
  /** Whether word comes from the relay at once; else it has to be asked, which is done every so many seconds. */
  'relay-news': { relay: string; isHeard: boolean; seconds: number }
  /** It is another one than before, for good or in turn with that one, or it lacks what it had. */
  'relay-changed': { relay: string; how: 'other' | 'alternates' | 'lacks' }
  'relay-read-only': { relay: string; role: string }
  /** By how much the clock of this machine is ahead of the relay's, in seconds; negative if it is behind. */
  'relay-clock': { relay: string; seconds: number }
  /** A process that may be gone holds the lock of those that share in the background; null if something else is in its place. */
  'background-obstacle': { path: string; holder: LockHolder | null }
  'incident-open': { id: string; title: string | null; drill: boolean }
  /** A folder among the incidents that is not one. */
  'stray-folder': { path: string }
  /** Of the `total` shipped scenarios, those that cannot be played under the runbook in force. */
  'shipped-drills-unfit': { ids: readonly string[]; total: number }
  'drill-never': { limit: number }
  'drill-due': { id: string; closed: string; days: number; limit: number }
  /**
   * The clock is so many seconds behind the last event of a log, or behind the time when this program was built. Which clock is
   * wrong, nobody can say where that event is of a `writer` that the machine does not know.
   */
  'clock-behind': { seconds: number; than: 'log' | 'program' | { readonly writer: string } }
  'clock-unsynchronised': Record<never, never>
  'clock-unknown': Record<never, never>
  'zone-differs': { machine: string; workspace: string }
  'terminal-narrow': { columns: number; least: number }
  'terminal-dumb': Record<never, never>
  /** `variable` is null if no environment variable sets the encoding. */
  'not-utf8': { variable: string | null; value: string }
  'not-writable': { path: string; why: string }
  'state-not-private': { path: string }
  'disk-low': { path: string; bytes: number; least: number }
  'inodes-low': { path: string; count: number; least: number }
  'network-disk': { path: string; type: string }
  'disk-unknown': { path: string }
  /** Another program named `halt` comes first in the path; `target` is what it links to. */
  'other-halt': { path: string; target: string; powersOff: boolean }
  /** `install` is the shell command that installs this version for the user. */
  'other-version': { path: string; version: string; ours: string; install: string }
  'not-on-path': { install: string }
  'node-old': { version: string; least: string }
  'check-failed': { check: string; detail: string }
  'check-timed-out': { check: string; seconds: number }
}

export type ReadinessCode = keyof ReadinessParams

export type ReadinessFinding = {
  [C in ReadinessCode]: {
    readonly code: C
    readonly level: FindingLevel
    readonly params: ReadinessParams[C]
    readonly place: FilePosition | null
  }
}[ReadinessCode]

/** Makes a finding; `place` is null if it is not about a position in a file. */
export function readinessFinding<C extends ReadinessCode>(
  level: FindingLevel,
  code: C,
  params: ReadinessParams[C],
  place: FilePosition | null = null,
): ReadinessFinding {
  return { code, level, params, place } as ReadinessFinding
}
