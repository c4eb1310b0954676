import { claimsIn } from '../domain/notice/claims.ts'
import { type ClaimRule, LANGUAGES } from '../domain/runbook/runbook.ts'
import type { Finding } from '../runbook/finding.ts'
import {
  parseTemplate,
  type Template,
  type TemplateFinding,
  TemplateProblem,
  tagsIn,
  templateFinding,
  templateProblemAt,
  withoutReviewDate,
} from '../runbook/template/template.ts'
import { isTemplateName, TEMPLATE_FILES, type TemplateIds, templateNames } from './template-names.ts'

/** Templates by language and name: `ja/form-page`, `ja/part-facts`. */
export type Templates = Readonly<Record<string, Template>>

/** The names that a template may use besides those of values: ids of the runbook, and parts. */
export interface KnownNames extends TemplateIds {
  readonly parts: readonly string[]
}

export const PARTS: readonly string[] = TEMPLATE_FILES.filter((name) => name.startsWith('part-'))

/** All problems of one template; the parts it includes are checked as files of their own. */
export function checkTemplate(template: Template, known: KnownNames): TemplateFinding[] {
  return problemsOf(template, known).map((problem) => templateFinding(problem, template.source))
}

/** The claims that every notice of a template would make. What a tag stands for is not known. */
export function claimsInTemplate(template: Template, rules: readonly ClaimRule[]): Finding[] {
  const { file, source } = template
  const text = withoutReviewDate(source).replaceAll(/\{\{[^}]*\}\}\}?/g, ' ')
  return claimsIn(text, rules).map(({ words }) => {
    const offset = Math.max(source.indexOf(words), 0)
    const before = source.slice(0, offset).split('\n')
    const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
    const excerpt = source.split('\n')[place.line - 1] ?? ''
    return { code: 'claim-in-manual', level: 'warning', params: { words }, file, ...place, excerpt }
  })
}

/**
 * Throws `TemplateProblem` if the template or a part it includes cannot be parsed or uses an unknown name, or if one
 * includes itself. Adds all names to `used`; `ancestors` are the templates that include this one.
 */
export function assertValidTemplate(
  template: Template,
  parts: Templates,
  used: Set<string>,
  ancestors: readonly Template[],
): void {
  const [problem] = problemsOf(template, { types: null, facts: null, parts: Object.keys(parts) })
  if (problem !== undefined) throw problem
  for (const { type, name, start } of tagsIn(parseTemplate(template))) {
    used.add(name)
    const part = type === '>' ? parts[name] : undefined
    if (part === undefined) continue
    if (part === template || ancestors.includes(part)) throw templateProblemAt(template, start, 'part-in-itself', name)
    assertValidTemplate(part, parts, used, [...ancestors, template])
  }
}

function problemsOf(template: Template, known: KnownNames): TemplateProblem[] {
  try {
    return tagsIn(parseTemplate(template)).flatMap(({ type, name, start }) => {
      if (type === '>')
        return known.parts.includes(name) ? [] : [templateProblemAt(template, start, 'unknown-part', name, known.parts)]
      if (isTemplateName(name, known)) return []
      return [templateProblemAt(template, start, 'unknown-name', name, templateNames(known))]
    })
  } catch (error) {
    if (error instanceof TemplateProblem) return [error]
    throw error
  }
}

/** Every template that may exist for these channels: `ja/CHANNEL`, `ja/form-page` and so on. */
export function templateKeys(channels: readonly string[]): string[] {
  return LANGUAGES.flatMap((language) => [...channels, ...TEMPLATE_FILES].map((name) => `${language}/${name}`))
}
