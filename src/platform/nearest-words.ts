import { distance } from 'fastest-levenshtein'

const MOST = 5

/** The allowed words that the given one may have been meant to be, nearest first. */
export function nearestWords(given: string, allowed: readonly string[]): string[] {
  const wanted = given.toLowerCase()
  return allowed
    .map((word) => ({ word, far: distance(wanted, word.toLowerCase()) }))
    .filter(({ word, far }) => far > 0 && far <= Math.max(2, Math.ceil(word.length / 3)))
    .sort((a, b) => a.far - b.far)
    .slice(0, MOST)
    .map(({ word }) => word)
}
