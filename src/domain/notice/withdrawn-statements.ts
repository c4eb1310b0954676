import { registerOf } from '../incident/current-values.ts'
import { factWrites } from '../incident/facts.ts'
import type { Incident, Notice } from '../incident/incident.ts'
import { incidentAsOf } from '../incident/incident-as-of.ts'
import { falseAlarmOf, lastToldOn } from '../incident/notices.ts'
import type { Register } from '../incident/register.ts'
import { scopeStatements } from '../incident/scope-statements.ts'
import { LANGUAGES } from '../runbook/runbook.ts'
import { changedStatements, statementsOf } from './changes.ts'

/** What a notice told and somebody has taken back since, without a notice on its channel that says so. */
export interface WithdrawnStatements {
  readonly notice: Notice
  /** Facts by their names, services as `scope:OPERATION[:ASSET]`, and `type`. */
  readonly what: readonly string[]
  /** The events that stated it, which no longer count. */
  readonly stated: readonly string[]
}

/** Returns, by channel, what the last notice there told that was taken back since. After a false alarm, all is retracted. */
export function withdrawnStatements(incident: Incident): WithdrawnStatements[] {
  if (falseAlarmOf(incident) !== undefined) return []
  return Object.keys(incident.runbook.channels).flatMap((channel) => {
    const notice = lastToldOn(incident, channel)
    const withdrawn = notice === undefined ? [] : withdrawnSince(incident, notice)
    if (notice === undefined || withdrawn.length === 0) return []
    const [what, stated] = [withdrawn.map((one) => one.what), withdrawn.map(({ event }) => event)]
    return { notice, what: [...new Set(what)], stated: [...new Set(stated)] }
  })
}

interface Withdrawn {
  readonly what: string
  readonly event: string
}

function withdrawnSince(incident: Incident, notice: Notice): Withdrawn[] {
  const before = incidentAsOf(incident, notice)
  // What was stated again as it was told needs no correction.
  const changed = changedStatements(statementsOf(before), statementsOf(incident))
  return changed.flatMap((name) => {
    const now = writesOf(incident, name)
    return writesOf(before, name).flatMap(({ what, register, writes }) => {
      const told = writes.findLast(({ undone }) => !undone)
      // A register never loses a write.
      const own = now.find((one) => one.register === register) as Writes
      const isUndone = own.writes.some(({ event, undone }) => undone && event === told?.event)
      return told !== undefined && isUndone ? [{ what, event: told.event }] : []
    })
  })
}

interface Writes {
  readonly what: string
  readonly register: string
  readonly writes: Register<unknown>
}

/** What was written of something that notices state: a fact, `scope` or `type`. */
function writesOf(incident: Incident, name: string): Writes[] {
  if (name === 'scope')
    return scopeStatements(incident).map(([target, writes]) => {
      return { what: `${SCOPE}${target}`, register: target, writes }
    })
  if (name === 'type') return [{ what: name, register: name, writes: registerOf(incident, name) }]
  const words = LANGUAGES.map((language) => `words:${name}.${language}` as const)
  return [
    { what: name, register: name, writes: factWrites(incident, name) },
    ...words.map((register) => ({ what: name, register, writes: registerOf(incident, register) })),
  ]
}

/** What services are called among the statements that were taken back. */
export const SCOPE = 'scope:'
