import { LANGUAGES, type Language } from '../domain/runbook/runbook.ts'

/** What a page shows: an incident, in a language, with the steps of a department or what is next for all. */
export interface BoardView {
  /** The incident's id; null for the list of all that are open. */
  readonly incident: string | null
  readonly language: Language
  readonly department: string | null
}

/** The name of a view, as the stream of changes has it. */
export function viewName({ incident, language, department }: BoardView): string {
  return [language, incident ?? '', department ?? ''].map(encodeURIComponent).join(' ')
}

/** The view with this name; null if it is no such name. */
export function viewOf(name: string): BoardView | null {
  const [language, incident, department, ...more] = name.split(' ').map(decode)
  const known = languageNamed(language ?? null)
  if (known === null || incident === undefined || department === undefined || more.length > 0) return null
  return { language: known, incident: incident || null, department: department || null }
}

/** The address of the page that shows it. */
export function addressOf({ incident, language, department }: BoardView): string {
  const query = new URLSearchParams({ lang: language, ...(department !== null && { department }) })
  return `${incident === null ? '/' : `/incidents/${encodeURIComponent(incident)}`}?${query}`
}

/** The id in the address of an incident's page, or of what stands `below` it; null if it is none. */
export function incidentIn(path: string, below = ''): string | null {
  const [, id = '', rest = ''] = /^\/incidents\/([^/]+)(\/.*)?$/.exec(path) ?? []
  return rest === below ? decode(id) || null : null
}

export function languageNamed(name: string | null): Language | null {
  return LANGUAGES.find((one) => one === name) ?? null
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
