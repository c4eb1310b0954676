import type { Language } from '../domain/runbook/runbook.ts'

/** What can be wrong with notices that are about to go; the words stand in `text/`. */
export interface NoticeFindingParams {
  /** `words`: customers read its public words, not its value. */
  'fact-missing': { fact: string; words: boolean }
  'words-missing': { fact: string }
  'scope-missing': Record<never, never>
  /** `scope`: the words of a limited state; else a fact. */
  'language-missing': { fact: string; language: Language }
  'no-next-report': Record<never, never>
  'expected-past': { fact: string }
  empty: { where: 'subject' | 'text' }
  'too-long': { what: 'post' | 'push'; size: number; limit: number }
  /** `character` as `U+001B`. */
  'control-character': { where: 'subject' | 'text' | 'fact'; character: string; line: number; fact: string | null }
  'resumption-contradicted': { why: 'nothing-resumed' | 'still-restricted'; words: string }
  /** The halt has begun, has not begun, or is over. */
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
    /** Yields to nothing, not even to force. */
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

/** In an exercise nobody but us reads it: what only the set-up can mend does not stand in its way. */
const EXERCISED_WARNINGS: ReadonlySet<NoticeFindingCode> = new Set([...WARNINGS, 'organisation-unset'])

/** Says what is wrong with a text of a channel. */
export type Report = <C extends NoticeFindingCode>(code: C, params: NoticeFindingParams[C]) => void

export function reportTo(findings: NoticeFinding[], channel: string, language: Language, isExercise = false): Report {
  const warnings = isExercise ? EXERCISED_WARNINGS : WARNINGS
  return (code, params) => {
    const level = warnings.has(code) ? 'warning' : 'error'
    const safety = code === 'control-character'
    findings.push({ code, level, safety, params, channel, language } as NoticeFinding)
  }
}
