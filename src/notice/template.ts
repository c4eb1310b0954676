import { LANGUAGES } from '../domain/runbook/runbook.ts'
import {
  findingOf,
  piecesOf,
  problemAt,
  type Template,
  type TemplateFinding,
  TemplateProblem,
  tagsIn,
} from '../runbook/template/template.ts'
import { isName, TEMPLATE_FILES, TEMPLATE_NAMES } from './template-values.ts'

/** Templates by language and name: `ja/website`, `ja/part-facts`. */
export type Templates = Readonly<Record<string, Template>>

/** The names that a template may use besides those of values: halt types (null: any) and parts. */
export interface Known {
  readonly types: readonly string[] | null
  readonly parts: readonly string[]
}

export const PARTS: readonly string[] = TEMPLATE_FILES.filter((name) => name.startsWith('part-'))

/** All problems of one template; the parts it includes are checked as files of their own. */
export function checkTemplate(template: Template, known: Known): TemplateFinding[] {
  return problemsOf(template, known).map((problem) => findingOf(problem, template.source))
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
  const [problem] = problemsOf(template, { types: null, parts: Object.keys(parts) })
  if (problem !== undefined) throw problem
  for (const { type, name, start } of tagsIn(piecesOf(template))) {
    used.add(name)
    const part = type === '>' ? parts[name] : undefined
    if (part === undefined) continue
    if (part === template || ancestors.includes(part)) throw problemAt(template, start, 'part-in-itself', name)
    assertValidTemplate(part, parts, used, [...ancestors, template])
  }
}

function problemsOf(template: Template, known: Known): TemplateProblem[] {
  try {
    return tagsIn(piecesOf(template)).flatMap(({ type, name, start }) => {
      if (type === '>')
        return known.parts.includes(name) ? [] : [problemAt(template, start, 'unknown-part', name, known.parts)]
      return isName(name, known.types) ? [] : [problemAt(template, start, 'unknown-name', name, TEMPLATE_NAMES)]
    })
  } catch (error) {
    if (error instanceof TemplateProblem) return [error]
    throw error
  }
}

/** Every template that may exist: `ja/website` and so on. */
export const TEMPLATE_KEYS: readonly string[] = LANGUAGES.flatMap((language) =>
  TEMPLATE_FILES.map((name) => `${language}/${name}`),
)
