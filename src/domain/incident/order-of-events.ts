import { setBackShifts } from '../log/hybrid-clock.ts'
import type { Write } from './register.ts'

/** When something happened, and when and where in the fold that was recorded. */
export type Recorded = Pick<Write<unknown>, 'at' | 'recordedAt' | 'order'>

/**
 * Whether one thing happened before another; of one moment, neither did. A clock may have been set back: what was recorded as
 * it happened has its place in the log, and only what was given another time is told by that.
 */
export function happenedBefore(one: Recorded, other: Recorded): boolean {
  const isByOrder = isAsRecorded(one) && isAsRecorded(other)
  const [at, otherAt] = [Date.parse(one.at), Date.parse(other.at)]
  return isByOrder ? one.order < other.order && at !== otherAt : at < otherAt
}

function isAsRecorded({ at, recordedAt }: Recorded): boolean {
  return at === recordedAt
}

/**
 * Returns things in the order in which they happened. What was recorded as it happened keeps the order of the log, although a
 * clock was set back; what was entered later stands where it was by that clock.
 */
export function inOrderOfEvents<T>(things: readonly T[], recordOf: (thing: T) => Recorded): T[] {
  return withPlaces(things, recordOf)
    .sort((a, b) => a.place - b.place)
    .map(({ thing }) => thing)
}

/** Like `inOrderOfEvents`, but things of one moment keep the order in which they are given. */
export function inGivenOrderOfEvents<T>(things: readonly T[], recordOf: (thing: T) => Recorded): T[] {
  const numbered = things.map((thing, i) => ({ thing, i }))
  return withPlaces(numbered, ({ thing }) => recordOf(thing))
    .sort((a, b) => a.place - b.place || a.thing.i - b.thing.i)
    .map(({ thing: { thing } }) => thing)
}

/** Each with when it happened by a clock that was never set back, in the order of the log. */
function withPlaces<T>(things: readonly T[], recordOf: (thing: T) => Recorded) {
  const shiftOf = setBackShifts()
  return things
    .map((thing) => ({ thing, record: recordOf(thing) }))
    .sort((a, b) => a.record.order - b.record.order)
    .map(({ thing, record }) => {
      const [at, recordedAt] = [Date.parse(record.at), Date.parse(record.recordedAt)]
      const shift = shiftOf(recordedAt)
      // A time after that of recording is not by the clock which recorded it.
      return { thing, place: at > recordedAt ? at : at + shift }
    })
}
