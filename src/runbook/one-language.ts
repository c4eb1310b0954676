import { isRecord } from '../domain/guard.ts'
import { LANGUAGES, type Language } from '../domain/runbook/runbook.ts'

/** The language of a file whose texts are all in one language; null if it has texts in both, or none. */
export function onlyLanguage(raw: unknown): Language | null {
  const [language, other] = LANGUAGES.filter((one) => hasKey(raw, one))
  return language !== undefined && other === undefined ? language : null
}

function hasKey(value: unknown, key: string): boolean {
  if (Array.isArray(value)) return value.some((item) => hasKey(item, key))
  return isRecord(value) && (Object.hasOwn(value, key) || Object.values(value).some((item) => hasKey(item, key)))
}

/** The content of a file in one language, with its texts standing in for those of the other; other files as they are. */
export function withBothLanguages(raw: unknown): unknown {
  const language = onlyLanguage(raw)
  return language === null ? raw : filled(raw, language)
}

function filled(value: unknown, from: Language): unknown {
  if (Array.isArray(value)) return value.map((item) => filled(item, from))
  if (!isRecord(value)) return value
  const entries = Object.entries(value).map(([key, item]) => [key, filled(item, from)])
  const copy = Object.hasOwn(value, from) ? LANGUAGES.map((language) => [language, value[from]]) : []
  return Object.fromEntries([...entries, ...copy])
}
