import { isRecord, parsedAs } from '../domain/guard.ts'
import { storageError } from '../platform/disk.ts'
import type { PrivateFolder } from '../platform/private-files.ts'
import { stateFolder } from './state.ts'

const MAX_BYTES = 16 * 1024 * 1024

/** Since when a feed cannot be told, and why the last time; times are in milliseconds since 1970. */
export interface FeedTrouble {
  readonly since: number
  readonly why: string
  readonly detail: string
  /** How many attempts have failed since. */
  readonly tries: number
  /** Nothing is tried before that. */
  readonly nextAt: number
  /** How many messages waited then. */
  readonly waiting: number
}

/** `why` of what was left out because it could not be told for too long. */
export const TOO_OLD = 'too-old'

/** Messages that were not told and never will be: how many, the last of them when and why. */
export interface LeftOut {
  readonly count: number
  readonly at: number
  readonly why: string
  readonly detail: string
}

/** How many messages of overdue deadlines of one share, such as those of an incident, a feed gets in an hour. */
export const MAX_OVERDUE = 12
const HOUR_MS = 3_600_000

/** Messages of overdue deadlines of one share within an hour: since when (milliseconds since 1970), and how many. */
interface OverdueHour {
  readonly since: number
  readonly count: number
}

/** The most deadlines kept as told; of more, the earliest ones count as too old to be told. */
const MAX_TOLD = 1000

/**
 * What this machine has told a feed, kept outside the workspace: by incident and writer, the number of the last event that is
 * done with, and the overdue deadlines. Losing it costs nothing but that the last hour is told again.
 */
export class FeedState {
  private readonly folder: PrivateFolder
  private readonly file: string
  private readonly done: Map<string, Record<string, number>>
  /** Keys of overdue deadlines that are done with, with when they were due. */
  private readonly overdue: Map<string, number>
  /** By share, what was told within the last hour. */
  private readonly overdueHours: Map<string, OverdueHour>
  private since: number | null
  trouble: FeedTrouble | null
  leftOut: LeftOut | null
  /** When something was last told; null if nothing ever was. */
  lastAt: number | null

  /** `key` is that of the workspace (`workspaceKey`). */
  constructor(env: NodeJS.ProcessEnv, key: string, feed: string) {
    this.folder = stateFolder(env, key)
    this.file = `feed-${feed}.json`
    const kept = parsedAs(isRecord, String(this.folder.read(this.file, MAX_BYTES))) ?? {}
    this.done = new Map(isRecord(kept.done) ? (Object.entries(kept.done) as [string, Record<string, number>][]) : [])
    const overdue = isRecord(kept.overdue) ? Object.entries(kept.overdue) : []
    this.overdue = new Map(overdue.filter((entry): entry is [string, number] => typeof entry[1] === 'number'))
    const hours = isRecord(kept.overdueHours) ? Object.entries(kept.overdueHours) : []
    this.overdueHours = new Map(hours.filter((entry): entry is [string, OverdueHour] => isOverdueHour(entry[1])))
    this.since = typeof kept.overdueSince === 'number' ? kept.overdueSince : null
    this.trouble = isTrouble(kept.trouble) ? kept.trouble : null
    this.leftOut = isLeftOut(kept.leftOut) ? kept.leftOut : null
    this.lastAt = typeof kept.lastAt === 'number' ? kept.lastAt : null
  }

  /** Whether anything of an incident was ever looked at. */
  knows(incident: string): boolean {
    return this.done.has(incident)
  }

  /** Notes that an incident was looked at: whatever is recorded in it from now on is told, however late. */
  know(incident: string): void {
    if (!this.knows(incident)) this.done.set(incident, {})
  }

  /** The number of the last event of a writer that is done with; 0 if none is. */
  doneUpTo(incident: string, writer: string): number {
    const seq = this.done.get(incident)?.[writer]
    return typeof seq === 'number' ? seq : 0
  }

  /** An event is done with: it was told, or is not to be told. */
  finish(incident: string, writer: string, seq: number): void {
    this.done.set(incident, { ...this.done.get(incident), [writer]: seq })
  }

  /** The deadlines that were due by then are not told, in milliseconds since 1970; null before it was to be told of any. */
  get overdueSince(): number | null {
    return this.since
  }

  set overdueSince(since: number | null) {
    this.since = since
    for (const [key, dueAt] of this.overdue) if (since !== null && dueAt <= since) this.overdue.delete(key)
  }

  hasFinishedOverdue(key: string): boolean {
    return this.overdue.has(key)
  }

  /** An overdue deadline is done with: it was told, or is not to be told. */
  finishOverdue(key: string, dueAt: number): void {
    this.overdue.set(key, dueAt)
    if (this.overdue.size > MAX_TOLD) this.overdueSince = Math.min(...this.overdue.values())
  }

  /** How many more messages of overdue deadlines of a share there may be by now, and until when if there are so many. */
  overdueAllowance(share: string, now: number): { readonly left: number; readonly until: number } {
    const { since, count } = this.overdueHour(share, now)
    return { left: Math.max(0, MAX_OVERDUE - count), until: since + HOUR_MS }
  }

  /** Counts a message of an overdue deadline of a share. */
  countOverdue(share: string, now: number): void {
    for (const [one, { since }] of this.overdueHours) if (!isWithinHour(since, now)) this.overdueHours.delete(one)
    const { since, count } = this.overdueHour(share, now)
    this.overdueHours.set(share, { since, count: count + 1 })
  }

  private overdueHour(share: string, now: number): OverdueHour {
    const kept = this.overdueHours.get(share)
    return kept !== undefined && isWithinHour(kept.since, now) ? kept : { since: now, count: 0 }
  }

  /** Saves this, without the incidents that are gone. Where that fails, returns the folder and the system's error. */
  save(isThere: (incident: string) => boolean): { readonly path: string; readonly why: string } | null {
    for (const incident of this.done.keys()) if (!isThere(incident)) this.done.delete(incident)
    const { done, overdue, overdueHours: hours, since: overdueSince, trouble, leftOut, lastAt } = this
    const overdueHours = Object.fromEntries(hours)
    const all = { done: Object.fromEntries(done), overdue: Object.fromEntries(overdue), overdueHours, overdueSince }
    const text = JSON.stringify({ ...all, trouble, leftOut, lastAt })
    const why = this.folder.write(this.file, text) ? null : storageError(this.folder.path)
    return why === null ? null : { path: this.folder.path, why }
  }
}

function isWithinHour(since: number, now: number): boolean {
  return since <= now && now - since < HOUR_MS
}

function isOverdueHour(value: unknown): value is OverdueHour {
  return isRecord(value) && hasNumbers(value, 'since', 'count')
}

function isTrouble(value: unknown): value is FeedTrouble {
  return isRecord(value) && hasNumbers(value, 'since', 'tries', 'nextAt', 'waiting') && hasTexts(value, 'why', 'detail')
}

function isLeftOut(value: unknown): value is LeftOut {
  return isRecord(value) && hasNumbers(value, 'count', 'at') && hasTexts(value, 'why', 'detail')
}

function hasNumbers(value: Record<string, unknown>, ...keys: readonly string[]): boolean {
  return keys.every((key) => typeof value[key] === 'number')
}

function hasTexts(value: Record<string, unknown>, ...keys: readonly string[]): boolean {
  return keys.every((key) => typeof value[key] === 'string')
}
