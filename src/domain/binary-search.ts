/** Finds the first index for which `isBefore` does not hold, as for none after it, by binary search; else `length`. */
export function lowerBound(length: number, isBefore: (index: number) => boolean): number {
  let [from, to] = [0, length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if (isBefore(middle)) from = middle + 1
    else to = middle
  }
  return from
}
