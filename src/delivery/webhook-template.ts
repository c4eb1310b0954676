import { type Resolved, readNamedText } from './io/secrets.ts'
import type { SendingContext } from './transport.ts'

const MAX_TEMPLATE_BYTES = 64 * 1024
const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g

type Json = string | number | boolean | null | Json[] | { readonly [key: string]: Json }

/** What placeholders stand for, by name, made of what is sent; missing values are empty. */
export type PlaceholderValues<T> = Readonly<Record<string, (sent: T) => string>>

/** A JSON request body whose strings contain placeholders for parts of what is sent: `{ "text": "{{text}}" }`. */
export class WebhookTemplate<T> {
  private readonly json: Json
  private readonly values: PlaceholderValues<T>

  private constructor(json: Json, values: PlaceholderValues<T>) {
    this.json = json
    this.values = values
  }

  /** Reads a template from a file that the settings name; the detail of `bad-template` starts with `FILE:LINE:COLUMN`. */
  static read<T>(
    place: Pick<SendingContext, 'workspace' | 'env'>,
    file: string,
    values: PlaceholderValues<T>,
  ): Resolved<WebhookTemplate<T>> {
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
        if (!Object.hasOwn(values, name)) return problemAt(raw.indexOf(placeholder), placeholder)
    return { value: new WebhookTemplate(json, values) }
  }

  /** Whether a placeholder of this name stands in it. */
  has(name: string): boolean {
    return [...stringsIn(this.json)].some((text) => [...text.matchAll(PLACEHOLDER)].some(([, one]) => one === name))
  }

  /** The body. Fills in the parsed strings, so a value cannot break out of its string. */
  fill(sent: T): string {
    const filled = (json: Json): Json => {
      if (typeof json === 'string')
        return json.replace(PLACEHOLDER, (_, name: string) => this.values[name]?.(sent) ?? '')
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
