import Mustache from 'mustache'
import { problemAt, type Template } from './template.ts'

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
