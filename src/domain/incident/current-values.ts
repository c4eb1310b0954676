import type { Phase, Severity } from '../runbook/runbook.ts'
import type { Incident, Values } from './incident.ts'
import type { Register, Write } from './register.ts'

/** Returns all writes of a register, in fold order. */
export function register<K extends keyof Values>(incident: Incident, key: K): Register<Values[K]> {
  return incident.registers.get(key) as Register<Values[K]>
}

/** Returns the last write of a register that was not undone. */
export function standingIn<K extends keyof Values>(incident: Incident, key: K): Write<Values[K]> | undefined {
  return lastIn(incident, key, () => true)
}

/** Returns the last write of a register that was not undone and fits. */
export function lastIn<K extends keyof Values>(
  incident: Incident,
  key: K,
  fits: (write: Write<Values[K]>) => boolean,
): Write<Values[K]> | undefined {
  for (const write of incident.registers.back(key) as Iterable<Write<Values[K]>>)
    if (!write.undone && fits(write)) return write
  return undefined
}

type Prefix =
  | 'step:'
  | 'fact:'
  | 'words:'
  | 'scope:'
  | 'assignee:'
  | 'call:'
  | 'level:'
  | 'hypothesis:'
  | 'authority:'
  | 'promise:'

/** Returns the keys of the registers that begin with `prefix`, without it. */
export function namesOf({ registers }: Incident, prefix: Prefix): string[] {
  const names: string[] = []
  for (const key of registers.keys()) if (key.startsWith(prefix)) names.push(key.slice(prefix.length))
  return names
}

/** Returns the registers whose keys begin with `prefix`, each with the rest of its key. */
export function registersOf<P extends Prefix>(
  incident: Incident,
  prefix: P,
): [name: string, register: Register<Values[`${P}${string}`]>][] {
  return namesOf(incident, prefix).map((name) => [name, register(incident, `${prefix}${name}`)])
}

export function phaseOf(incident: Incident): Phase {
  return standingIn(incident, 'phase')?.value.phase ?? 'initial-response'
}

export function typeOf(incident: Incident): string {
  return standingIn(incident, 'type')?.value ?? ''
}

export function severityOf(incident: Incident): Severity | null {
  return standingIn(incident, 'severity')?.value ?? null
}

export function titleOf(incident: Incident): string | null {
  return standingIn(incident, 'title')?.value ?? null
}

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
