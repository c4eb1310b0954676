import type { Problem } from '../domain/outcome.ts'
import type { Language } from '../domain/runbook/runbook.ts'

/** What went wrong, without its code, and what to do; `me` is the name the program was called by. */
export type ToWords = (problem: Problem, me: string) => readonly [what: string, then: string]

/** How a language says what went wrong: most commands never need it, so it is loaded by those that do. */
export async function problemWords(language: Language): Promise<ToWords> {
  const { problems } = language === 'ja' ? await import('./problems.ja.ts') : await import('./problems.en.ts')
  return ({ code, params }, me) =>
    (problems[code] as (params: unknown, me: string) => readonly [string, string])(params, me)
}
