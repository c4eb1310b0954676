import Mustache from 'mustache'
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

/** No template that anybody wrote opens as many sections within each other. */
export const MAX_DEPTH = 32

/** A tag, or the text between two; `start` is its place in the template. */
export type Piece = Words | Tag

interface Words {
  readonly type: 'text'
  readonly text: string
  readonly start: number
}

export interface Tag {
  /** Sections, a part, a value, and a value that would be written as it is. */
  readonly type: '#' | '^' | '>' | 'name' | '&'
  readonly name: string
  readonly start: number
  /** What stands in a section. */
  readonly inner: readonly Piece[]
}

type Token = readonly [type: Piece['type'] | '!' | '=', value: string, start: number, end: number, inner?: unknown]

/** What a template is made of, in order. Throws `TemplateProblem` where it does not parse, or changes the delimiters. */
export function piecesOf(template: Template): Piece[] {
  return nested(tokensOf(template), template, 1)
}

function tokensOf(template: Template): readonly Token[] {
  try {
    return new Mustache.Writer().parse(template.source)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const [, detail = message, at = '0'] = /^(.*?)(?: at (\d+))?$/s.exec(message) ?? []
    throw problemAt(template, Number(at), 'syntax', detail)
  }
}

function nested(tokens: readonly Token[], template: Template, depth: number): Piece[] {
  return tokens.flatMap(([type, value, start, , inner]): Piece[] => {
    if (type === '!') return []
    if (type === '=') throw problemAt(template, start, 'syntax', '{{=')
    if (type === 'text') return [{ type, text: value, start }]
    if (depth > MAX_DEPTH) throw problemAt(template, start, 'too-deep', String(MAX_DEPTH))
    const within = Array.isArray(inner) ? nested(inner, template, depth + 1) : []
    return [{ type, name: value, start, inner: within }]
  })
}

/** The tags of a template, those within sections after the tag that opens these. */
export function tagsIn(pieces: readonly Piece[]): Tag[] {
  return pieces.flatMap((piece) => (piece.type === 'text' ? [] : [piece, ...tagsIn(piece.inner)]))
}
