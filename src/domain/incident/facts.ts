import { namesOf, standingIn } from './current-values.ts'
import type { Incident } from './incident.ts'

/** One fact: the internal value, and the public words that alone reach customers. */
export interface FactView {
  readonly known: boolean
  readonly value: string | null
  readonly ja: string | null
  readonly en: string | null
  /** When and by whom it was last stated; null while nobody has. */
  readonly at: string | null
  readonly by: string | null
}

export function factOf(incident: Incident, name: string): FactView {
  const fact = standingIn(incident, `fact:${name}`)
  const ja = standingIn(incident, `words:${name}.ja`)
  const en = standingIn(incident, `words:${name}.en`)
  const last = [fact, ja, en].reduce((a, b) => ((b?.order ?? -1) >= (a?.order ?? -1) ? (b ?? a) : a), undefined)
  const words = { ja: ja?.value ?? null, en: en?.value ?? null }
  const known = (fact?.value.known ?? false) || words.ja !== null || words.en !== null
  return { known, value: fact?.value.value ?? null, ...words, at: last?.at ?? null, by: last?.by ?? null }
}

/** Every fact that the runbook defines, and any other that was stated. */
export function factsOf(incident: Incident): Record<string, FactView> {
  const names = new Set([...Object.keys(incident.runbook.facts), ...namesOf(incident, 'fact:')])
  return Object.fromEntries([...names].map((name) => [name, factOf(incident, name)]))
}

/** Whether the settings give a fact: they have words under its name. */
export function isInSettings({ settings }: Incident, name: string): boolean {
  const words: unknown = (settings as unknown as Readonly<Record<string, unknown>>)[name]
  const { ja = null, en = null } = (words ?? {}) as { readonly ja?: unknown; readonly en?: unknown }
  return ja !== null || en !== null
}

/** Facts nobody has stated, neither a value nor "not known yet". */
export function unstated(incident: Incident, names: readonly string[]): string[] {
  return names.filter((name) => factOf(incident, name).at === null)
}
