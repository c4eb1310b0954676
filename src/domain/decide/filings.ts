import type { Authority } from '../authorities/authority.ts'
import type { ClockStart } from '../authorities/clock-starts.ts'
import { currentWrite, lastWriteWhere } from '../incident/current-values.ts'
import { lastClockStart } from '../incident/filings.ts'
import type { Write } from '../incident/register.ts'
import { accept, allOrNone, type Decision, type GivenTime, givenTime, type Situation, unchanged } from './decision.ts'

export type FilingIntent =
  | ({ readonly kind: 'start-clocks'; readonly starts: readonly ClockStart[] } & GivenTime)
  | ({
      readonly kind: 'report-to'
      readonly authority: Authority
      readonly filing: string
      readonly ref: string | null
      readonly note?: string
    } & GivenTime)
  | {
      readonly kind: 'state-fields'
      readonly authority: string
      /** By field, what it says; null if that is not known. */
      readonly fields: Readonly<Record<string, string | null>>
    }

/** All are allowed after closing too, since deadlines of authorities outlast the halt. */
export const filingDeciders = {
  'start-clocks': (situation: Situation, intent: FilingIntent & { kind: 'start-clocks' }) =>
    allOrNone(intent.starts.map((start) => startClock(situation, start, intent))),
  'report-to': recordReport,
  'state-fields': (situation: Situation, { authority, fields }: FilingIntent & { kind: 'state-fields' }) =>
    allOrNone(Object.entries(fields).map(([field, value]) => stateField(situation, authority, field, value))),
}

/** Changes nothing if a known writer has started the clock: its time can be corrected, or its start be undone. */
function startClock(
  { incident, context }: Situation,
  { authority, event, filing }: ClockStart,
  when: GivenTime,
): Decision {
  return lastClockStart(incident, authority, event, filing, context.knows) === undefined
    ? accept({ type: 'clock.started', ...givenTime(when), data: { authority, event, filing } })
    : unchanged(`clock start ${filing ?? authority.id}:${event}`)
}

/** Records a report to an authority. A filing may be reported several times, but only once under each reference. */
function recordReport({ incident, context }: Situation, intent: FilingIntent & { kind: 'report-to' }): Decision {
  const { authority, filing, ref, note } = intent
  const isThis = ({ value, writer }: Write<{ readonly ref: string | null }>) =>
    value.ref === ref && context.knows(writer)
  if (ref !== null && lastWriteWhere(incident, `filed:${filing}`, isThis) !== undefined)
    return unchanged(`report-to ${filing} --ref ${ref}`)
  const data = { authority, filing, ref, ...(note !== undefined && { note }) }
  return accept({ type: 'authority.reported', ...givenTime(intent), data })
}

/** Changes nothing if the field says so already. */
function stateField({ incident }: Situation, authority: string, field: string, value: string | null): Decision {
  return currentWrite(incident, `field:${authority}:${field}`)?.value === value
    ? unchanged(`report-to ${authority} --field ${field}=${value ?? '?'}`)
    : accept({ type: 'filing.field-stated', data: { authority, field, value } })
}
