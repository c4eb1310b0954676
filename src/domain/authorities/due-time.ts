import type { Holiday, Settings } from '../settings.ts'
import type { Authority, Filing, Period } from './authority.ts'
import { afterDaysOff } from './day-off.ts'
import { periodEnd } from './period.ts'

/** When a filing is due, in milliseconds; the earliest if several time zones may count. */
export interface DueTime {
  readonly dueAt: number
  /** When it would be due if that were no day off. */
  readonly end: number
  /** The later end of the deadline, if the rule gives two; else null. */
  readonly latestAt: number | null
  /** The latest that it can be, if that depends on the company's time zone, which is unknown; else null. */
  readonly otherZoneAt: number | null
}

/**
 * Returns when periods from `at` (ISO 8601) end, one or both ends of a range, in the calendar of the company: that of the zone
 * in its `entity` settings, else of the incident's. If the authority is not responsible for companies there, each of its own
 * zones may count, with the company's holidays or without.
 */
export function dueTime(
  authority: Authority,
  filing: Filing,
  { at, spans }: { readonly at: string; readonly spans: readonly Period[] },
  settings: Settings,
): DueTime {
  const rule = dayOffRule(authority, filing, settings)
  const dueIn = (zone: string, holidays: readonly Holiday[]): Omit<DueTime, 'otherZoneAt'> => {
    const [end = 0, latest] = spans.map((span) => periodEnd(at, span, zone)).sort((a, b) => a - b)
    const working = (ms: number) => (rule === null ? ms : afterDaysOff(ms, rule, { zone, holidays, at }))
    return { end, dueAt: working(end), latestAt: latest === undefined ? null : working(latest) }
  }
  const { timezone: zone = settings.timezone, holidays = [] } = settings.entity ?? {}
  const { timezones = [] } = authority
  if (timezones.length === 0 || timezones.includes(zone)) return { ...dueIn(zone, holidays), otherZoneAt: null }
  const all = timezones.flatMap((zone) => [dueIn(zone, []), dueIn(zone, holidays)]).sort((a, b) => a.dueAt - b.dueAt)
  const [earliest, latest] = [all[0], all.at(-1)] as [DueTime, DueTime]
  return { ...earliest, otherZoneAt: latest.dueAt === earliest.dueAt ? null : latest.dueAt }
}

/** The rule about days off that applies to the company's report; null if there is none. */
function dayOffRule({ dayOff }: Authority, { id }: Filing, { entity }: Settings) {
  if (dayOff === undefined) return null
  const { unless, unlessFor } = dayOff
  return unless !== null && entity?.[unless] === true && (unlessFor?.includes(id) ?? true) ? null : dayOff
}
