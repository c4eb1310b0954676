import {
  MAX_SECTION_DEPTH,
  parseTemplate,
  type Tag,
  type Template,
  type TemplatePiece,
  TemplateProblem,
  templateProblemAt,
} from '../../runbook/template/template.ts'
import { MARKS_PART, POLICY_PART, type TemplateForm } from './forms.ts'
import type { Scanner } from './scanners.ts'
import { IS_LAST, type Shape, textName } from './shape.ts'

/** Parts by name, such as `part-header`. */
export type TemplateParts = ReadonlyMap<string, Template>

/** The context for checking templates of one form and language; `shape` is that of the report. */
export interface TemplateCheckContext {
  readonly form: TemplateForm
  readonly shape: Shape
  readonly parts: TemplateParts
  /** Null if any name of a fact or channel is allowed. */
  readonly vocabulary: Vocabulary | null
}

/** Returns the errors and warnings in a template and in the parts it includes. */
export function templateFaults(template: Template, against: TemplateCheckContext): TemplateProblem[] {
  const checker = new Checker(against)
  checker.check(template, [against.shape], [])
  if (checker.faults.some(({ fault }) => fault.why === 'syntax' || fault.why === 'too-deep')) return checker.faults
  return [
    ...(includesMarks(template, against.parts, new Set())
      ? []
      : [templateProblemAt(template, 0, 'no-marks', MARKS_PART)]),
    ...(checker.needsPolicy ? [templateProblemAt(template, 0, 'no-policy', POLICY_PART)] : []),
    ...checker.faults,
  ]
}

/** Checks a part that no template includes, whose context is therefore unknown. */
export function unusedPartFaults(part: Template, against: TemplateCheckContext): TemplateProblem[] {
  const checker = new Checker(against)
  checker.check(part, [null], [])
  return checker.faults
}

/** Whether the template, or a part that it includes, includes the marks outside of any section, so that they always show. */
function includesMarks(template: Template, parts: TemplateParts, seen: Set<Template>): boolean {
  if (seen.has(template)) return false
  seen.add(template)
  return parseTemplate(template).some((piece) => {
    if (piece.type !== '>') return false
    const part = parts.get(piece.name)
    return piece.name === MARKS_PART || (part !== undefined && includesMarks(part, parts, seen))
  })
}

class Checker {
  readonly faults: TemplateProblem[] = []
  private readonly against: TemplateCheckContext
  private readonly seen = new Set<string>()
  private hasPolicy = false

  constructor(against: TemplateCheckContext) {
    this.against = against
  }

  get needsPolicy(): boolean {
    return !this.hasPolicy && this.against.form.builtInParts.includes(POLICY_PART)
  }

  /** Checks a template in a context, once per context; `includers` are the templates around it, outermost first. */
  check(template: Template, open: ContextStack, includers: readonly Template[]): void {
    const key = [template.file, ...open.map((shape) => shape?.path ?? '?')].join('\n')
    if (this.seen.has(key)) return
    this.seen.add(key)
    if (/content-security-policy/i.test(template.source)) this.hasPolicy = true
    const reader = this.against.form.newScanner()
    try {
      this.checkPieces(parseTemplate(template), { template, open, includers, reader })
      reader.read('\n')
      if (!reader.holdsBlocks) this.addFault(template, template.source.length, 'left-open', '')
    } catch (error) {
      if (!(error instanceof TemplateProblem)) throw error
      this.addOnce(error)
    }
  }

  private checkPieces(pieces: readonly TemplatePiece[], at: Position): void {
    for (const piece of pieces) {
      if (piece.type === 'text') at.reader.read(piece.text)
      else if (piece.type === '>') this.checkInclude(piece, at)
      else if (piece.type === '#' || piece.type === '^') this.checkSection(piece, at)
      else this.checkValue(piece, at)
    }
  }

  private checkInclude({ name, start }: Tag, { template, open, includers, reader }: Position): void {
    const { form, parts } = this.against
    if (!reader.holdsBlocks) this.addFault(template, start, 'unsafe-place', name)
    if (name === POLICY_PART) this.hasPolicy = true
    if (form.builtInParts.includes(name)) return
    const part = parts.get(name)
    if (part === undefined)
      this.addFault(template, start, 'unknown-part', name, [...parts.keys(), ...form.builtInParts])
    else if (part === template || includers.includes(part)) this.addFault(template, start, 'part-in-itself', name)
    else if (includers.length >= MAX_SECTION_DEPTH)
      this.addFault(template, start, 'too-deep', String(MAX_SECTION_DEPTH))
    else this.check(part, open, [...includers, template])
  }

  private checkSection({ type, name, start, pieces }: Tag, at: Position): void {
    const { template, open, reader } = at
    const found = this.resolve(name, start, at)
    const opened = found?.kind === 'list' ? found.of : found
    // Within one of its own items, the whole list would be repeated for each item.
    if (found?.kind === 'list' && open.includes(found.of)) this.addFault(template, start, 'part-in-itself', name)
    if (open.length > MAX_SECTION_DEPTH) this.addFault(template, start, 'too-deep', String(MAX_SECTION_DEPTH))
    else {
      const before = reader.state
      this.checkPieces(pieces, { ...at, open: type === '^' ? open : [...open, opened] })
      if (reader.state !== before) this.addFault(template, start, 'left-open', `{{${type}${name}}}`)
    }
  }

  private checkValue({ type, name, start }: Tag, at: Position): void {
    const { template, reader } = at
    if (type === '&') this.addFault(template, start, 'unescaped', name)
    const found = this.resolve(name, start, at)
    if (found !== null && !isValue(found) && !this.against.form.canHoldData(reader))
      this.addFault(template, start, 'not-a-value', name)
    if (!reader.holdsValue) this.addFault(template, start, 'unsafe-place', name)
    reader.passValue()
  }

  /** What a name refers to; null if that cannot be known, and after an unknown name, so that one fault causes no others. */
  private resolve(name: string, start: number, { template, open }: Position): Shape | null {
    const { vocabulary } = this.against
    const found = resolveName(name, open, vocabulary)
    if (found === undefined)
      this.addFault(template, start, 'unknown-name', name, validNamesInsteadOf(name, open, vocabulary))
    return found ?? null
  }

  private addFault(...at: Parameters<typeof templateProblemAt>): void {
    this.addOnce(templateProblemAt(...at))
  }

  private addOnce(problem: TemplateProblem): void {
    if (!this.faults.some(({ message }) => message === problem.message)) this.faults.push(problem)
  }
}

interface Position {
  readonly template: Template
  readonly open: ContextStack
  readonly includers: readonly Template[]
  readonly reader: Scanner
}

/** Whether a tag can insert it: a text or number, in contrast to a container or event data. */
function isValue(shape: Shape): boolean {
  return shape.kind === 'value' && !shape.isData
}

/** The names of facts and channels in the runbook in force, which a template may use. */
export interface Vocabulary {
  readonly facts: readonly string[]
  readonly channels: readonly string[]
}

/** The Mustache context stack at a tag, outermost first; null is an unknown context, in which any name is valid. */
export type ContextStack = readonly (Shape | null)[]

/** The shape of the `…Text` siblings. */
const TEXT_VALUE: Shape = { kind: 'value', path: '', isItem: false, isData: false }

/**
 * Resolves a name as mustache.js does: in the innermost context that has every part of it. Returns undefined if no context
 * has it, null if a context comes first whose names are not known.
 */
function resolveName(name: string, open: ContextStack, vocabulary: Vocabulary | null): Shape | null | undefined {
  const innermost = open.at(-1)
  if (name === '.') return innermost
  if (name === IS_LAST && innermost?.kind === 'value' && innermost.isItem) return undefined
  for (const outer of [...open].reverse()) {
    if (outer === null) return null
    const found = name
      .split('.')
      .reduce<Shape | undefined>((at, part) => (at === undefined ? undefined : memberOf(at, part, vocabulary)), outer)
    if (found !== undefined) return found
  }
  return undefined
}

/** All names that are valid instead of an unknown one: the siblings of its first part that does not resolve. */
export function validNamesInsteadOf(name: string, open: ContextStack, vocabulary: Vocabulary | null): string[] {
  const dot = name.lastIndexOf('.')
  if (dot > 0) {
    const before = name.slice(0, dot)
    const outer = resolveName(before, open, vocabulary)
    if (outer === undefined) return validNamesInsteadOf(before, open, vocabulary)
    return outer === null ? [] : namesOf(outer, vocabulary).map((inner) => `${before}.${inner}`)
  }
  return [...new Set([...open].reverse().flatMap((shape) => (shape === null ? [] : namesOf(shape, vocabulary))))]
}

function memberOf(shape: Shape, name: string, vocabulary: Vocabulary | null): Shape | undefined {
  if (shape.kind === 'fields') {
    if (Object.hasOwn(shape.fields, name)) return shape.fields[name]
    return namesOf(shape, vocabulary).includes(name) ? TEXT_VALUE : undefined
  }
  if (shape.kind !== 'keyed') return undefined
  const keys = keysOf(shape, vocabulary)
  if (keys === null) return shape.formatter !== null && name.endsWith(textName('')) ? TEXT_VALUE : shape.of
  if (keys.includes(name)) return shape.of
  return namesOf(shape, vocabulary).includes(name) ? TEXT_VALUE : undefined
}

function namesOf(shape: Shape, vocabulary: Vocabulary | null): string[] {
  if (shape.kind === 'fields') {
    const last = shape.isItem ? [IS_LAST] : []
    return [...Object.keys(shape.fields), ...Object.keys(shape.formatters).map(textName), ...last]
  }
  if (shape.kind !== 'keyed') return []
  const keys = keysOf(shape, vocabulary) ?? []
  return [...keys, ...(shape.formatter === null ? [] : keys.map(textName))]
}

/** The keys of a map; null if any is allowed. Those that depend on the runbook are facts in `facts`, channels elsewhere. */
function keysOf({ keys, path }: Extract<Shape, { kind: 'keyed' }>, vocabulary: Vocabulary | null) {
  if (keys !== null || vocabulary === null) return keys
  return path === 'facts' ? vocabulary.facts : vocabulary.channels
}
