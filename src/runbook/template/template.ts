import type { Finding } from '../finding.ts'

/** A file that a team writes, in the language of Mustache (https://mustache.github.io/mustache.5.html). */
export interface Template {
  /** As the operator would type it. */
  readonly file: string
  readonly source: string
}

export type TemplateFinding = Extract<Finding, { code: 'bad-template' }>

export type TemplateFault = TemplateFinding['params']

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

/** What is wrong at a place of a template; `offset` counts its UTF-16 units. */
export function problemAt(
  { file, source }: Template,
  offset: number,
  why: TemplateFault['why'],
  given: string,
  allowed: readonly string[] = [],
): TemplateProblem {
  const before = source.slice(0, offset).split('\n')
  return new TemplateProblem(file, before.length, (before.at(-1)?.length ?? 0) + 1, { why, given, allowed })
}

export function findingOf({ file, line, column, what }: TemplateProblem, source: string): TemplateFinding {
  const excerpt = source.split('\n')[line - 1] ?? ''
  const level = what.why === 'no-policy' ? 'warning' : 'error'
  return { code: 'bad-template', level, params: what, file, line, column, excerpt }
}

/**
 * `{{! reviewed: 2026-11-24 }}` as the first line of a template says when somebody last went through it. It is taken out
 * before anything is rendered, so that it never reaches a customer.
 */
const MARK = /^(\{\{!\s*reviewed:[ \t]*)(.*?)[ \t]*\}\}[ \t]*(?:\r?\n|$)/

/** What stands there as the date, whether it is one or not, and its column, which counts from 1; null where nothing does. */
export function reviewedIn(source: string): { readonly date: string; readonly column: number } | null {
  const [, before = '', date = ''] = MARK.exec(source) ?? []
  return before === '' ? null : { date, column: before.length + 1 }
}

export function withoutReview(source: string): string {
  return source.replace(MARK, '')
}
