import { isRecord } from '../domain/guard.ts'
import { LANGUAGES, type Language } from '../domain/runbook/runbook.ts'

type Mapping = Readonly<Record<string, unknown>>

/** The language of a file whose texts are all in one language; null if it has texts in both, or none. */
export function onlyLanguage(raw: unknown): Language | null {
  const [language, other] = LANGUAGES.filter((one) => hasTextIn(raw, one))
  return language !== undefined && other === undefined ? language : null
}

function hasTextIn(value: unknown, language: Language, key = ''): boolean {
  if (Array.isArray(value)) return value.some((item) => hasTextIn(item, language, key))
  if (!isRecord(value)) return false
  return isText(value, language, key) || Object.entries(value).some(([name, item]) => hasTextIn(item, language, name))
}

/** Keys whose lists of words are by language. */
const WORD_LISTS: readonly string[] = ['mentions', 'claims', 'unless']

/** Whether a mapping under a key has a text in a language: `ja` and `en` may also be the ids of people or halt types. */
function isText(mapping: Mapping, language: Language, key: string): boolean {
  const value = Object.hasOwn(mapping, language) ? mapping[language] : undefined
  return (typeof value === 'string' && key !== 'applies') || (Array.isArray(value) && WORD_LISTS.includes(key))
}

/** The content of a file in one language, with its texts standing in for those of the other; other files as they are. */
export function withBothLanguages(raw: unknown): unknown {
  const language = onlyLanguage(raw)
  return language === null ? raw : filled(raw, language)
}

function filled(value: unknown, from: Language, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => filled(item, from, key))
  if (!isRecord(value)) return value
  const entries = Object.entries(value).map(([name, item]) => [name, filled(item, from, name)])
  const copy = isText(value, from, key) ? LANGUAGES.map((language) => [language, value[from]]) : []
  return Object.fromEntries([...entries, ...copy])
}
