import { fail } from '../domain/outcome.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { excerpt } from './excerpt.ts'
import type { Finding } from './finding.ts'
import { findingWords } from './words.ts'

/** Throws `Failed` with the first error among the findings in files of the team's. */
export async function refuse(
  code: 'bad-runbook' | 'bad-setting' | 'bad-contacts' | 'bad-scenario',
  findings: readonly Finding[],
  language: Language,
): Promise<void> {
  const errors = findings.filter((f) => f.level === 'error')
  const first = errors[0]
  if (first === undefined) return
  const words = await findingWords(language)
  const [message, mend] = words(first)
  const place = `${first.file}:${first.line}:${first.column}`
  fail(code, { count: errors.length, place, first: message, mend, excerpt: excerpt(first) })
}
