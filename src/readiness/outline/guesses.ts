import type { Language, Modality, Phase } from '../../domain/runbook/runbook.ts'

/** What a manual's wording suggests. A person has to confirm it. */

/** The modality that a text has by its words, and the word; `must` and null if none tells. */
export interface GuessedModality {
  readonly modality: Modality
  readonly word: string | null
}

/** Words by modality, in the order to look for them: "consider whether you must" only asks for considering. */
const MODAL_WORDS: Readonly<Record<Language, readonly (readonly [Modality, RegExp])[]>> = {
  ja: [
    [
      'if-needed',
      /必要に応じ|必要な場合|必要があれば|必要であれば|適宜|状況に応じ|場合に応じ|(?:て|んで|いで)も(?:よい|良い|構わない|かまわない)/,
    ],
    ['consider', /検討|推奨/],
    ['effort', /努め[るま]?|努力|できる限り|可能な限り|できるだけ|望ましい/],
    [
      'must',
      /な(?:ければ|くては)な(?:らない|りません)|ねばならない|必ず|必要がある|ものとする|(?:こと|する|します|行う|行います)(?=[。．]?$)/,
    ],
  ],
  en: [
    ['if-needed', /\b(?:if|as|where|when) (?:needed|necessary|required|appropriate)\b/i],
    ['consider', /\bconsider(?:s|ed|ing)?\b|\brecommend(?:s|ed)?\b|\badvisable\b/i],
    ['effort', /\b(?:strive|endeavou?r|try|aim)s? to\b|\bshould\b|\bbest efforts?\b|\bas far as possible\b/i],
    ['must', /\b(?:must|shall|may not|(?:have|has|needs?) to|(?:is|are) (?:required|obliged) to)\b/i],
    // A permission, not what may be the case, nor a question.
    ['if-needed', /(?<!\b(?:whether|if)\b[^.,;]*)\bmay\b(?= (?!be\b|have\b)[a-z])/],
  ],
}

export function guessModality(text: string, language: Language): GuessedModality {
  for (const [modality, words] of MODAL_WORDS[language]) {
    const word = words.exec(text)?.[0]
    if (word !== undefined) return { modality, word }
  }
  return { modality: 'must', word: null }
}

/** What a sentence says of the document itself is no duty, although it may end like one. */
const ABOUT_THE_TEXT = /とは、|目的とする|目的とします|をいう。|(?:本書|本マニュアル|本手順書|本章|本節)(?:は|では)/

/** Whether a sentence outside of a list says that something has to be done. */
export function isObligation(sentence: string, language: Language): boolean {
  return guessModality(sentence, language).word !== null && !ABOUT_THE_TEXT.test(sentence)
}

/** Words of a heading by the phase that it is about; the later phases first, since 「停止解除後」 also says 停止. */
const PHASE_WORDS: readonly (readonly [Phase, RegExp])[] = [
  [
    'after-resumption',
    /再開後|解除後|復旧後|回復後|終了後|事後|振り返り|再発防止|補償|\bafter|\bpost-?|\breview|\blessons|\bfollow-?up/i,
  ],
  ['initial-response', /初期|初動|発生時|検知|発見|第一報|第1報|\binitial|\bfirst|\bdetect|\bimmediate|\btriage/i],
  [
    'during-halt',
    /停止中|対応中|障害中|継続|復旧|復帰|再開|\bduring|\bwhile|\bongoing|\brecover|\brestor|\bresum|\bupdates?\b/i,
  ],
  ['scheduled', /事前|計画停止|計画作業|定期作業|予告|\bplanned|\bscheduled|\badvance notice|\bbefore\b/i],
]

/** The phase that a heading suggests; null if none. */
export function guessPhase(heading: string): Phase | null {
  return PHASE_WORDS.find(([, words]) => words.test(heading))?.[0] ?? null
}

const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/gu

/** The language of a text: Japanese if a tenth of its letters are. */
export function guessLanguage(text: string): Language {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  return (text.match(JAPANESE)?.length ?? 0) * 10 > letters ? 'ja' : 'en'
}
