import type { Bilingual, ClaimKind, Language } from '../domain/runbook/runbook.ts'

/** A fact by its id and its label. */
export interface NamedFact {
  readonly fact: string
  readonly label: Bilingual
}

interface Claim {
  readonly kind: ClaimKind
  readonly words: string
  readonly mend: Bilingual | null
}

/** What can be wrong with a notice, by code, with its parameters; the messages are in `words.en.ts` and `words.ja.ts`. */
export interface NoticeFindingParams {
  /** Nobody has stated the fact. `languages` are those of its public words that customers need; none: they read its value. */
  'fact-missing': NamedFact & { languages: readonly Language[] }
  /** The fact has a value, but no public words, so that customers read that it is not known yet. */
  'words-missing': NamedFact & { languages: readonly Language[] }
  /** `operation`: one that could be stated. */
  'scope-missing': { operation: string }
  /** Public words are not in the language of the notice; `fact` is `scope` for the words of a limited state. */
  'language-missing': { fact: string; language: Language }
  /** Public words for one language are in the other. */
  'words-in-other-language': { fact: string; language: Language }
  'no-next-report': Record<never, never>
  /** The text does not state the time of the next report that goes with it: `next`, in ISO 8601. */
  'next-unstated': { next: string }
  /** The text gives itself the number `stated`, which is not the one that the log records. */
  'number-differs': { stated: number; recorded: number }
  'expected-past': { fact: string }
  /**
   * `words` are a sentence that tells customers to wait for a time that has passed. Without them, the text announces a halt
   * whose beginning has passed by the plan: the facts `planned`, by their ids.
   */
  'time-past': { words: string } | { words: null; planned: readonly string[] }
  /** The text does not state a fact that the notice has to state: a warning where room is short. */
  'fact-dropped': NamedFact
  /** A row of the text gives another value than the log, which has `recorded`; both in the language of the text. */
  'fact-differs': { label: string; recorded: string }
  /** The channel was told that the fact is being checked, and the text does not say what came of it, or nothing of it. */
  'answer-awaited': NamedFact & { languages: readonly Language[] }
  /** A way to reach the company that works only inside it. */
  'contact-internal': { kind: 'extension' | 'host' | 'chat'; words: string }
  /** There is no letter and no digit. */
  empty: { where: 'subject' | 'text' }
  /** A post on X weighs too much, or a push notice has too many bytes. */
  'too-long': { what: 'post' | 'push'; size: number; limit: number }
  /** `character` as `U+001B`; `line` counts from 1 and is 1 for a subject or fact; `fact` is null for other places. */
  'control-character': { where: 'subject' | 'text' | 'fact'; character: string; line: number; fact: string | null }
  /** A notice of resumption although nothing has resumed, or words that say all has resumed although it has not. */
  'resumption-contradicted': { why: 'nothing-resumed' | 'still-restricted'; words: string }
  /** The stage does not fit the halt, which has already begun, has not begun yet, is over, or was (no) false alarm. */
  'stage-contradicted': {
    why: 'begun' | 'not-begun' | 'resumed' | 'never-restricted' | 'no-false-alarm' | 'false-alarm'
  }
  /** The text of a correction does not say what is correct: its template has no place for the words. */
  'correction-missing': Record<never, never>
  /** Redacted words stand in the text; `facts` are those whose words are redacted. */
  'words-redacted': { facts: readonly string[] }
  /** Without what these writers, whom nobody here knows, have recorded, the text would be another one. */
  'words-of-new-writer': { writers: readonly { readonly writer: string; readonly by: string }[]; incident: string }
  'organisation-unset': Record<never, never>
  /** A statement that needs evidence and an approver; `mend` is what to write instead, null for the advice on its kind. */
  'unbacked-claim': Claim
  /** A statement that is better not made. */
  'risky-claim': Claim
  /** The text leaves out what it should state, for lack of room; `labels` in its language. */
  'left-out': { labels: readonly string[] }
  /** A fact was stated before the halt began, resumed or was reopened, and is left out; or before it became another type, and is not. */
  'fact-outdated': NamedFact & { languages: readonly Language[]; since: 'turn' | 'type' }
  /** The impact was stated before the scope changed. */
  'impact-outdated': NamedFact & { languages: readonly Language[] }
  /** The fact was stated before another one, `later`, which the text states too and which may contradict it. */
  'answer-outdated': NamedFact & { languages: readonly Language[]; later: Bilingual }
  /** An optional fact was stated before the planned halt began, and the text still states it. */
  'stated-before-start': NamedFact & { languages: readonly Language[] }
  /** `words` are a sentence that asks customers for an operation, by its `label`, that is stopped. */
  'request-contradicted': { words: string; label: Bilingual }
  /** The fact is on record, and the one in which customers are told of it, `toldIn`, has no public words. */
  'fact-untold': NamedFact & { toldIn: string; languages: readonly Language[] }
  /** The impact was last stated before services resumed, and reads as if it lasted. */
  'impact-lasting': NamedFact & { languages: readonly Language[] }
  /** A final notice that gives no result in these `rows` of its text, nor says when it will be given. */
  'result-open': { rows: readonly string[]; language: Language }
  /** A final notice states a measure of which follow-ups are open. */
  'measure-open': NamedFact
  'push-cut': { where: 'title' | 'body'; columns: number; limit: number }
  'subject-long': { columns: number; limit: number }
  /** A mail or push notice has a link to a log-in page, as phishing does. */
  'login-link': { link: string }
  'push-link': { link: string }
  /** A post or a push notice, before there is a page on the halt to lead to; `page` is the channel of such pages. */
  'link-unknown': { page: string }
  'banned-word': { word: string }
  'preferred-word': { word: string; instead: string }
  /** A text does not agree with those of `others`, channels that are sent together with it. */
  /** `isMissing`: the text does not state it. `isUntold`: on none of the others anything was told yet, so their texts are drafts. */
  'channels-differ': {
    what: 'start' | 'scope' | 'next'
    others: readonly string[]
    isMissing: boolean
    isUntold: boolean
  }
  /** Customers read on `channels` that the halt began at `told`; the text gives `now`. Both in ISO 8601. */
  'start-moved': { told: string; now: string; channels: readonly string[] }
  /** The text says nothing new, although facts, the scope or the type have changed. */
  unchanged: { changed: readonly (NamedFact | 'scope' | 'type')[] }
  'repair-word': { word: string }
}

export type NoticeFindingCode = keyof NoticeFindingParams

export type NoticeFinding = {
  [C in NoticeFindingCode]: {
    readonly code: C
    readonly level: 'error' | 'warning'
    /** If true, the text is not sent even with `--force`. */
    readonly safety: boolean
    readonly params: NoticeFindingParams[C]
    readonly channel: string
    readonly language: Language
  }
}[NoticeFindingCode]

/** What findings are recorded as where they were overridden, by channel: their codes, with the fact that a text lacks. */
export function overriddenCodes(findings: readonly NoticeFinding[]): ReadonlyMap<string, readonly string[]> {
  const codes = new Map<string, readonly string[]>()
  for (const { channel, code, params } of findings) {
    const own = code === 'fact-dropped' || code === 'fact-missing' ? `${code}:${params.fact}` : code
    codes.set(channel, [...new Set([...(codes.get(channel) ?? []), own])])
  }
  return codes
}

const WARNINGS: ReadonlySet<NoticeFindingCode> = new Set([
  'words-missing',
  'words-in-other-language',
  'scope-missing',
  'expected-past',
  'time-past',
  'risky-claim',
  'left-out',
  'fact-outdated',
  'fact-untold',
  'impact-outdated',
  'answer-outdated',
  'stated-before-start',
  'request-contradicted',
  'answer-awaited',
  'impact-lasting',
  'result-open',
  'measure-open',
  'push-cut',
  'subject-long',
  'login-link',
  'push-link',
  'link-unknown',
  'banned-word',
  'preferred-word',
  'channels-differ',
  'start-moved',
  'unchanged',
  'repair-word',
])

/** In an exercise, a drill with a scenario, nobody outside reads the notices, so a missing setting does not block them. */
const EXERCISE_WARNINGS: ReadonlySet<NoticeFindingCode> = new Set([...WARNINGS, 'organisation-unset'])

/** Adds a finding in one text, of the usual level of its code unless another one is given. */
export type AddFinding = <C extends NoticeFindingCode>(
  code: C,
  params: NoticeFindingParams[C],
  level?: NoticeFinding['level'],
) => void

/** Returns what adds findings in the text of a channel and language to a list. */
export function findingCollector(
  findings: NoticeFinding[],
  channel: string,
  language: Language,
  isExercise = false,
): AddFinding {
  const warnings = isExercise ? EXERCISE_WARNINGS : WARNINGS
  return (code, params, level = warnings.has(code) ? 'warning' : 'error') => {
    const safety = code === 'control-character' || code === 'words-redacted'
    findings.push({ code, level, safety, params, channel, language } as NoticeFinding)
  }
}
