import { distance } from 'fastest-levenshtein'

/** The `count` known names closest to a mistyped one, closest first. */
export function nearestNames(name: string, known: readonly string[], count: number): string[] {
  const distances = new Map(known.map((word) => [word, distance(name.toLowerCase(), word.toLowerCase())]))
  return [...known].sort((a, b) => (distances.get(a) ?? 0) - (distances.get(b) ?? 0)).slice(0, count)
}
