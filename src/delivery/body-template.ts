import { type Found, textOf } from './io/secrets.ts'
import type { Outgoing, OutgoingText } from './transport.ts'
import { subjectOf } from './transport.ts'

const MOST_TEMPLATE = 64 * 1024
const NAMES = [
  'subject',
  'text',
  'key',
  'channel',
  'person',
  'stage',
  'number',
  'language',
  'incident',
  'at',
  'next',
  'head',
] as const
const PLACE = /\{\{\s*([^{}]*?)\s*\}\}/g

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** A body of a request as JSON, whose texts have places for parts of a notice: `{ "text": "{{text}}" }`. */
export class Template {
  private readonly json: Json

  private constructor(json: Json) {
    this.json = json
  }

  /** What is wrong with it is told as `FILE:LINE:COLUMN`. */
  static read(workspace: string, file: string): Found<Template> {
    const found = textOf(workspace, file, MOST_TEMPLATE)
    if ('unready' in found) return found
    const raw = found.value
    const wrong = (offset: number, what: string): Found<never> => {
      const before = raw.slice(0, Math.max(0, offset)).split('\n')
      const place = `${file}:${before.length}:${(before.at(-1) ?? '').length + 1}`
      return { unready: { why: 'bad-template', detail: `${place}: ${what}` } }
    }
    let json: Json
    try {
      json = JSON.parse(raw) as Json
    } catch (error) {
      const { message } = error as Error
      const offset = /position (\d+)/.exec(message)?.[1]
      return wrong(offset === undefined ? raw.trimEnd().length : Number(offset), 'JSON')
    }
    for (const text of textsIn(json))
      for (const [place, name = ''] of text.matchAll(PLACE))
        if (!NAMES.includes(name as never)) return wrong(raw.indexOf(place), place)
    return { value: new Template(json) }
  }

  /** The body for one language. Filled in text by text, so what is filled in stays within its text. */
  fill(notice: Outgoing, text: OutgoingText, key: string): string {
    const values: Readonly<Record<(typeof NAMES)[number], string>> = {
      subject: text.subject ?? subjectOf({ ...notice, texts: [text] }),
      text: text.text,
      key,
      channel: notice.channel,
      person: notice.person ?? '',
      stage: notice.stage ?? '',
      number: notice.number === null ? '' : String(notice.number),
      language: text.language,
      incident: notice.incident,
      at: notice.at,
      next: notice.next ?? '',
      head: notice.head,
    }
    const filled = (json: Json): Json => {
      if (typeof json === 'string') return json.replace(PLACE, (_, name: (typeof NAMES)[number]) => values[name])
      if (isList(json)) return json.map(filled)
      if (typeof json !== 'object' || json === null) return json
      return Object.fromEntries(Object.entries(json).map(([name, inner]) => [name, filled(inner)]))
    }
    return JSON.stringify(filled(this.json))
  }
}

function* textsIn(json: Json): Generator<string> {
  if (typeof json === 'string') yield json
  else if (typeof json === 'object' && json !== null) for (const inner of Object.values(json)) yield* textsIn(inner)
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json)
}
