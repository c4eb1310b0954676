import { fail, INVOCATION, type ProblemParams } from '../domain/problem.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import type { World } from '../world.ts'
import { excerptWithCaret, type Finding } from './finding.ts'
import { type Template, type TemplateProblem, templateFinding } from './template/template.ts'
import { findingWords } from './words.ts'

/** Rejects with the first error among the findings and the number of errors. Resolves if there are none, only warnings. */
export async function throwOnErrors(
  code: 'bad-runbook' | 'bad-setting' | 'bad-contacts',
  findings: readonly Finding[],
  language: Language,
): Promise<void> {
  const first = await firstError(findings, language, INVOCATION)
  if (first !== null) fail(code, first)
}

/** The first error among the findings, in words, and the number of errors; null if there are none. */
export async function firstError(
  findings: readonly Finding[],
  language: Language,
  me: string,
): Promise<ProblemParams['bad-runbook'] | null> {
  const errors = findings.filter((f) => f.level === 'error')
  const [first] = errors
  if (first === undefined) return null
  const [message, mend] = (await findingWords(language, me))(first)
  const place = `${first.file}:${first.line}:${first.column}`
  return { count: errors.length, place, first: message, mend, excerpt: excerptWithCaret(first) }
}

/** Rejects with `bad-template` and the position of the error. `without` is the flag that needs no template, if any. */
export async function throwBadTemplate(
  world: World,
  error: TemplateProblem,
  templates: readonly Template[],
  without: string | null,
): Promise<never> {
  const finding = templateFinding(error, templates.find(({ file }) => file === error.file)?.source ?? '')
  const [first, mend] = (await findingWords(world.text.language, INVOCATION))(finding)
  const place = `${finding.file}:${finding.line}:${finding.column}`
  return fail('bad-template', { place, first, mend, excerpt: excerptWithCaret(finding), without })
}
