import { distance } from 'fastest-levenshtein'

/** The known names with the number of edits between each and a mistyped one, in letters of any case; closest first. */
export function byDistance(
  typed: string,
  known: readonly string[],
): { readonly name: string; readonly edits: number }[] {
  return known
    .map((name) => ({ name, edits: distance(typed.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits)
}

/** The `count` known names closest to a mistyped one, closest first. */
export function nearestNames(typed: string, known: readonly string[], count: number): string[] {
  return byDistance(typed, known)
    .slice(0, count)
    .map(({ name }) => name)
}
