/**
 * Binary search. `isBefore` must hold for some indices from 0 on, and for none after those. Returns the first index for
 * which it does not hold; `length` if it holds for all indices below `length`.
 */
export function lowerBound(length: number, isBefore: (index: number) => boolean): number {
  let [from, to] = [0, length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if (isBefore(middle)) from = middle + 1
    else to = middle
  }
  return from
}
