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
import { isName, NAMES, TEMPLATE_FILES } from './names.ts'

/** By language and name: `ja/website`, `ja/part-facts`. */
export type Templates = Readonly<Record<string, Template>>

/** What templates may name: halt types (null: any), and parts. */
export interface Known {
  readonly types: readonly string[] | null
  readonly parts: readonly string[]
}

export const PARTS: readonly string[] = TEMPLATE_FILES.filter((name) => name.startsWith('part-'))

/** Everything that is wrong with one template; what it includes is checked as a file of its own. */
export function checkTemplate(template: Template, known: Known): TemplateFinding[] {
  return faultsOf(template, known).map((problem) => findingOf(problem, template.source))
}

/** Every name in the template and in what it includes is known, and nothing includes itself. */
export function prove(template: Template, parts: Templates, used: Set<string>, within: readonly Template[]): void {
  const [fault] = faultsOf(template, { types: null, parts: Object.keys(parts) })
  if (fault !== undefined) throw fault
  for (const { type, name, start } of tagsIn(piecesOf(template))) {
    used.add(name)
    const part = type === '>' ? parts[name] : undefined
    if (part === undefined) continue
    if (part === template || within.includes(part)) throw problemAt(template, start, 'part-in-itself', name)
    prove(part, parts, used, [...within, template])
  }
}

function faultsOf(template: Template, known: Known): TemplateProblem[] {
  try {
    return tagsIn(piecesOf(template)).flatMap(({ type, name, start }) => {
      if (type === '>')
        return known.parts.includes(name) ? [] : [problemAt(template, start, 'unknown-part', name, known.parts)]
      return isName(name, known.types) ? [] : [problemAt(template, start, 'unknown-name', name, NAMES)]
    })
  } catch (error) {
    if (error instanceof TemplateProblem) return [error]
    throw error
  }
}

/** `ja/website` and the like: all that may be there. */
export const TEMPLATE_KEYS: readonly string[] = LANGUAGES.flatMap((language) =>
  TEMPLATE_FILES.map((name) => `${language}/${name}`),
)
