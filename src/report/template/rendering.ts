import Mustache from 'mustache'
import { problemAt, type Template } from '../../runbook/template/template.ts'
import type { Parts } from './check.ts'
import type { TemplateForm } from './forms.ts'
import type { Reader } from './places.ts'

/** A report that no template needs more than, in characters: where lists stand within lists, they multiply. */
export const MAX_OUTPUT = 64 * 1024 * 1024

export interface Rendering {
  readonly form: TemplateForm
  readonly parts: Parts
  /** What is ours and included, already written in the form, by name. */
  readonly ours: Readonly<Record<string, string>>
}

/**
 * A template that has no faults, with the values of a report. Throws `TemplateProblem` where it makes too much, or no JSON
 * where it should.
 */
export function render(template: Template, view: unknown, rendering: Rendering): string {
  const writer = new ReportWriter(template, rendering)
  const text = writer.render(template.source, view)
  const fault = rendering.form.ending === '.json' ? jsonFault(text) : null
  if (fault !== null) throw writer.problemIn(fault.at, fault.detail)
  return text
}

/** Where what was written came from. */
interface Written {
  readonly from: number
  readonly template: Template
  readonly start: number
  /** Whether it was written as it stands in the template. */
  readonly isText: boolean
}

class ReportWriter extends Mustache.Writer {
  private readonly rendering: Rendering
  private readonly reader: Reader
  private readonly written: Written[] = []
  private template: Template
  private length = 0

  constructor(template: Template, rendering: Rendering) {
    super()
    this.template = template
    this.rendering = rendering
    this.reader = rendering.form.reader()
  }

  /** Where in the templates that stands which was written at `offset`. */
  problemIn(offset: number, detail: string) {
    const place = this.written.findLast(({ from }) => from <= offset)
    const { template = this.template, start = 0, from = 0, isText = false } = place ?? {}
    return problemAt(template, isText ? start + offset - from : start, 'not-json', detail)
  }

  override rawValue(token: string[]): string {
    const [, text = ''] = token
    this.reader.read(text)
    return this.put(token, text, true)
  }

  override escapedValue(token: string[], context: Mustache.Context): string {
    const [, name = ''] = token
    return this.put(token, this.rendering.form.write(context.lookup(name), this.reader))
  }

  override renderPartial(token: string[], context: Mustache.Context): string {
    const [, name = ''] = token
    const { ours, parts } = this.rendering
    const part = parts.get(name)
    if (part === undefined) return this.put(token, ours[name] ?? '')
    const around = this.template
    this.template = part
    const text = this.renderTokens(this.parse(part.source), context)
    this.template = around
    return text
  }

  private put([, , start]: readonly unknown[], text: string, isText = false): string {
    this.written.push({ from: this.length, template: this.template, start: Number(start), isText })
    this.length += text.length
    if (this.length > MAX_OUTPUT) throw problemAt(this.template, Number(start), 'too-long', String(MAX_OUTPUT))
    return text
  }
}

/** Why a text is no JSON, as the engine says it, without the text itself; `at` counts UTF-16 units. */
export interface JsonFault {
  readonly at: number
  readonly detail: string
}

/** Null where it is JSON. The engine does not always say where a text breaks off from being JSON; its beginnings do. */
export function jsonFault(text: string): JsonFault | null {
  const message = refusal(text)
  if (message === null) return null
  const detail = message.split(/ in JSON at |, (?:\.\.\.)?"/)[0] ?? message
  let [good, bad] = [0, text.length]
  if (canGoOn(text)) return { at: text.trimEnd().length, detail }
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (canGoOn(text.slice(0, middle))) good = middle
    else bad = middle
  }
  return { at: good, detail }
}

/** Whether more text could make it JSON, or it is some. */
function canGoOn(text: string): boolean {
  const message = refusal(text)
  if (message === null) return true
  const at = /position (\d+)/.exec(message)?.[1]
  return /end of JSON|Unterminated string/.test(message) || (at !== undefined && Number(at) >= text.length)
}

function refusal(text: string): string | null {
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    return (error as SyntaxError).message
  }
}
