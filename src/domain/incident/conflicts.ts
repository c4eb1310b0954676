import { writerOf } from '../log/event.ts'
import { LANGUAGES } from '../runbook/runbook.ts'
import { concurrentNotices } from './concurrent-notices.ts'
import { factWrites, isByPerson, roleRegister, statedFactNames } from './facts.ts'
import type { Incident, PhaseMark } from './incident.ts'
import { latestWrites, type Write } from './register.ts'

/**
 * Concurrent decisions with different values, made without knowing of each other: the last in log order counts. Or notices on
 * one channel, whatever they say: customers may have been told twice.
 */
export interface Conflict {
  /** What they decided: `step:ID`, `fact:NAME`, `scope:OPERATION[:ASSET]`, `phase`, `type`, `notice:CHANNEL`, … */
  readonly target: string
  /** Names of the events, in log order. */
  readonly events: readonly string[]
}

/** What a machine has of a log whose writers it does not all know. */
export interface PartlyKnown {
  readonly unknown: ReadonlySet<string>
  /** Without what these say of the notices of others (`foldOwnNotices`). */
  readonly incident: Incident
}

/** The most unknown writers who have told customers something that are looked at, each beside the known ones. */
const MAX_UNKNOWN = 100

/** Returns the conflicts that no later decision has settled; among notices, none of a writer unknown here, but of its own. */
export function conflictsOf(incident: Incident, partly: PartlyKnown | null = null): Conflict[] {
  if (incident.heads.size < 2) return []
  const own = ownWords(incident)
  const targets = incident.registers.keys().filter((key) => !key.startsWith(FACT) && !own.has(key))
  const facts = statedFactNames(incident).map((name) => `${FACT}${name}`)
  const concurrent = [...(partly === null ? [] : besideEachUnknown(partly)), ...concurrentNotices(incident)]
  const notices = [...new Set(concurrent.map(({ channel }) => channel))].map((channel) => {
    const events = concurrent.filter((one) => one.channel === channel).flatMap((one) => one.events)
    return { target: `notice:${channel}`, events: [...new Set(events)] }
  })
  const others = [...targets, ...facts.filter((target) => !own.has(target))].flatMap((target) => {
    const concurrent = concurrentWrites(incident, target)
    return haveDifferentValues(concurrent) ? [{ target, events: concurrent.map((w) => w.event) }] : []
  })
  return [...others, ...notices]
}

/** The notices made without knowing of each other by known writers, and by each unknown one and known ones. */
function besideEachUnknown({ unknown, incident }: PartlyKnown): ReturnType<typeof concurrentNotices> {
  const tellers = new Set(incident.notices.map(({ event }) => writerOf(event)).filter((one) => unknown.has(one)))
  return [null, ...[...tellers].slice(0, MAX_UNKNOWN)].flatMap((teller) =>
    concurrentNotices(incident, (writer) => writer === teller || !unknown.has(writer)),
  )
}

const FACT = 'fact:'

/** The registers in which each person's words stand beside those of others, and contradict none. */
function ownWords(incident: Incident): ReadonlySet<string> {
  const names = Object.keys(incident.runbook.facts).filter((name) => isByPerson(incident, name))
  return new Set(
    names.flatMap((name) => [`${FACT}${name}`, ...LANGUAGES.map((language) => `words:${name}.${language}`)]),
  )
}

function concurrentWrites(incident: Incident, target: string): Write<unknown>[] {
  const { registers } = incident
  const fact = target.startsWith(FACT) ? target.slice(FACT.length) : null
  // What the declaration or an advance says of a fact counts together with what was stated.
  if (fact !== null && roleRegister(incident, fact) !== null)
    return latestWrites([...factWrites(incident, fact)].reverse())
  const writers = registers.writersOf(target)
  // A single writer knows its own writes.
  return writers?.length === 1 ? [] : latestWrites(registers.backwards(target), writers)
}

/** Whether the writes disagree. To have begun a step (`in-progress`) disagrees with nothing. */
function haveDifferentValues(writes: readonly Write<unknown>[]): boolean {
  return new Set(writes.filter((w) => !isBegun(w.value)).map((w) => comparedPart(w.value))).size > 1
}

function isBegun(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'state' in value && value.state === 'in-progress'
}

/**
 * What is compared of a decision, as JSON: the state of a step or call without its note, a phase without its reason, but
 * a closing with what the halt was closed as.
 */
function comparedPart(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if ('note' in value && 'state' in value) return JSON.stringify(value.state)
  if (!('phase' in value)) return JSON.stringify(value)
  const { phase, closedAs, duplicateOf } = value as PhaseMark
  return JSON.stringify([phase, closedAs, duplicateOf])
}
