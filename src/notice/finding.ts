import type { Language } from '../domain/runbook/runbook.ts'

/** Findings in notices about to be sent, with their parameters; the messages are in `words.en.ts` and `words.ja.ts`. */
export interface NoticeFindingParams {
  /** `words`: whether customers read the public words of the fact rather than its value. */
  'fact-missing': { fact: string; words: boolean }
  'words-missing': { fact: string }
  'scope-missing': Record<never, never>
  /** `fact` is `scope` for the words of a limited state. */
  'language-missing': { fact: string; language: Language }
  'no-next-report': Record<never, never>
  'expected-past': { fact: string }
  empty: { where: 'subject' | 'text' }
  'too-long': { what: 'post' | 'push'; size: number; limit: number }
  /** `character` as `U+001B`. */
  'control-character': { where: 'subject' | 'text' | 'fact'; character: string; line: number; fact: string | null }
  'resumption-contradicted': { why: 'nothing-resumed' | 'still-restricted'; words: string }
  /** The halt has already begun, has not begun yet, or is over. */
  'stage-contradicted': { why: 'begun' | 'not-begun' | 'resumed' }
  'organisation-unset': Record<never, never>
  'unbacked-claim': { words: string }
  'push-cut': { where: 'title' | 'body'; columns: number; limit: number }
  'subject-long': { columns: number; limit: number }
  'login-link': { link: string }
  'push-link': { link: string }
  'banned-word': { word: string }
  'preferred-word': { word: string; instead: string }
  'channels-differ': { what: 'start' | 'scope' | 'next' | 'number'; others: readonly string[] }
  unchanged: { facts: readonly string[] }
  'repair-word': { word: string }
}

export type NoticeFindingCode = keyof NoticeFindingParams

export type NoticeFinding = {
  [C in NoticeFindingCode]: {
    readonly code: C
    readonly level: 'error' | 'warning'
    /** If true, not even `--force` sends the text. */
    readonly safety: boolean
    readonly params: NoticeFindingParams[C]
    readonly channel: string
    readonly language: Language
  }
}[NoticeFindingCode]

const WARNINGS: ReadonlySet<NoticeFindingCode> = new Set([
  'words-missing',
  'scope-missing',
  'expected-past',
  'push-cut',
  'subject-long',
  'login-link',
  'push-link',
  'banned-word',
  'preferred-word',
  'channels-differ',
  'unchanged',
  'repair-word',
])

/** Nobody outside reads the notices of an exercise, so a missing setting does not block them. */
const EXERCISE_WARNINGS: ReadonlySet<NoticeFindingCode> = new Set([...WARNINGS, 'organisation-unset'])

/** Reports a finding in the text of one channel. */
export type Report = <C extends NoticeFindingCode>(code: C, params: NoticeFindingParams[C]) => void

export function reportTo(findings: NoticeFinding[], channel: string, language: Language, isExercise = false): Report {
  const warnings = isExercise ? EXERCISE_WARNINGS : WARNINGS
  return (code, params) => {
    const level = warnings.has(code) ? 'warning' : 'error'
    const safety = code === 'control-character'
    findings.push({ code, level, safety, params, channel, language } as NoticeFinding)
  }
}
