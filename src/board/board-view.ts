import { LANGUAGES, type Language } from '../domain/runbook/runbook.ts'

/** What a page shows: an incident, in a language, with the steps of a department or what is next for all. */
export interface BoardView {
  /** The incident's id; null for the list of all that are open. */
  readonly incident: string | null
  readonly language: Language
  readonly department: string | null
}

/** For whom a page is drawn: who has the same sees the same. */
export interface Audience {
  /** Whether they were invited; all others see everything. */
  readonly isGuest: boolean
  /** The only incident that they see; null for all that are open. */
  readonly incident: string | null
  /** For whom they act; null for those who only look. */
  readonly acting: Acting | null
}

export interface Acting {
  /** Empty where it does not matter. */
  readonly name: string
  /** The department on whose duties they act; null for all. */
  readonly department: string | null
}

export const READERS: Audience = { isGuest: false, incident: null, acting: null }

/** The name of a view, as the stream of changes has it. */
export function viewName({ incident, language, department }: BoardView): string {
  return [language, incident ?? '', department ?? ''].map(encodeURIComponent).join(' ')
}

/** The view with this name; null if it is no such name. */
export function viewOf(name: string): BoardView | null {
  const [language, incident, department, ...more] = name.split(' ').map(decode)
  const known = LANGUAGES.find((one) => one === language)
  if (known === undefined || incident === undefined || department === undefined || more.length > 0) return null
  return { language: known, incident: incident || null, department: department || null }
}

/** The address of the page that shows it. */
export function addressOf({ incident, language, department }: BoardView): string {
  const query = new URLSearchParams({ lang: language, ...(department !== null && { department }) })
  return `${incident === null ? '/' : `/incidents/${encodeURIComponent(incident)}`}?${query}`
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
