import { distance } from 'fastest-levenshtein'

/** The allowed word that the given one was most likely meant to be; null where none is near. */
export function nearestWord(given: string, allowed: readonly string[]): string | null {
  const near = allowed
    .map((word) => ({ word, far: distance(given.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, far }) => far > 0 && far <= Math.max(2, Math.ceil(word.length / 3)))
    .sort((a, b) => a.far - b.far)
  return near[0]?.word ?? null
}
