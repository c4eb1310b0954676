import { memoize } from '../memoize.ts'
import type { Bilingual, ClaimKind, ClaimRule, Runbook } from '../runbook/runbook.ts'
import { isAtEnd, isAtStart, isIn, type Phrase, parsePhrase, wordsFound } from './phrase.ts'

/** A statement that a notice makes only with evidence and an approver, or had better not make. */
export interface FoundClaim {
  readonly kind: ClaimKind
  readonly level: 'error' | 'warning'
  /** The words that make it one, as in the text but in NFKC. */
  readonly words: string
  /** The sentence that it is in, as `sentencesOf` returns it. */
  readonly sentence: string
  /** What to write instead; null for the usual advice on its kind. */
  readonly mend: Bilingual | null
}

/** The claims of a manual; those of older runbooks say that something is safe. */
export function claimRules({ claims = [] }: Pick<Runbook, 'claims'>): readonly ClaimRule[] {
  return 'ja' in claims ? [{ kind: 'safety', ...claims }] : claims
}

/**
 * Returns the claims in a text, whichever language it is in: in each sentence, one for each thing that has to be mended.
 * `mends`: the text mends another notice, so that what it says was told before is no claim.
 */
export function claimsIn(text: string, rules: readonly ClaimRule[], mends = false): FoundClaim[] {
  return sentencesOf(text).flatMap((sentence) => {
    const found = rules.flatMap((rule) => claimIn(sentence, rule, mends) ?? [])
    const isSame = (a: FoundClaim, b: FoundClaim) => a.kind === b.kind && a.mend === b.mend
    return found.filter((one, i) => found.findIndex((other) => isSame(one, other)) === i)
  })
}

function claimIn(sentence: string, rule: ClaimRule, mends: boolean): FoundClaim | null {
  const { phrases, exceptions } = compiled(rule)
  for (const { index, end } of wordsFound(phrases, sentence)) {
    const words = sentence.slice(index, end)
    const around = [sentence.slice(0, index), words, sentence.slice(end)] as const
    if (
      isQuestioned(around) ||
      isWithdrawn(around) ||
      (mends && isReported(around)) ||
      exceptions.some((holds) => holds(around))
    )
      continue
    const { kind, level = LEVELS[kind], mend = null } = rule
    return { kind, level, words: words.trim(), sentence, mend }
  }
  return null
}

const LEVELS: Readonly<Record<ClaimKind, 'error' | 'warning'>> = {
  promise: 'error',
  safety: 'error',
  blame: 'warning',
  guess: 'warning',
  number: 'warning',
}

/**
 * Returns the sentences of a text in NFKC, without invisible characters. A line that goes on in the next one, as in a mail
 * with short lines, is put together; a row with a label and an entry of a list stand for themselves.
 */
export function sentencesOf(text: string): string[] {
  return text
    .normalize('NFKC')
    .replace(/[\u00ad\u200b-\u200d\u2060]/g, '')
    .replace(/[‘’]/g, "'")
    .replace(CONTINUED_LINE, (_, last: string) => (last < '\u0080' ? `${last} ` : last))
    .split(SENTENCE_END)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
}

/** `6 a.m. on Monday`, `U.S. customers`, `notice no. 2` go on; before a capital, `a.m.` or `Inc.` may be the end. */
const SENTENCE_END = new RegExp(
  String.raw`(?<=[\u3002!?])|\n|(?<=\.)` +
    String.raw`(?<!\b(?:e\.g|i\.e|approx|vs|Mrs?|Ms|Dr)\.)(?<!\b[Nn]o\.(?=[ \t]+\d))` +
    String.raw`(?<!\b(?:[ap]\.m|U\.[SK]|Inc|Ltd|Co|Corp|etc)\.(?![ \t]+[A-Z][a-z]*(?<!day|Tokyo|[A-Z]{2})\b))` +
    String.raw`[ \t]+`,
)

/** The last character of a line and the break after it, unless it is a title, a sentence ends, or an entry begins. */
const CONTINUED_LINE = /(?<!^[【[].*)([^\s。.!?])[ \t]*\n[ \t]*(?![\s・*•●■◆【[-]|[^\n:]{1,30}:)/gm

type Around = readonly [before: string, words: string, after: string]

interface Compiled {
  readonly phrases: readonly Phrase[]
  readonly exceptions: readonly ((around: Around) => boolean)[]
}

const compiled = memoize(({ ja, en, unless = { ja: [], en: [] } }: ClaimRule): Compiled => {
  return { phrases: [...ja, ...en].map(parsePhrase), exceptions: [...unless.ja, ...unless.en].map(exception) }
})

/** Phrases with `~` are about what stands around the words found, others about the words. */
function exception(phrase: string): (around: Around) => boolean {
  const [before = '', after] = phrase.split('~')
  const leading = parsePhrase(before)
  if (after === undefined) return ([, words]) => isIn(leading, words)
  const following = parsePhrase(after)
  return (around) => isAtEnd(leading, around[0]) && isAtStart(following, around[2])
}

/** Whether words are only asked about, or said not to be known, in the grammar of their language. */
function isQuestioned([before, words, after]: Around): boolean {
  return QUESTION_BEFORE.test(before) || QUESTION_WITHIN.test(words) || QUESTION_AFTER.test(after)
}

/** Part of a clause of up to some words. */
const CLAUSE = '(?:(?!\\b(?:and|but)\\b)[^,:;、]){0,30}$'
const ASKING = 'whether|until|unless|once|when we have|so that|in case'
const CHECKING =
  'to (?:ensure|make sure|confirm|verify|check|establish)|after (?:we have )?(?:confirming|confirmed|verifying|verified)'
const INQUIRING =
  '(?:check|checking|see|know|sure|ask|asking|establish|clear|unclear|say|tell|verify|verifying|investigating|determine|determining)(?: yet)? if'
const DENYING =
  "(?:cannot|can't|can not|can no longer|could not|do not|don't|does not|not able to|unable to)(?: yet| currently| at this time)? (?:say|confirm|rule out|promise|guarantee|exclude|know|mean|state|tell)|not (?:yet )?(?:been )?known"
const QUESTION_BEFORE = new RegExp(String.raw`\b(?:${ASKING}|${CHECKING}|${INQUIRING}|${DENYING})\b${CLAUSE}`, 'iu')
const QUESTION_WITHIN = /\bwhether\b|\bnot yet\b|有無|かどうか|か否か|申し訳/iu
const TO_CHECK = '(?:確認|検証|確保|判断)'
const NOT_YET = `(?:する|できる|でき次第|でき(?:て|ており)(?:いません|おりません|ません)|した(?:うえ|上|後)|し次第|してから|しているところ|しましたら|中|され次第|されるまで|が取れ|が取れる|作業|を進め|のうえ|の上|のため)`
const QUESTION_AFTER = new RegExp(
  `^(?:の?か(?:どうか|否か|を|は|、|も|に(?:つ|関)|${TO_CHECK}|調査|検討)` +
    `|(?:なこと|こと|の)?[をがは]?${TO_CHECK}?${NOT_YET}` +
    '|わけで(?:は|も)|とは?(?:言え|いえ|限り|断定|断言|申し上げられ|お約束でき|保証でき|確認でき)|かもしれ|場合|よう(?!です))',
  'u',
)

const STATEMENT = '(?:statement|assurance|claim|announcement|notice|report|sentence|words|information)'
const WRONG = '(?:wrong|incorrect|not correct|untrue|not true|an error|a mistake|premature)'
const NO_LONGER_HOLDS = `(?:(?:was|were|is|are) ${WRONG}|(?:is|are|was|were|has been|have been|be) (?:withdrawn|retracted))`
const WITHDRAWN_BEFORE = new RegExp(
  `\\b(?:(?:withdraw|retract|take back|withdrawing|retracting)\\b[^.;]{0,20}\\b${STATEMENT}` +
    `|${WRONG} (?:of us )?to (?:say|state|write|announce)|not (?:correct|true|the case) that)\\b${CLAUSE}`,
  'iu',
)
/** A noun before the words and what became of it after them. */
const STATEMENT_THAT = new RegExp(`\\b${STATEMENT}\\b[^.;]{0,20}\\bthat\\b${CLAUSE}|["“][^"”]*$`, 'iu')
const WAS_WRONG = new RegExp(`^[^.;,]{0,20}["”]?[^.;,"”]{0,20}\\b${NO_LONGER_HOLDS}\\b`, 'iu')
const WITHDRAWN_AFTER =
  /^[^、。]{0,16}(?:と(?:の|いう|する|した)|旨の|[」』]の)(?:お知らせ|ご案内|ご報告|ご説明|説明|記載|発表|公表|表現|内容)(?:\([^)]*\))?(?:は|を|が|に|につきましては)、?.{0,10}(?:誤り|誤っ|撤回|取り消|取り下げ|訂正|正しくありません|事実ではありません)/u

/** Whether words are quoted only to say that they do not hold. */
function isWithdrawn([before, , after]: Around): boolean {
  return (
    WITHDRAWN_BEFORE.test(before) ||
    (STATEMENT_THAT.test(before) && WAS_WRONG.test(after)) ||
    WITHDRAWN_AFTER.test(after)
  )
}

const TOLD =
  '(?:said|stated|wrote|written|announced|reported|claimed|read|(?:told|informed|assured) (?:you|our customers|customers))'
const REPORTED_BEFORE = new RegExp(`(?<!\\bas\\b[^,]{0,30})\\b${TOLD}(?:[:,]? ?["“][^"”]*$|\\b${CLAUSE})`, 'iu')
const REPORTED_AFTER =
  /^[^、。]{0,24}(?:と|旨を?|[」』])(?:(?:お知らせ|ご案内|ご報告|ご説明|お伝え|記載|掲載|発表|公表)(?:いた)?し|申し上げ)(?:まし|た|て(?:おり|い))(?!(?:た|まし|た)*(?:とおり|通り))/u

/** Whether words are what another notice told, as a notice that mends it says. */
function isReported([before, , after]: Around): boolean {
  return REPORTED_BEFORE.test(before) || REPORTED_AFTER.test(after)
}
