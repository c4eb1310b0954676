import { writerOf } from '../log/event.ts'
import { memoize } from '../memoize.ts'
import { LANGUAGES, type Language } from '../runbook/runbook.ts'
import { currentWrite } from './current-values.ts'
import { type Correction, canReplace, type Incident } from './incident.ts'
import type { GivenTexts, OwnTexts, Wording } from './own-texts.ts'

// What the words of an event are, also in each language, and who wrote them.

/** The words that an event gives another one, and the same in each language; null or missing for those that it does not. */
interface NewWords extends Readonly<Partial<Record<Language, string | null | undefined>>> {
  readonly text?: string | null
}

/** The last words of each writer, in order, after one gave more. A new `text` makes all that this one wrote before it void. */
export function withWords(
  wordings: readonly Wording[],
  writer: string,
  { text = null, ...given }: NewWords,
): Wording[] {
  const inLanguages = LANGUAGES.map((language) => ({ writer, language, words: given[language] ?? null }))
  const added = [{ writer, language: null, words: text }, ...inLanguages].filter(
    (one): one is Wording => one.words !== null,
  )
  const isReplaced = (old: Wording) =>
    old.writer === writer && (text !== null || added.some(({ language }) => language === old.language))
  return [...wordings.filter((old) => !isReplaced(old)), ...added]
}

/** Returns the words of an event of a writer: of those written, the ones that can take the place of its own (`canReplace`). */
export function wordsOf(
  incident: Pick<Incident, 'unknownWriters'>,
  owner: string,
  wordings: readonly Wording[],
): { readonly text: string; readonly texts: OwnTexts } {
  const texts: { -readonly [L in Language]: string | null } = { ja: null, en: null }
  let text = ''
  for (const { writer, language, words } of wordings) {
    if (!canReplace(incident, writer, owner)) continue
    if (language !== null) texts[language] = words
    else Object.assign(texts, { ja: null, en: null })
    if (language === null) text = words
  }
  return { text, texts }
}

/** The corrections that count: without words that are passed over. */
export const heededCorrections = memoize((incident: Incident): readonly Correction[] =>
  incident.corrections.flatMap((one) => {
    if (!isPassedOver(incident, one)) return one
    return one.at === null ? [] : { ...one, text: null, ja: null, en: null }
  }),
)

/** Whether a correction has words by which somebody unknown would speak for others (`canReplace`). */
export function isPassedOver(incident: Incident, one: Correction): boolean {
  return hasWords(one) && !canReplace(incident, writerOf(one.event), writerOf(one.target))
}

function hasWords({ text, ja, en }: Correction): boolean {
  return (text ?? ja ?? en) !== null
}

/** Returns the words in each language of an event that gives some, after these corrections of it. */
export function correctedTexts(
  incident: Pick<Incident, 'unknownWriters'>,
  event: string,
  given: GivenTexts,
  corrections: readonly Correction[],
): OwnTexts {
  const owner = writerOf(event)
  const all = corrections.reduce(
    (wordings, correction) => withWords(wordings, writerOf(correction.event), correction),
    withWords([], owner, given),
  )
  return wordsOf(incident, owner, all).texts
}

/** Whether a writer may have said anew what another one called or wrote. */
export function hasWordsForOthers(incident: Incident): boolean {
  return (
    LANGUAGES.some((language) => currentWrite(incident, `title:${language}`) !== undefined) ||
    incident.corrections.some(hasWords) ||
    incident.actions.some(({ id, wordings }) => wordings.some(({ writer }) => writer !== writerOf(id)))
  )
}
