import { distance } from 'fastest-levenshtein'

/**
 * The known names with the number of edits between each and a mistyped one, in letters of any case; closest first. Letters that
 * are only in another order come before all else: swapping two is the commonest slip.
 */
function byDistance(typed: string, known: readonly string[]) {
  return known
    .map((name) => ({
      name,
      edits: distance(typed.toLowerCase(), name.toLowerCase()),
      isReordered: lettersOf(name) === lettersOf(typed),
    }))
    .sort((a, b) => Number(b.isReordered) - Number(a.isReordered) || a.edits - b.edits)
}

function lettersOf(name: string): string {
  return [...name.toLowerCase()].sort().join('')
}

/** The `count` known names closest to a mistyped one, closest first. */
export function nearestNames(typed: string, known: readonly string[], count: number): string[] {
  return byDistance(typed, known)
    .slice(0, count)
    .map(({ name }) => name)
}

/**
 * The known names that a mistyped one may have meant, closest first: those with few edits between them for their length,
 * or with the same letters in another order. Dashes before an option do not make it longer. Of two letters, one that
 * differs is half of a name, as most are in Japanese.
 */
export function meantNames(typed: string, known: readonly string[]): string[] {
  return closeNames(typed, known, (length) => Math.ceil(length / 3))
}

/** Like `meantNames`, where a name that is not known may well be right, such as that of a person: with fewer edits. */
export function likeNames(typed: string, known: readonly string[]): string[] {
  return closeNames(typed, known, (length) => Math.floor(length / 3))
}

function closeNames(typed: string, known: readonly string[], mostEdits: (length: number) => number): string[] {
  return byDistance(typed, known)
    .filter(({ name, edits }) => edits > 0 && name.length > 2)
    .filter(({ name, edits, isReordered }) => edits <= mostEdits(name.replace(/^-+/, '').length) || isReordered)
    .map(({ name }) => name)
}
