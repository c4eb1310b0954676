import { distance } from 'fastest-levenshtein'
import { MAX_DEPTH, type Piece, piecesOf, type Tag } from '../../runbook/template/pieces.ts'
import { problemAt, type Template, type TemplateFault, TemplateProblem } from '../../runbook/template/template.ts'
import { MARKS, POLICY, type TemplateForm } from './forms.ts'
import { meantBy, namesIn, type Open, type Vocabulary } from './place-names.ts'
import type { Reader } from './places/reader.ts'
import type { Shape } from './shape.ts'

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
