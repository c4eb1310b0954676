import { type Case, isCounted, type Spread, spreadOf } from './stats.ts'

/** The most earlier incidents of its type that one is compared with. */
export const COMPARED = 5

/** A figure of one incident, null if it is not known, and the spread of the known ones of the earlier incidents. */
export interface Compared {
  readonly own: number | null
  readonly earlier: Spread | null
}

/** An incident beside the latest ones of its type that began before it. Times are in seconds. */
export interface Comparison {
  /** Their ids, the latest first. */
  readonly incidents: readonly string[]
  /** Ids of incidents that could not be read in full, and are left out. */
  readonly leftOut: readonly string[]
  /** Ids of later ones than the earliest of these that were left out for them, declared as `declaredByUnknown` says. */
  readonly passedOver: readonly string[]
  /** How many earlier ones were not read, since enough others were, although fewer than `COMPARED` known ones were comparable. */
  readonly notRead: number
  /** Ids of those compared in which a writer recorded that the machine does not know. */
  readonly unknownWriters: readonly string[]
  /** Ids of those in which the machine recorded nothing, declared by a writer that it knows from none in which it did. */
  readonly declaredByUnknown: readonly string[]
  readonly timeToDetect: Compared
  readonly timeToNotify: Compared
  readonly timeToResume: Compared
  /** The share of the promised updates that fell due and were kept, from 0 to 1; of incidents in which any fell due. */
  readonly updatesKept: Compared
}

/** Whether an incident can be one of those that another one is compared with. */
export function isComparable(earlier: Case, own: Case): boolean {
  const isBefore = Date.parse(earlier.at) < Date.parse(own.at)
  return isCounted(earlier) && earlier.type === own.type && earlier.id !== own.id && isBefore
}

/** What is said of the logs that were compared, besides their figures. */
export type ComparedLogs = Pick<
  Comparison,
  'leftOut' | 'passedOver' | 'notRead' | 'unknownWriters' | 'declaredByUnknown'
>

const PLAIN: ComparedLogs = { leftOut: [], passedOver: [], notRead: 0, unknownWriters: [], declaredByUnknown: [] }

/** Compares an incident with the latest comparable ones; null if there are none, or if it is in no figures itself. */
export function comparisonOf(own: Case, others: readonly Case[], logs = PLAIN): Comparison | null {
  const earlier = others
    .filter((one) => isComparable(one, own))
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .slice(0, COMPARED)
  if (!isCounted(own) || earlier.length === 0) return null
  const compare = (figureOf: (one: Case) => number | null): Compared => {
    return { own: figureOf(own), earlier: spreadOf(earlier.map(figureOf)) }
  }
  return {
    incidents: earlier.map(({ id }) => id),
    ...logs,
    timeToDetect: compare(({ timeToDetectSeconds }) => timeToDetectSeconds),
    timeToNotify: compare(({ timeToNotifySeconds }) => timeToNotifySeconds),
    timeToResume: compare(({ timeToResumeSeconds }) => timeToResumeSeconds),
    updatesKept: compare(({ updatesDue, updatesKept }) => (updatesDue === 0 ? null : updatesKept / updatesDue)),
  }
}
