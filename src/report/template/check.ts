import { distance } from 'fastest-levenshtein'
import {
  MAX_DEPTH,
  type Piece,
  piecesOf,
  problemAt,
  type Tag,
  type Template,
  type TemplateFault,
  TemplateProblem,
} from '../../runbook/template/template.ts'
import { MARKS, POLICY, type TemplateForm } from './forms.ts'
import type { Reader } from './places.ts'
import { LAST, type Shape, spoken } from './shape.ts'

/** By name: `part-header`. */
export type Parts = ReadonlyMap<string, Template>

/** What templates of one form and language are checked against. */
export interface Against {
  readonly form: TemplateForm
  readonly shape: Shape
  readonly parts: Parts
  readonly vocabulary: Vocabulary | null
}

/** Nearest first; more would not be read. */
const MOST_NAMES = 12

/** What would keep a template from being used, in it and in the parts that it includes; and what had better be otherwise. */
export function faultsOf(template: Template, against: Against): TemplateProblem[] {
  const walk = new Walk(against)
  walk.through(template, [against.shape], [])
  if (walk.faults.some(({ what }) => what.why === 'syntax' || what.why === 'too-deep')) return walk.faults
  return [
    ...(marksIn(template, against.parts, new Set()) ? [] : [problemAt(template, 0, 'no-marks', MARKS)]),
    ...(walk.needsPolicy ? [problemAt(template, 0, 'no-policy', POLICY)] : []),
    ...walk.faults,
  ]
}

/** Parts that nothing includes are read as well, without knowing what would be open around them. */
export function faultsOfPart(part: Template, against: Against): TemplateProblem[] {
  const walk = new Walk(against)
  walk.through(part, [null], [])
  return walk.faults
}

/** Whether marks stand in it where no section can leave them out. */
function marksIn(template: Template, parts: Parts, seen: Set<Template>): boolean {
  if (seen.has(template)) return false
  seen.add(template)
  return piecesOf(template).some((piece) => {
    if (piece.type !== '>') return false
    const part = parts.get(piece.name)
    return piece.name === MARKS || (part !== undefined && marksIn(part, parts, seen))
  })
}

class Walk {
  readonly faults: TemplateProblem[] = []
  private readonly against: Against
  private readonly seen = new Set<string>()
  private hasPolicy = false

  constructor(against: Against) {
    this.against = against
  }

  get needsPolicy(): boolean {
    return !this.hasPolicy && this.against.form.includes.includes(POLICY)
  }

  /** A template where these things are open, once each; `around` are the templates that include it. */
  through(template: Template, open: Open, around: readonly Template[]): void {
    const key = [template.file, ...open.map((shape) => shape?.path ?? '?')].join('\n')
    if (this.seen.has(key)) return
    this.seen.add(key)
    if (/content-security-policy/i.test(template.source)) this.hasPolicy = true
    const reader = this.against.form.reader()
    try {
      this.pieces(piecesOf(template), { template, open, around, reader })
      reader.read('\n')
      if (!reader.holdsBlocks) this.fault(template, template.source.length, 'left-open', '')
    } catch (error) {
      if (!(error instanceof TemplateProblem)) throw error
      this.add(error)
    }
  }

  private pieces(pieces: readonly Piece[], at: Here): void {
    for (const piece of pieces) {
      if (piece.type === 'text') at.reader.read(piece.text)
      else if (piece.type === '>') this.include(piece, at)
      else if (piece.type === '#' || piece.type === '^') this.section(piece, at)
      else this.value(piece, at)
    }
  }

  private include({ name, start }: Tag, { template, open, around, reader }: Here): void {
    const { form, parts } = this.against
    if (!reader.holdsBlocks) this.fault(template, start, 'unsafe-place', name)
    if (name === POLICY) this.hasPolicy = true
    if (form.includes.includes(name)) return
    const part = parts.get(name)
    if (part === undefined)
      this.fault(template, start, 'unknown-part', name, nearest(name, [...parts.keys(), ...form.includes]))
    else if (part === template || around.includes(part)) this.fault(template, start, 'part-in-itself', name)
    else if (around.length >= MAX_DEPTH) this.fault(template, start, 'too-deep', String(MAX_DEPTH))
    else this.through(part, open, [...around, template])
  }

  private section({ type, name, start, inner }: Tag, at: Here): void {
    const { template, open, reader } = at
    const meant = this.meant(name, start, at)
    const opened = meant?.kind === 'list' ? meant.of : meant
    if (meant?.kind === 'list' && open.includes(meant.of)) this.fault(template, start, 'part-in-itself', name)
    if (open.length > MAX_DEPTH) this.fault(template, start, 'too-deep', String(MAX_DEPTH))
    else {
      const before = reader.where
      this.pieces(inner, { ...at, open: type === '^' ? open : [...open, opened] })
      if (reader.where !== before) this.fault(template, start, 'left-open', `{{${type}${name}}}`)
    }
  }

  private value({ type, name, start }: Tag, at: Here): void {
    const { template, reader } = at
    if (type === '&') this.fault(template, start, 'unescaped', name)
    const meant = this.meant(name, start, at)
    if (meant !== null && !isValue(meant) && !this.against.form.holdsWhole(reader))
      this.fault(template, start, 'not-a-value', name)
    if (!reader.holdsValue) this.fault(template, start, 'unsafe-place', name)
    reader.pass()
  }

  /** Null as well for what nothing has, so that one fault does not bring others. */
  private meant(name: string, start: number, { template, open }: Here): Shape | null {
    const { vocabulary } = this.against
    const meant = meantBy(name, open, vocabulary)
    if (meant === undefined)
      this.fault(template, start, 'unknown-name', name, nearest(name, namesIn(name, open, vocabulary)))
    return meant ?? null
  }

  private fault(
    template: Template,
    start: number,
    why: TemplateFault['why'],
    given: string,
    allowed: readonly string[] = [],
  ): void {
    this.add(problemAt(template, start, why, given, allowed))
  }

  private add(problem: TemplateProblem): void {
    if (!this.faults.some(({ message }) => message === problem.message)) this.faults.push(problem)
  }
}

/** Where a walk is. */
interface Here {
  readonly template: Template
  readonly open: Open
  readonly around: readonly Template[]
  readonly reader: Reader
}

function isValue(shape: Shape): boolean {
  return shape.kind === 'value' && !shape.isData
}

function nearest(name: string, known: readonly string[]): string[] {
  const far = new Map(known.map((word) => [word, distance(name.toLowerCase(), word.toLowerCase())]))
  return [...known].sort((a, b) => (far.get(a) ?? 0) - (far.get(b) ?? 0)).slice(0, MOST_NAMES)
}

/** Names of the runbook in force that a template may use; null lets it name any. */
export interface Vocabulary {
  readonly facts: readonly string[]
  readonly channels: readonly string[]
}

/** What is open where a tag stands, outermost first; null is what nobody knows, so that every name is good there. */
export type Open = readonly (Shape | null)[]

const SPOKEN: Shape = { kind: 'value', path: '', isItem: false, isData: false }

/**
 * What a name means: the innermost thing that has it, as Mustache looks it up. Undefined where nothing has; null where
 * that cannot be known.
 */
export function meantBy(name: string, open: Open, vocabulary: Vocabulary | null): Shape | null | undefined {
  const innermost = open.at(-1)
  if (name === '.') return innermost
  if (name === LAST && innermost?.kind === 'value' && innermost.isItem) return undefined
  for (const outer of [...open].reverse()) {
    if (outer === null) return null
    const meant = name
      .split('.')
      .reduce<Shape | undefined>((at, part) => (at === undefined ? undefined : within(at, part, vocabulary)), outer)
    if (meant !== undefined) return meant
  }
  return undefined
}

/** Every name that is good here in the stead of one that is not: beside the last part of it that means something. */
export function namesIn(name: string, open: Open, vocabulary: Vocabulary | null): string[] {
  const dot = name.lastIndexOf('.')
  if (dot > 0) {
    const before = name.slice(0, dot)
    const outer = meantBy(before, open, vocabulary)
    if (outer === undefined) return namesIn(before, open, vocabulary)
    return outer === null ? [] : namesOf(outer, vocabulary).map((inner) => `${before}.${inner}`)
  }
  return [...new Set([...open].reverse().flatMap((shape) => (shape === null ? [] : namesOf(shape, vocabulary))))]
}

function within(shape: Shape, name: string, vocabulary: Vocabulary | null): Shape | undefined {
  if (shape.kind === 'fields') {
    if (Object.hasOwn(shape.fields, name)) return shape.fields[name]
    return namesOf(shape, vocabulary).includes(name) ? SPOKEN : undefined
  }
  if (shape.kind !== 'keyed') return undefined
  const keys = keysOf(shape, vocabulary)
  if (keys === null) return shape.said !== null && name.endsWith(spoken('')) ? SPOKEN : shape.of
  if (keys.includes(name)) return shape.of
  return namesOf(shape, vocabulary).includes(name) ? SPOKEN : undefined
}

function namesOf(shape: Shape, vocabulary: Vocabulary | null): string[] {
  if (shape.kind === 'fields') {
    const last = shape.isItem ? [LAST] : []
    return [...Object.keys(shape.fields), ...Object.keys(shape.said).map(spoken), ...last]
  }
  if (shape.kind !== 'keyed') return []
  const keys = keysOf(shape, vocabulary) ?? []
  return [...keys, ...(shape.said === null ? [] : keys.map(spoken))]
}

function keysOf({ keys, path }: Extract<Shape, { kind: 'keyed' }>, vocabulary: Vocabulary | null) {
  if (keys !== null || vocabulary === null) return keys
  return path === 'facts' ? vocabulary.facts : vocabulary.channels
}
