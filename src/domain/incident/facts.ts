import { currentWrite, registerNames } from './current-values.ts'
import type { Incident } from './incident.ts'

/** One fact: its internal value, and its public words, which are all that customers see. */
export interface FactView {
  /** Whether it has a value, or public words in some language. */
  readonly known: boolean
  readonly value: string | null
  readonly ja: string | null
  readonly en: string | null
  /** When and by whom its value or words were last stated, even if as "not known yet"; null if never. */
  readonly at: string | null
  readonly by: string | null
}

export function factOf(incident: Incident, name: string): FactView {
  const fact = currentWrite(incident, `fact:${name}`)
  const ja = currentWrite(incident, `words:${name}.ja`)
  const en = currentWrite(incident, `words:${name}.en`)
  const [latest] = [fact, ja, en].filter((write) => write !== undefined).sort((a, b) => b.order - a.order)
  const words = { ja: ja?.value ?? null, en: en?.value ?? null }
  const known = (fact?.value.known ?? false) || words.ja !== null || words.en !== null
  return { known, value: fact?.value.value ?? null, ...words, at: latest?.at ?? null, by: latest?.by ?? null }
}

/** Returns every fact that the runbook defines, and any other that was stated with a value or as "not known yet". */
export function factsOf(incident: Incident): Record<string, FactView> {
  const names = new Set([...Object.keys(incident.runbook.facts), ...registerNames(incident, 'fact:')])
  return Object.fromEntries([...names].map((name) => [name, factOf(incident, name)]))
}

/** Whether the settings have a text under a fact's name in some language, such as `organisation`: it need not be stated. */
export function isFactInSettings({ settings }: Incident, name: string): boolean {
  // A fact may have the name of any setting: most of those have no `ja` and `en`.
  const setting: unknown = (settings as unknown as Readonly<Record<string, unknown>>)[name]
  const { ja = null, en = null } = (setting ?? {}) as { readonly ja?: unknown; readonly en?: unknown }
  return ja !== null || en !== null
}

/** Returns those of the facts that nobody has stated: no value, no public words, and not as "not known yet". */
export function unstatedFacts(incident: Incident, names: readonly string[]): string[] {
  return names.filter((name) => factOf(incident, name).at === null)
}
