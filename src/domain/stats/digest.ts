import { type Played, playedOf } from '../drill/played.ts'
import { phaseOf } from '../incident/current-values.ts'
import { type Entry, entryOf } from '../incident/entry.ts'
import type { Incident } from '../incident/incident.ts'
import { type StandingCase, standingCase } from './stats.ts'

/** What is asked of an incident when many are looked at, as plain data that is as true tomorrow as today. */
export interface Digest {
  readonly entry: Entry
  readonly case: StandingCase
  readonly played: Played | null
}

/** Null of an incident that is not closed: what it comes to depends on the moment. */
export function digestOf(incident: Incident): Digest | null {
  const entry = entryOf(incident)
  if (phaseOf(incident) !== 'closed' || entry.closedAt === null) return null
  return { entry, case: standingCase(incident, Date.parse(entry.closedAt)), played: playedOf(incident) }
}
