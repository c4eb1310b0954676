import Mustache from 'mustache'
import { type Template, templateProblemAt } from '../../runbook/template/template.ts'
import type { TemplateParts } from './check.ts'
import type { TemplateForm } from './forms.ts'
import type { Scanner } from './scanners.ts'

/** Maximum size of a report in characters; nested lists in a template multiply its size. */
export const MAX_OUTPUT_CHARACTERS = 64 * 1024 * 1024

export interface Rendering {
  readonly form: TemplateForm
  readonly parts: TemplateParts
  /** Built-in parts by name, already written in the form. */
  readonly builtInParts: Readonly<Record<string, string>>
}

/** Renders a template without faults. Throws `TemplateProblem` if the output is too long, or no JSON for a JSON form. */
export function renderTemplate(template: Template, view: unknown, rendering: Rendering): string {
  const writer = new ReportWriter(template, rendering)
  const text = writer.render(template.source, view)
  const fault = rendering.form.ending === '.json' ? jsonFault(text) : null
  if (fault !== null) throw writer.problemAtOffset(fault.at, fault.detail)
  return text
}

interface OutputPiece {
  /** Offset in the output. */
  readonly from: number
  readonly template: Template
  /** Offset in the template. */
  readonly start: number
  /** Whether it was copied verbatim from the template. */
  readonly isText: boolean
}

class ReportWriter extends Mustache.Writer {
  private readonly rendering: Rendering
  private readonly reader: Scanner
  private readonly output: OutputPiece[] = []
  private template: Template
  private length = 0

  constructor(template: Template, rendering: Rendering) {
    super()
    this.template = template
    this.rendering = rendering
    this.reader = rendering.form.newScanner()
  }

  /** A problem at the place in the templates that produced the output at `offset`. */
  problemAtOffset(offset: number, detail: string) {
    const place = this.output.findLast(({ from }) => from <= offset)
    const { template = this.template, start = 0, from = 0, isText = false } = place ?? {}
    return templateProblemAt(template, isText ? start + offset - from : start, 'not-json', detail)
  }

  override rawValue(token: string[]): string {
    const [, text = ''] = token
    this.reader.read(text)
    return this.emit(token, text, true)
  }

  override escapedValue(token: string[], context: Mustache.Context): string {
    const [, name = ''] = token
    return this.emit(token, this.rendering.form.write(context.lookup(name), this.reader))
  }

  override renderPartial(token: string[], context: Mustache.Context): string {
    const [, name = ''] = token
    const { builtInParts, parts } = this.rendering
    const part = parts.get(name)
    if (part === undefined) return this.emit(token, builtInParts[name] ?? '')
    const includer = this.template
    this.template = part
    const text = this.renderTokens(this.parse(part.source), context)
    this.template = includer
    return text
  }

  private emit([, , start]: readonly unknown[], text: string, isText = false): string {
    this.output.push({ from: this.length, template: this.template, start: Number(start), isText })
    this.length += text.length
    if (this.length > MAX_OUTPUT_CHARACTERS)
      throw templateProblemAt(this.template, Number(start), 'too-long', String(MAX_OUTPUT_CHARACTERS))
    return text
  }
}

export interface JsonFault {
  /** Offset in UTF-16 units. */
  readonly at: number
  /** The message of the JavaScript engine, without the text that it quotes. */
  readonly detail: string
}

/** Where and why a text is not JSON; null if it is. Found by bisection, since engines do not always say where. */
export function jsonFault(text: string): JsonFault | null {
  const message = parseError(text)
  if (message === null) return null
  const detail = message.split(/ in JSON at |, (?:\.\.\.)?"/)[0] ?? message
  let [good, bad] = [0, text.length]
  if (isJsonPrefix(text)) return { at: text.trimEnd().length, detail }
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (isJsonPrefix(text.slice(0, middle))) good = middle
    else bad = middle
  }
  return { at: good, detail }
}

/** Whether the text is JSON or the beginning of some. */
function isJsonPrefix(text: string): boolean {
  const message = parseError(text)
  if (message === null) return true
  const at = /position (\d+)/.exec(message)?.[1]
  return /end of JSON|Unterminated string/.test(message) || (at !== undefined && Number(at) >= text.length)
}

function parseError(text: string): string | null {
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    return (error as SyntaxError).message
  }
}
