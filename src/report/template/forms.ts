import { ACTIVE } from '../../domain/guard.ts'
import { escaped } from '../../view/html.ts'
import { inertOutput } from '../../view/inert.ts'
import { md } from '../../view/markdown.ts'
import { SECTION_IDS } from '../document.ts'
import type { Reader } from './places.ts'
import { HtmlReader, JsonReader, MarkdownReader } from './places.ts'

/** A form of the report that a team's template can replace. */
export interface TemplateForm {
  /** Of its files, with the dot. */
  readonly ending: string
  /** Its file by itself; parts have names of their own. */
  readonly file: string
  /** What is ours and may be included. */
  readonly includes: readonly string[]
  readonly reader: () => Reader
  /** Whether a value that is a list or has fields can be given whole where the reader stands. */
  readonly holdsWhole: (reader: Reader) => boolean
  /** A value as this form says it, inert. */
  readonly write: (value: unknown, reader: Reader) => string
}

/** Where marks stand: a drill, an incident still open, a damaged log, whom the report is for. */
export const MARKS = 'marks'
/** A content policy of ours. */
export const POLICY = 'policy'

const SECTIONS = SECTION_IDS.map((id) => `section-${id}`)

const inWords = (inert: (text: string) => string) => (value: unknown) =>
  value === null || value === undefined || typeof value === 'object' ? '' : inert(String(value))

/** As HTML and XML say it; what could act and is no end of a line is shown as an escape. */
const markup = (text: string) => escaped(inertOutput(text))

export const FORMS = {
  markdown: {
    ending: '.md',
    file: 'report.md',
    includes: [MARKS, 'picture', ...SECTIONS],
    reader: () => new MarkdownReader(),
    holdsWhole: () => false,
    write: inWords(md),
  },
  html: {
    ending: '.html',
    file: 'report.html',
    includes: [MARKS, POLICY, 'style', 'picture', ...SECTIONS],
    reader: () => new HtmlReader(),
    holdsWhole: () => false,
    write: inWords(markup),
  },
  json: {
    ending: '.json',
    file: 'report.json',
    includes: [MARKS],
    reader: () => new JsonReader(),
    holdsWhole: (reader) => reader.holdsBlocks,
    write: (value, reader) => (reader.holdsBlocks ? literal(value ?? null) : inString(value)),
  },
  svg: {
    ending: '.svg',
    file: 'timeline.svg',
    includes: [MARKS, 'picture'],
    reader: () => new HtmlReader(),
    holdsWhole: () => false,
    write: inWords(markup),
  },
} as const satisfies Readonly<Record<string, TemplateForm>>

/** A value of JSON, in which nothing acts on a terminal. */
export function literal(value: unknown): string {
  return JSON.stringify(value).replace(EACH_ACTIVE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

const EACH_ACTIVE = new RegExp(ACTIVE, 'g')

function inString(value: unknown): string {
  return inWords((text) => literal(text).slice(1, -1))(value)
}
