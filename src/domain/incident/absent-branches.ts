import { FORKED } from '../log/missing-heads.ts'
import type { Incident } from './incident.ts'

/** Lines that were recorded on one of two machines with the same state folder, and that this log does not have (all of). */
export interface AbsentBranch {
  readonly writer: string
  /** The numbers of the first and the last of them. */
  readonly from: number
  readonly to: number
  /** The event with which that machine goes on as a new writer. */
  readonly continuedBy: string
}

/** The branches of copied state folders that are not in this log, as whoever goes on after them says what they had. */
export function absentBranches({ givenUp, heads }: Pick<Incident, 'givenUp' | 'heads'>): AbsentBranch[] {
  return [...givenUp].flatMap(([writer, gaps]) =>
    gaps.flatMap(({ event: continuedBy, found, kept, reason }) => {
      const from = (found?.seq ?? 0) + 1
      const isAbsent = reason === FORKED && kept !== null && kept.hash !== heads.get(writer)?.hash
      return isAbsent && kept.seq >= from ? [{ writer, from, to: kept.seq, continuedBy }] : []
    }),
  )
}
