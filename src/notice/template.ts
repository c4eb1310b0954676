import Mustache from 'mustache'
import { LANGUAGES } from '../domain/runbook/runbook.ts'
import type { Finding } from '../schema/finding.ts'
import { isName, NAMES, TEMPLATE_FILES } from './names.ts'

export interface Template {
  /** As the operator would type it. */
  readonly file: string
  readonly source: string
}

/** By language and name: `ja/website`, `ja/part-facts`. */
export type Templates = Readonly<Record<string, Template>>

export type TemplateFinding = Extract<Finding, { code: 'bad-template' }>

export interface TemplateFault {
  readonly why: 'unknown-name' | 'unknown-part' | 'part-in-itself' | 'syntax' | 'missing' | 'unknown-file'
  readonly given: string
  readonly allowed: readonly string[]
}

/** A template that cannot be used; line and column count from 1. */
export class TemplateProblem extends Error {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly what: TemplateFault

  constructor(file: string, line: number, column: number, what: TemplateFault) {
    super(`${file}:${line}:${column} ${what.why} ${what.given}`)
    this.name = 'TemplateProblem'
    this.file = file
    this.line = line
    this.column = column
    this.what = what
  }
}

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

export function findingOf({ file, line, column, what }: TemplateProblem, source: string): TemplateFinding {
  const excerpt = source.split('\n')[line - 1] ?? ''
  return { code: 'bad-template', level: 'error', params: what, file, line, column, excerpt }
}

/** Every name in the template and in what it includes is known, and nothing includes itself. */
export function prove(template: Template, parts: Templates, used: Set<string>, within: readonly Template[]): void {
  const [fault] = faultsOf(template, { types: null, parts: Object.keys(parts) })
  if (fault !== undefined) throw fault
  for (const { type, name, start } of tagsOf(template)) {
    used.add(name)
    const part = type === '>' ? parts[name] : undefined
    if (part === undefined) continue
    if (part === template || within.includes(part)) throw problem(template, start, 'part-in-itself', name)
    prove(part, parts, used, [...within, template])
  }
}

function faultsOf(template: Template, known: Known): TemplateProblem[] {
  try {
    return tagsOf(template).flatMap(({ type, name, start }) => {
      if (type === '=') return [problem(template, start, 'syntax', '{{=')]
      if (type === '>')
        return known.parts.includes(name) ? [] : [problem(template, start, 'unknown-part', name, known.parts)]
      return isName(name, known.types) ? [] : [problem(template, start, 'unknown-name', name, NAMES)]
    })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const [, detail = message, at = '0'] = /^(.*?)(?: at (\d+))?$/s.exec(message) ?? []
    return [problem(template, Number(at), 'syntax', detail)]
  }
}

interface Tag {
  readonly type: string
  readonly name: string
  readonly start: number
}

/** Tags that name something, in order; throws what Mustache throws. */
function tagsOf({ source }: Template): Tag[] {
  return flat(new Mustache.Writer().parse(source))
}

function flat(tokens: readonly unknown[]): Tag[] {
  return (tokens as [string, string, number, number, unknown?][]).flatMap(([type, name, start, , inner]) => {
    if (type === 'text' || type === '!') return []
    return [{ type, name, start }, ...(Array.isArray(inner) ? flat(inner) : [])]
  })
}

function problem(
  { file, source }: Template,
  offset: number,
  why: TemplateFault['why'],
  given: string,
  allowed: readonly string[] = [],
): TemplateProblem {
  const before = source.slice(0, offset).split('\n')
  return new TemplateProblem(file, before.length, (before.at(-1)?.length ?? 0) + 1, { why, given, allowed })
}

/** `ja/website` and the like: all that may be there. */
export const TEMPLATE_KEYS: readonly string[] = LANGUAGES.flatMap((language) =>
  TEMPLATE_FILES.map((name) => `${language}/${name}`),
)
