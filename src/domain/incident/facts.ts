import { namesOf, standingIn } from './current-values.ts'
import type { Incident } from './incident.ts'

/** One fact: its internal value, and its public words, which are all that customers see. */
export interface FactView {
  readonly known: boolean
  readonly value: string | null
  readonly ja: string | null
  readonly en: string | null
  /** When and by whom it was last stated; null if nobody has stated it. */
  readonly at: string | null
  readonly by: string | null
}

export function factOf(incident: Incident, name: string): FactView {
  const fact = standingIn(incident, `fact:${name}`)
  const ja = standingIn(incident, `words:${name}.ja`)
  const en = standingIn(incident, `words:${name}.en`)
  const latest = [fact, ja, en].reduce((a, b) => ((b?.order ?? -1) >= (a?.order ?? -1) ? (b ?? a) : a), undefined)
  const words = { ja: ja?.value ?? null, en: en?.value ?? null }
  const known = (fact?.value.known ?? false) || words.ja !== null || words.en !== null
  return { known, value: fact?.value.value ?? null, ...words, at: latest?.at ?? null, by: latest?.by ?? null }
}

/** Returns every fact that the runbook defines, and any other that was stated. */
export function factsOf(incident: Incident): Record<string, FactView> {
  const names = new Set([...Object.keys(incident.runbook.facts), ...namesOf(incident, 'fact:')])
  return Object.fromEntries([...names].map((name) => [name, factOf(incident, name)]))
}

/** Whether the settings provide a fact: they have text in a language under its name. */
export function isInSettings({ settings }: Incident, name: string): boolean {
  const words: unknown = (settings as unknown as Readonly<Record<string, unknown>>)[name]
  const { ja = null, en = null } = (words ?? {}) as { readonly ja?: unknown; readonly en?: unknown }
  return ja !== null || en !== null
}

/** Returns the facts that nobody has stated, neither with a value nor as "not known yet". */
export function unstated(incident: Incident, names: readonly string[]): string[] {
  return names.filter((name) => factOf(incident, name).at === null)
}
