import { type Resolved, readNamedText } from './io/secrets.ts'
import { type OutgoingMessage, type OutgoingText, subjectOf, type TransportContext, withOnlyText } from './transport.ts'

const MAX_TEMPLATE_BYTES = 64 * 1024
/** What the placeholders stand for, by name; missing values are empty. */
const VALUES: Readonly<Record<string, (notice: OutgoingMessage, text: OutgoingText, key: string) => string>> = {
  subject: (notice, text) => subjectOf(withOnlyText(notice, text)),
  text: (_, { text }) => text,
  key: (_, __, key) => key,
  channel: ({ channel }) => channel,
  person: ({ person }) => person ?? '',
  stage: ({ stage }) => stage ?? '',
  number: ({ number }) => String(number ?? ''),
  language: (_, { language }) => language,
  incident: ({ incident }) => incident,
  at: ({ at }) => at,
  next: ({ next }) => next ?? '',
  head: ({ head }) => head,
  link: (_, { link }) => link ?? '',
}
const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g

export type Json = string | number | boolean | null | Json[] | { readonly [key: string]: Json }

/** A JSON request body whose strings contain placeholders for parts of a notice: `{ "text": "{{text}}" }`. */
export class WebhookTemplate {
  private readonly json: Json

  private constructor(json: Json) {
    this.json = json
  }

  /** Reads a template from a file that the settings name; the detail of `bad-template` starts with `FILE:LINE:COLUMN`. */
  static read(place: Pick<TransportContext, 'workspace' | 'env'>, file: string): Resolved<WebhookTemplate> {
    const found = readNamedText(place, file, MAX_TEMPLATE_BYTES)
    if ('unready' in found) return found
    const raw = found.value
    const problemAt = (offset: number, what: string): Resolved<never> => {
      const before = raw.slice(0, Math.max(0, offset)).split('\n')
      const place = `${file}:${before.length}:${(before.at(-1) ?? '').length + 1}`
      return { unready: { why: 'bad-template', detail: `${place}: ${what}` } }
    }
    let json: Json
    try {
      json = JSON.parse(raw) as Json
    } catch (error) {
      const { message } = error as Error
      // Without a position, the text ends too early.
      const offset = /position (\d+)/.exec(message)?.[1]
      return problemAt(offset === undefined ? raw.trimEnd().length : Number(offset), 'JSON')
    }
    for (const text of stringsIn(json))
      for (const [placeholder, name = ''] of text.matchAll(PLACEHOLDER))
        if (!Object.hasOwn(VALUES, name)) return problemAt(raw.indexOf(placeholder), placeholder)
    return { value: new WebhookTemplate(json) }
  }

  /** The body for one language. Fills in the parsed strings, so a value cannot break out of its string. */
  fill(notice: OutgoingMessage, text: OutgoingText, key: string): string {
    const filled = (json: Json): Json => {
      if (typeof json === 'string')
        return json.replace(PLACEHOLDER, (_, name: string) => VALUES[name]?.(notice, text, key) ?? '')
      if (Array.isArray(json)) return json.map(filled)
      if (typeof json !== 'object' || json === null) return json
      return Object.fromEntries(Object.entries(json).map(([name, inner]) => [name, filled(inner)]))
    }
    return JSON.stringify(filled(this.json))
  }
}

function* stringsIn(json: Json): Generator<string> {
  if (typeof json === 'string') yield json
  else if (typeof json === 'object' && json !== null) for (const inner of Object.values(json)) yield* stringsIn(inner)
}
