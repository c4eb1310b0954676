import { typeOf } from '../incident/current-values.ts'
import { factOf } from '../incident/facts.ts'
import { hypothesesOf } from '../incident/hypotheses.ts'
import type { Incident } from '../incident/incident.ts'
import { restrictionsOf } from '../incident/restrictions.ts'
import { parseTarget } from '../incident/scope.ts'
import { roleOf } from '../runbook/fact-roles.ts'

/** What an incident is compared by: plain data that of a closed incident does not depend on the time. */
export interface Likeness {
  readonly type: string
  /** What was ever restricted, each `OPERATION` or `OPERATION:ASSET`. */
  readonly scope: readonly string[]
  /** What is stated of its causes: values and public words of facts, and confirmed hypotheses. */
  readonly causes: readonly string[]
  /** The hypotheses that are neither confirmed nor ruled out. */
  readonly suspected: readonly string[]
}

/** What two incidents have in common. */
export interface Similarity {
  readonly type: boolean
  /** What was restricted in this one and, for all assets or the same one, in the other. */
  readonly scope: readonly string[]
  /** Words of what is known or suspected of this one's causes that stand in the causes of the other. */
  readonly words: readonly string[]
}

export function likenessOf(incident: Incident): Likeness {
  const { runbook } = incident
  const ofCauses = Object.entries(runbook.facts).filter(
    ([name, { report, personal }]) =>
      personal !== true && (roleOf(runbook, name) === 'cause' || report?.part === 'causes'),
  )
  const stated = ofCauses.flatMap(([name]) => {
    const { value, ja, en } = factOf(incident, name)
    return [value, ja, en].filter((text) => text !== null)
  })
  const hypotheses = hypothesesOf(incident).filter(({ discarded }) => discarded === null)
  const confirmed = hypotheses.filter((one) => one.confirmed !== null)
  return {
    type: typeOf(incident),
    scope: [...new Set(restrictionsOf(incident).map(({ target }) => target))],
    causes: [...new Set([...stated, ...confirmed.map(({ text }) => text)])],
    suspected: hypotheses.filter((one) => one.confirmed === null).map(({ text }) => text),
  }
}

/** What is like `own`, each with what they have in common: first what agrees in more of the three, then the later one of `past`. */
export function similarIncidents<T extends Likeness>(
  own: Likeness,
  past: readonly T[],
): { past: T; shared: Similarity }[] {
  const ownWords = wordsOf([...own.causes, ...own.suspected])
  return past
    .map((one) => ({ past: one, shared: similarityOf(own, ownWords, one) }))
    .filter(({ shared }) => countOf(shared) > 0)
    .reverse()
    .sort((a, b) => countOf(b.shared) - countOf(a.shared))
}

/** In how many of the three two incidents agree. */
function countOf({ type, scope, words }: Similarity): number {
  return [type, scope.length > 0, words.length > 0].filter(Boolean).length
}

function similarityOf(own: Likeness, ownWords: readonly string[], past: Likeness): Similarity {
  const words = new Set(wordsOf(past.causes))
  return {
    type: past.type === own.type,
    scope: own.scope.filter((target) => past.scope.some((other) => overlap(target, other))),
    words: ownWords.filter((word) => words.has(word)),
  }
}

function overlap(target: string, other: string): boolean {
  const [one, two] = [parseTarget(target), parseTarget(other)]
  const isSameAsset = one.asset === null || two.asset === null || one.asset === two.asset
  return one.operation === two.operation && isSameAsset
}

/** Words that hold sentences together, and say nothing of a cause. Those of Japanese are in hiragana. */
const FUNCTION_WORDS = new Set(
  `an and are as at be been but by did do due for from had has have in into is it its no not of on or so than that the then
  there these this to too up was we were when where which while who why will with`.split(/\s+/),
)

/** The words in texts that may tell one cause from another, each once, as they are compared. */
function wordsOf(texts: readonly string[]): string[] {
  const segmenter = new Intl.Segmenter('ja', { granularity: 'word' })
  const words = texts.flatMap((text) => {
    const segments = [...segmenter.segment(text.normalize('NFKC').toLowerCase())]
    return segments.flatMap(({ segment, isWordLike }) => (isWordLike && isTelling(segment) ? [segment] : []))
  })
  return [...new Set(words)]
}

function isTelling(word: string): boolean {
  return [...word].length > 1 && !/^(?:\p{Script=Hiragana}+|\p{N}+)$/u.test(word) && !FUNCTION_WORDS.has(word)
}
