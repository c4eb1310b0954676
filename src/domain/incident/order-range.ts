import { partitionPoint } from '../partition.ts'

interface Ordered {
  /** Position in the fold. */
  readonly order: number
}

/** Of things in the order of the fold those after one position and before another, without looking at the others. */
export function between<T extends Ordered>(things: readonly T[], after: number, before: number): T[] {
  return things.slice(countBefore(things, after + 1), countBefore(things, before))
}

/** How many come before a position. */
function countBefore(things: readonly Ordered[], position: number): number {
  return partitionPoint(things.length, (i) => (things[i] as Ordered).order < position)
}
