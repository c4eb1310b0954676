import type { Language, Phase, Severity } from '../runbook/runbook.ts'
import { canReplace, type Incident, type RegisterValues } from './incident.ts'
import type { Register, Write } from './register.ts'

/** Returns the current phase; `initial-response` before the declaration. */
export function phaseOf(incident: Incident): Phase {
  return currentWrite(incident, 'phase')?.value.phase ?? 'initial-response'
}

/** Returns the id of the incident's type; empty before the declaration. */
export function typeOf(incident: Incident): string {
  return currentWrite(incident, 'type')?.value ?? ''
}

/** Whether its type is one of which nothing may be passed on by accident: not a report without an audience, for one. */
export function isConfidential(incident: Incident): boolean {
  return incident.runbook.types[typeOf(incident)]?.confidential === true
}

/** Who says that an incident is confidential: writers that a machine knows, or, of those that it does not know, some alone. */
export type Confidentiality = 'none' | 'claimed' | 'known'

export function severityOf(incident: Incident): Severity | null {
  return currentWrite(incident, 'severity')?.value ?? null
}

export function titleOf(incident: Incident): string | null {
  return currentWrite(incident, 'title')?.value ?? null
}

/**
 * Returns the title that somebody wrote in a language; null if nobody did since the title was given. What a known writer called
 * the incident is not for others to say anew.
 */
export function titleWrittenIn(incident: Incident, language: Language): string | null {
  const given = currentWrite(incident, 'title')
  const counts = ({ writer }: Write<string>) => given === undefined || canReplace(incident, writer, given.writer)
  const written = lastWriteWhere(incident, `title:${language}`, counts)
  return written === undefined || (given !== undefined && given.order > written.order) ? null : written.value
}

/** Returns the title for readers of a language: as somebody wrote it in that, else as it was given; null if there is none. */
export function titleIn(incident: Incident, language: Language): string | null {
  return titleWrittenIn(incident, language) ?? titleOf(incident)
}

/** Returns all writes of a register, in fold order, including those undone. */
export function registerOf<K extends keyof RegisterValues>(incident: Incident, key: K): Register<RegisterValues[K]> {
  // The form of the key determines the type of the values.
  return incident.registers.get(key) as Register<RegisterValues[K]>
}

/** Returns the write that counts now: the last one of a register that was not undone; undefined if there is none. */
export function currentWrite<K extends keyof RegisterValues>(
  incident: Incident,
  key: K,
): Write<RegisterValues[K]> | undefined {
  return lastWriteWhere(incident, key, () => true)
}

/** Returns the last write of a register that was not undone and passes the test; undefined if there is none. */
export function lastWriteWhere<K extends keyof RegisterValues>(
  incident: Incident,
  key: K,
  test: (write: Write<RegisterValues[K]>) => boolean,
): Write<RegisterValues[K]> | undefined {
  // The form of the key determines the type of the values.
  for (const write of incident.registers.standing(key) as Iterable<Write<RegisterValues[K]>>)
    if (test(write)) return write
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
  | 'moment:'
  | 'no-moment:'
  | 'authority:'
  | 'promise:'
  | 'approval:'
  | 'redacted:'

/** Returns the keys of the registers that begin with `prefix`, with the prefix cut off. */
export function registerNames({ registers }: Incident, prefix: KeyPrefix): string[] {
  return registers.keys(prefix).map((key) => key.slice(prefix.length))
}

/** Returns the registers whose keys begin with `prefix`, each with its key after the prefix. */
export function registersByName<P extends KeyPrefix>(
  incident: Incident,
  prefix: P,
): [name: string, register: Register<RegisterValues[`${P}${string}`]>][] {
  return registerNames(incident, prefix).map((name) => [name, registerOf(incident, `${prefix}${name}`)])
}
