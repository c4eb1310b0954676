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
