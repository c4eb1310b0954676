import type { Bilingual, Language } from '../domain/runbook/runbook.ts'
import type { ContactWay } from './contact-entry.ts'
import { schemaLine } from './io/file-schemas.ts'
import type { InitText } from './words.en.ts'

/** What to write into a new workspace; words are null if they were left for later. */
export interface WorkspaceSetup {
  readonly organisation: Readonly<Record<Language, string | null>>
  readonly contact: Readonly<Record<Language, string | null>>
  readonly timezone: string
  readonly language: Language
  readonly people: readonly { readonly id: string; readonly name: string; readonly ways: readonly ContactWay[] }[]
  /** Which of the words customers would read in place of the organisation's own. */
  readonly placeholders?: readonly ('organisation' | 'contact')[]
  /** By department, the id of its head. */
  readonly heads: Readonly<Record<string, string>>
}

/** What the files refer to in the runbook in force. */
export interface RunbookParts {
  /** What the manual calls assets in general; undefined if it has no word for them. */
  readonly assets: Bilingual | undefined
  readonly departments: readonly string[]
  readonly channels: readonly { readonly id: string; readonly audience: 'customers' | 'departments' }[]
  /** The languages of customers' notices. */
  readonly languages: readonly Language[]
  /** The languages of the manual's own texts. */
  readonly manualLanguages: readonly Language[]
  /** Whether the workspace has a manual of its own, so that the shipped one is left out. */
  readonly isOwn: boolean
}

const comment = (lines: string | readonly string[]) => [lines].flat().map((line) => `# ${line}`)

/** The text of `halt.yaml`, with a comment on each key; keys left for later are only examples in comments. */
export function settingsYaml(
  { organisation, contact, timezone, language, placeholders = [] }: WorkspaceSetup,
  { assets, channels, languages, manualLanguages, isOwn }: RunbookParts,
  text: InitText,
): string {
  const comments = text.settings
  const toReplace = (key: 'organisation' | 'contact') =>
    placeholders.includes(key) ? comment(comments.replace[key]) : []
  const sections = [
    [schemaLine('settings'), ...comment(comments.top)],
    [
      ...comment(comments.organisation),
      ...toReplace('organisation'),
      bilingual('organisation', organisation, '{ ja: サンプル取引所, en: Sample Exchange }'),
    ],
    [
      ...comment(comments.contact),
      ...toReplace('contact'),
      bilingual('contact', contact, '{ ja: https://support.example.com, en: https://support.example.com/en }'),
    ],
    [...comment(comments.timezone), `timezone: ${timezone}`],
    [...comment(comments.language), `language: ${language}`],
    [
      ...comment(comments.channels),
      'channels:',
      ...channels.map(({ id, audience }) => {
        const internal = manualLanguages.includes(language) && manualLanguages.length > 1 ? unlessDefault(language) : []
        const shown = audience === 'customers' ? languages : internal
        return `  ${id}: { via: by-hand${shown.length > 0 ? `, languages: [${shown.join(', ')}]` : ''} }`
      }),
    ],
    [...comment(comments.cadence), 'cadence: { first: 5m, update: 30m }'],
    [
      ...comment(comments.words),
      `# words: { ${assets === undefined ? '' : `assets: { ja: ${assets.ja}, en: ${assets.en} }, `}banned: [絶対] }`,
    ],
    [
      ...comment(comments.entity),
      '# entity: { registration: No. 1, contacts: [{ name: Legal, email: legal@example.com }] }',
    ],
    [...comment(comments.share), '# share: { group: oncall }'],
    [...comment(comments.review), '# review: { runbooks: 180d, contacts: 90d, templates: 180d, drill: 90d }'],
    [...comment(comments.runbooks), `${isOwn ? '' : '# '}runbooks: { shipped: false }`],
  ]
  return joinSections(sections)
}

/** The operator's language, if it is not the one that colleagues are taken to speak where no file says otherwise. */
const unlessDefault = (language: Language) => (language === 'ja' ? [] : [language])

function bilingual(key: string, { ja, en }: WorkspaceSetup['organisation'], example: string): string {
  const parts = Object.entries({ ja, en }).flatMap(([language, value]) =>
    value === null ? [] : [`${language}: ${yamlQuoted(value)}`],
  )
  return parts.length === 0 ? `# ${key}: ${example}` : `${key}: { ${parts.join(', ')} }`
}

/** The text of `contacts.yaml`, with a comment on each key and examples; `today` is YYYY-MM-DD. */
export function contactsYaml(
  { people, heads, language }: WorkspaceSetup,
  { departments }: RunbookParts,
  text: InitText,
  today: string,
): string {
  const comments = text.contacts
  const hasPeople = people.length > 0
  const sectionStart = (key: string) => (hasPeople ? `${key}:` : `${key}: {} # ${comments.nobodyYet}`)
  const sections = [
    [schemaLine('contacts'), ...comment(comments.top)],
    [...comment(comments.reviewed), `${hasPeople ? '' : '# '}reviewed: ${today}`],
    [...comment(comments.answerWithin), 'answerWithin: 5m'],
    [
      ...comment(comments.people),
      sectionStart('people'),
      ...people.flatMap((person) => personLines(person, language)),
      ...comment(EXAMPLE_PEOPLE),
    ],
    [
      ...comment(comments.departments),
      sectionStart('departments'),
      ...departments.map((id) => departmentLine(id, heads)),
    ],
    [...comment(comments.flow), `# flow: { lead: [${departments.join(', ')}] }`],
    [...comment(comments.escalation), ...comment(EXAMPLE_ESCALATION)],
  ]
  return joinSections(sections)
}

function personLines({ id, name, ways }: WorkspaceSetup['people'][number], language: Language): string[] {
  const languages = unlessDefault(language).map((one) => `    languages: [${one}]`)
  const reach = ways.map(({ by, to }) => `      - { by: ${by}, to: ${yamlQuoted(to)} }`)
  return [`  ${yamlId(id)}:`, `    name: ${yamlQuoted(name)}`, ...languages, '    reach:', ...reach]
}

function departmentLine(id: string, heads: WorkspaceSetup['heads']): string {
  const head = Object.hasOwn(heads, id) ? heads[id] : undefined
  return head === undefined ? `#   ${id}: { head: sato, deputies: [kato] }` : `  ${id}: { head: ${yamlId(head)} }`
}

const EXAMPLE_PEOPLE = [
  '  sato:',
  '    name: { ja: 佐藤 花子, en: Hanako Sato }',
  '    languages: [ja, en]',
  '    hours: [{ days: [mon, tue, wed, thu, fri], from: "09:00", to: "18:00" }]',
  '    reach:',
  '      - { by: phone, to: "+81-3-0000-0000" }',
  '      - { by: pager, send: { via: command, run: [./page, sato] } }',
  '  kato: { name: Kato, reach: [{ by: mail, to: kato@example.com }] }',
]

const EXAMPLE_ESCALATION = [
  'escalation:',
  '  - id: manager',
  '    title: { ja: 部長, en: Manager }',
  '    reach: [kato]',
  '    when: { severity: sev2, after: 30m }',
  '    again: 10m',
]

const joinSections = (sections: readonly (readonly string[])[]) =>
  `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`

/** Text whose brackets are all in pairs and not nested. */
const SHALLOW = /^[^[\]{}]*(?:[[{][^[\]{}]*[\]}][^[\]{}]*)*$/

/** A double-quoted YAML string. Escapes all opening brackets if any are nested or unpaired: `readYaml` counts them even inside strings. */
export function yamlQuoted(text: string): string {
  const scalar = JSON.stringify(text)
  return SHALLOW.test(text) ? scalar : scalar.replaceAll('[', '\\x5b').replaceAll('{', '\\x7b')
}

/** An id, quoted if YAML would not read it as a string, as with `123` and `true`. */
function yamlId(id: string): string {
  return /^[a-z][a-z0-9-]*$/i.test(id) && !/^(?:true|false|null)$/i.test(id) ? id : yamlQuoted(id)
}
