/** Binary search: the first index below `length` at which `isBefore` turns false, or `length` if it never does. */
export function lowerBound(length: number, isBefore: (index: number) => boolean): number {
  let [from, to] = [0, length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if (isBefore(middle)) from = middle + 1
    else to = middle
  }
  return from
}
