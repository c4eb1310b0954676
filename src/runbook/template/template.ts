import Mustache from 'mustache'
import { memoize } from '../../domain/memoize.ts'
import type { Finding } from '../finding.ts'

/** A Mustache template (https://mustache.github.io/mustache.5.html). */
export interface Template {
  /** The path as the operator would type it. */
  readonly file: string
  readonly source: string
}

export type TemplateFinding = Extract<Finding, { code: 'bad-template' }>

/** What is wrong (`why`), with the text at fault (`given`) and what would be allowed. */
export type TemplateFault = TemplateFinding['params']

/** An error in a template; line and column count from 1. */
export class TemplateProblem extends Error {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly fault: TemplateFault

  constructor(file: string, line: number, column: number, what: TemplateFault) {
    super(`${file}:${line}:${column} ${what.why} ${what.given}`)
    this.name = 'TemplateProblem'
    this.file = file
    this.line = line
    this.column = column
    this.fault = what
  }
}

/** Makes an error at an offset of a template, in UTF-16 code units. */
export function templateProblemAt(
  { file, source }: Template,
  offset: number,
  why: TemplateFault['why'],
  given: string,
  allowed: readonly string[] = [],
): TemplateProblem {
  const before = source.slice(0, offset).split('\n')
  return new TemplateProblem(file, before.length, (before.at(-1)?.length ?? 0) + 1, { why, given, allowed })
}

/** An error as a finding; `source` is the text of the template. */
export function templateFinding({ file, line, column, fault }: TemplateProblem, source: string): TemplateFinding {
  const excerpt = source.split('\n')[line - 1] ?? ''
  const level = fault.why === 'no-policy' ? 'warning' : 'error'
  return { code: 'bad-template', level, params: fault, file, line, column, excerpt }
}

/** A review date, such as `{{! reviewed: 2026-11-24 }}` in line 1. Removed before rendering: customers never see it. */
const REVIEW_MARK = /^(\{\{!\s*reviewed:[ \t]*)(.*?)[ \t]*\}\}[ \t]*(?:\r?\n|$)/

/** The review date as written, valid or not, and its column, which counts from 1; null if there is none. */
export function reviewDateIn(source: string): { readonly date: string; readonly column: number } | null {
  const [, before = '', date = ''] = REVIEW_MARK.exec(source) ?? []
  return before === '' ? null : { date, column: before.length + 1 }
}

export function withoutReviewDate(source: string): string {
  return source.replace(REVIEW_MARK, '')
}

/** The deepest nesting of sections that is allowed. */
export const MAX_SECTION_DEPTH = 32

/** A tag, or the text between two; `start` is its offset in the template. */
export type TemplatePiece = Text | Tag

interface Text {
  readonly type: 'text'
  readonly text: string
  readonly start: number
}

export interface Tag {
  /** In this order: a section, an inverted section, a partial, a value, an unescaped value. */
  readonly type: '#' | '^' | '>' | 'name' | '&'
  readonly name: string
  readonly start: number
  /** The content of a section; empty for other tags. */
  readonly pieces: readonly TemplatePiece[]
}

/** As Mustache parses it; `inner` are the tokens in a section. `!` is a comment, `=` changes the delimiters. */
type Token = readonly [
  type: TemplatePiece['type'] | '!' | '=',
  value: string,
  start: number,
  end: number,
  inner?: unknown,
]

/** Parses a template. Throws `TemplateProblem` if it is not valid, or changes the delimiters. */
export const parseTemplate = memoize((template: Template) => toPieces(tokensOf(template), template, 1))

function tokensOf(template: Template): readonly Token[] {
  try {
    return new Mustache.Writer().parse(template.source)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    // Mustache ends its messages with the offset: `Unclosed tag at 12`.
    const [, detail = message, at = '0'] = /^(.*?)(?: at (\d+))?$/s.exec(message) ?? []
    throw templateProblemAt(template, Number(at), 'syntax', detail)
  }
}

function toPieces(tokens: readonly Token[], template: Template, depth: number): TemplatePiece[] {
  return tokens.flatMap(([type, value, start, , inner]): TemplatePiece[] => {
    if (type === '!') return []
    if (type === '=') throw templateProblemAt(template, start, 'syntax', '{{=')
    if (type === 'text') return [{ type, text: value, start }]
    if (depth > MAX_SECTION_DEPTH) throw templateProblemAt(template, start, 'too-deep', String(MAX_SECTION_DEPTH))
    const within = Array.isArray(inner) ? toPieces(inner, template, depth + 1) : []
    return [{ type, name: value, start, pieces: within }]
  })
}

/** All tags of a template in order, also those in sections. */
export function tagsIn(pieces: readonly TemplatePiece[]): Tag[] {
  return pieces.flatMap((piece) => (piece.type === 'text' ? [] : [piece, ...tagsIn(piece.pieces)]))
}
