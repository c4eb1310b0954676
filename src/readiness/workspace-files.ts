import type { Language } from '../domain/runbook/runbook.ts'
import type { Reach } from './contact-entry.ts'
import type { InitText } from './words.en.ts'

/** What a new workspace says; null where it is left for later. */
export interface Founding {
  readonly organisation: Readonly<Record<Language, string | null>>
  readonly contact: Readonly<Record<Language, string | null>>
  readonly timezone: string
  readonly language: Language
  readonly people: readonly { readonly id: string; readonly name: string; readonly ways: readonly Reach[] }[]
  /** By department, the id of who leads it. */
  readonly heads: Readonly<Record<string, string>>
}

/** What the runbook in force has that the files speak of. */
export interface Ground {
  readonly departments: readonly string[]
  readonly channels: readonly { readonly id: string; readonly audience: 'customers' | 'departments' }[]
}

const comment = (lines: string | readonly string[]) => [lines].flat().map((line) => `# ${line}`)

/** `halt.yaml`, with what each key is for. */
export function settingsFile(
  { organisation, contact, timezone, language }: Founding,
  { channels }: Ground,
  text: InitText,
): string {
  const say = text.settings
  const lines = [
    comment(say.top),
    [
      ...comment(say.organisation),
      bilingual('organisation', organisation, '{ ja: サンプル取引所, en: Sample Exchange }'),
    ],
    [
      ...comment(say.contact),
      bilingual('contact', contact, '{ ja: https://support.example.com, en: https://support.example.com/en }'),
    ],
    [...comment(say.timezone), `timezone: ${timezone}`],
    [...comment(say.language), `language: ${language}`],
    [
      ...comment(say.channels),
      'channels:',
      ...channels.map(
        ({ id, audience }) => `  ${id}: { via: by-hand${audience === 'customers' ? ', languages: [ja]' : ''} }`,
      ),
    ],
    [...comment(say.cadence), 'cadence: { first: 5m, update: 30m }'],
    [...comment(say.words), '# words: { assets: { ja: 暗号資産, en: crypto-assets }, banned: [絶対] }'],
    [...comment(say.share), '# share: { group: oncall }'],
    [...comment(say.review), '# review: { runbooks: 180d, contacts: 90d, templates: 180d, drill: 90d }'],
  ]
  return file(lines)
}

function bilingual(key: string, { ja, en }: Founding['organisation'], example: string): string {
  const parts = Object.entries({ ja, en }).flatMap(([language, value]) =>
    value === null ? [] : [`${language}: ${quoted(value)}`],
  )
  return parts.length === 0 ? `# ${key}: ${example}` : `${key}: { ${parts.join(', ')} }`
}

/** `contacts.yaml`, with what each key is for; `today` as YYYY-MM-DD. */
export function contactsFile(
  { people, heads }: Founding,
  { departments }: Ground,
  text: InitText,
  today: string,
): string {
  const say = text.contacts
  const isHeaded = people.length > 0
  const none = (key: string) => (isHeaded ? `${key}:` : `${key}: {} # ${say.nobodyYet}`)
  const lines = [
    comment(say.top),
    [...comment(say.reviewed), `${isHeaded ? '' : '# '}reviewed: ${today}`],
    [...comment(say.answerWithin), 'answerWithin: 5m'],
    [...comment(say.people), none('people'), ...people.flatMap(personLines), ...comment(EXAMPLE)],
    [...comment(say.departments), none('departments'), ...departments.map((id) => departmentLine(id, heads))],
    [...comment(say.flow), `# flow: { lead: [${departments.join(', ')}] }`],
    [...comment(say.escalation), ...comment(LEVEL)],
  ]
  return file(lines)
}

function personLines({ id, name, ways }: Founding['people'][number]): string[] {
  const reach = ways.map(({ by, to }) => `      - { by: ${by}, to: ${quoted(to)} }`)
  return [`  ${yamlId(id)}:`, `    name: ${quoted(name)}`, '    reach:', ...reach]
}

function departmentLine(id: string, heads: Founding['heads']): string {
  const head = Object.hasOwn(heads, id) ? heads[id] : undefined
  return head === undefined ? `#   ${id}: { head: sato, deputies: [kato] }` : `  ${id}: { head: ${yamlId(head)} }`
}

const EXAMPLE = [
  '  sato:',
  '    name: { ja: 佐藤 花子, en: Hanako Sato }',
  '    languages: [ja, en]',
  '    hours: [{ days: [mon, tue, wed, thu, fri], from: "09:00", to: "18:00" }]',
  '    reach:',
  '      - { by: phone, to: "+81-3-0000-0000" }',
  '      - { by: pager, send: { via: command, run: [./page, sato] } }',
  '  kato: { name: Kato, reach: [{ by: mail, to: kato@example.com }] }',
]

const LEVEL = [
  'escalation:',
  '  - id: manager',
  '    title: { ja: 部長, en: Manager }',
  '    reach: [kato]',
  '    when: { severity: sev2, after: 30m }',
  '    again: 10m',
]

const file = (parts: readonly (readonly string[])[]) => `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`

/** Brackets in pairs, none in another: no deeper than they look. */
const SHALLOW = /^[^[\]{}]*(?:[[{][^[\]{}]*[\]}][^[\]{}]*)*$/

/**
 * A text as a double-quoted scalar of YAML 1.2, on one line. Other brackets are escaped: whoever bounds the depth of a file
 * before it is parsed counts them wherever they stand.
 */
export function quoted(text: string): string {
  const scalar = JSON.stringify(text)
  return SHALLOW.test(text) ? scalar : scalar.replaceAll('[', '\\x5b').replaceAll('{', '\\x7b')
}

/** An id as it is where YAML reads that as a text, else quoted: `123` and `true` are none. */
export function yamlId(id: string): string {
  return /^[a-z][a-z0-9-]*$/i.test(id) && !/^(?:true|false|null)$/i.test(id) ? id : quoted(id)
}
