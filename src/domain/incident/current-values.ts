import type { Phase, Severity } from '../runbook/runbook.ts'
import type { Incident, Values } from './incident.ts'
import type { Register, Write } from './register.ts'

/** Returns all writes of a register, in fold order, including those undone. */
export function register<K extends keyof Values>(incident: Incident, key: K): Register<Values[K]> {
  // The form of the key determines the type of the values.
  return incident.registers.get(key) as Register<Values[K]>
}

/** Returns the write that counts now: the last one of a register that was not undone; undefined if there is none. */
export function standingIn<K extends keyof Values>(incident: Incident, key: K): Write<Values[K]> | undefined {
  return lastIn(incident, key, () => true)
}

/** Returns the last write of a register that was not undone and passes the test; undefined if there is none. */
export function lastIn<K extends keyof Values>(
  incident: Incident,
  key: K,
  test: (write: Write<Values[K]>) => boolean,
): Write<Values[K]> | undefined {
  // The form of the key determines the type of the values.
  for (const write of incident.registers.back(key) as Iterable<Write<Values[K]>>)
    if (!write.undone && test(write)) return write
  return undefined
}

type KeyPrefix =
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

/** Returns the keys of the registers that begin with `prefix`, with the prefix cut off. */
export function namesOf({ registers }: Incident, prefix: KeyPrefix): string[] {
  const names: string[] = []
  for (const key of registers.keys()) if (key.startsWith(prefix)) names.push(key.slice(prefix.length))
  return names
}

/** Returns the registers whose keys begin with `prefix`, each with its key after the prefix. */
export function registersOf<P extends KeyPrefix>(
  incident: Incident,
  prefix: P,
): [name: string, register: Register<Values[`${P}${string}`]>][] {
  return namesOf(incident, prefix).map((name) => [name, register(incident, `${prefix}${name}`)])
}

/** Returns the current phase; `initial-response` before the declaration. */
export function phaseOf(incident: Incident): Phase {
  return standingIn(incident, 'phase')?.value.phase ?? 'initial-response'
}

/** Returns the id of the incident's type; empty before the declaration. */
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
  const fact = standingIn(incident, `fact:${name}`)
  const ja = standingIn(incident, `words:${name}.ja`)
  const en = standingIn(incident, `words:${name}.en`)
  const [latest] = [fact, ja, en].filter((write) => write !== undefined).sort((a, b) => b.order - a.order)
  const words = { ja: ja?.value ?? null, en: en?.value ?? null }
  const known = (fact?.value.known ?? false) || words.ja !== null || words.en !== null
  return { known, value: fact?.value.value ?? null, ...words, at: latest?.at ?? null, by: latest?.by ?? null }
}

/** Returns every fact that the runbook defines, and any other that was stated with a value or as "not known yet". */
export function factsOf(incident: Incident): Record<string, FactView> {
  const names = new Set([...Object.keys(incident.runbook.facts), ...namesOf(incident, 'fact:')])
  return Object.fromEntries([...names].map((name) => [name, factOf(incident, name)]))
}

/** Whether the settings have a text under a fact's name in some language, such as `organisation`: it need not be stated. */
export function isInSettings({ settings }: Incident, name: string): boolean {
  // A fact may have the name of any setting: most of those have no `ja` and `en`.
  const setting: unknown = (settings as unknown as Readonly<Record<string, unknown>>)[name]
  const { ja = null, en = null } = (setting ?? {}) as { readonly ja?: unknown; readonly en?: unknown }
  return ja !== null || en !== null
}

/** Returns those of the facts that nobody has stated: no value, no public words, and not as "not known yet". */
export function unstated(incident: Incident, names: readonly string[]): string[] {
  return names.filter((name) => factOf(incident, name).at === null)
}
