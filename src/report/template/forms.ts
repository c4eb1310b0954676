import { TERMINAL_CONTROLS } from '../../domain/guard.ts'
import { escapeHtml } from '../../view/html.ts'
import { unicodeEscape } from '../../view/inert.ts'
import { escapeMarkdown } from '../../view/markdown.ts'
import { SECTION_IDS } from '../document.ts'
import type { Scanner } from './scanners.ts'
import { HtmlScanner, JsonScanner, MarkdownScanner } from './scanners.ts'

/** A form of the report that a team's template can replace. */
export interface TemplateForm {
  /** File extension, with the dot. */
  readonly ending: string
  /** File name of the template itself, as opposed to its parts. */
  readonly file: string
  /** Built-in parts that a template may include. */
  readonly builtInParts: readonly string[]
  readonly newScanner: () => Scanner
  /** Whether a list or an object can be inserted as a whole at the reader's position. */
  readonly canHoldData: (reader: Scanner) => boolean
  /** Writes a value, escaped for this form and inert. */
  readonly write: (value: unknown, reader: Scanner) => string
}

/** Built-in part with the marks: a drill, an open incident, a damaged log, the audience. */
export const MARKS_PART = 'marks'
export const POLICY_PART = 'policy'

const SECTIONS = SECTION_IDS.map((id) => `section-${id}`)

/** Writes a text, number or boolean through an escape; nothing for null, a list or an object. */
const scalarWriter = (inert: (text: string) => string) => (value: unknown) =>
  value === null || value === undefined || typeof value === 'object' ? '' : inert(String(value))

/** The forms that templates exist for, by their name in `report --format`. */
export const TEMPLATE_FORMS = {
  markdown: {
    ending: '.md',
    file: 'report.md',
    builtInParts: [MARKS_PART, 'picture', ...SECTIONS],
    newScanner: () => new MarkdownScanner(),
    canHoldData: () => false,
    write: scalarWriter(escapeMarkdown),
  },
  html: {
    ending: '.html',
    file: 'report.html',
    builtInParts: [MARKS_PART, POLICY_PART, 'style', 'picture', ...SECTIONS],
    newScanner: () => new HtmlScanner(),
    canHoldData: () => false,
    write: scalarWriter(escapeHtml),
  },
  json: {
    ending: '.json',
    file: 'report.json',
    builtInParts: [MARKS_PART],
    newScanner: () => new JsonScanner(),
    canHoldData: (reader) => reader.holdsBlocks,
    write: (value, reader) => (reader.holdsBlocks ? jsonLiteral(value ?? null) : jsonStringContent(value)),
  },
  svg: {
    ending: '.svg',
    file: 'timeline.svg',
    builtInParts: [MARKS_PART, 'picture'],
    newScanner: () => new HtmlScanner(),
    canHoldData: () => false,
    write: scalarWriter(escapeHtml),
  },
} as const satisfies Readonly<Record<string, TemplateForm>>

/** A value as JSON in which active characters are escaped, so that it is safe on a terminal. */
export function jsonLiteral(value: unknown): string {
  return JSON.stringify(value).replace(EACH_ACTIVE, unicodeEscape)
}

const EACH_ACTIVE = new RegExp(TERMINAL_CONTROLS, 'g')

function jsonStringContent(value: unknown): string {
  return scalarWriter((text) => jsonLiteral(text).slice(1, -1))(value)
}
