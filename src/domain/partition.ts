/** Of so many things in order, of which those at the beginning are `isBefore` and no others: how many those are. */
export function partitionPoint(length: number, isBefore: (index: number) => boolean): number {
  let [from, to] = [0, length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if (isBefore(middle)) from = middle + 1
    else to = middle
  }
  return from
}
