/** What is said of reports to authorities (manual 5.4). */
export interface AuthoritiesText {
  /** Marks an authority that somebody has yet to check, with the day on which its file was written. */
  readonly verifyAsOf: (day: string) => string
  readonly mayApply: (name: string, condition: string) => string
  readonly toStart: (command: string) => string
  /** An event that came, with the event of the log. */
  readonly came: (at: string, event: string, by: string) => string
  readonly waiting: (from: readonly string[]) => string
  readonly after: (filing: string) => string
  readonly due: (time: string) => string
  readonly overdue: (time: string) => string
  readonly atOnce: (time: string) => string
  /** The later end, where a deadline is said to lie between two. */
  readonly range: (due: string, time: string) => string
  readonly reported: (time: string, by: string, ref: string | null) => string
  readonly kept: string
  readonly missed: string
  readonly noDeadline: string
  readonly joined: (parts: readonly string[]) => string
}

export const authorities: AuthoritiesText = {
  verifyAsOf: (day) => `verify (written ${day})`,
  mayApply: (name, condition) => `MAY APPLY${name === '' ? '' : ` (${name})`}: ${condition}`,
  toStart: (command) => `when one of these has come: ${command} NAME`,
  came: (at, event, by) => `came ${at} (${event}, ${by})`,
  waiting: (from) => `waits for: ${from.join(' or ')}`,
  after: (filing) => `${filing} made`,
  due: (time) => `due ${time}`,
  overdue: (time) => `OVERDUE since ${time}`,
  atOnce: (time) => `due at once, from ${time}`,
  range: (due, time) => `${due} (by another reading ${time})`,
  reported: (time, by, ref) => `reported ${time} by ${by}${ref === null ? '' : `, ref ${ref}`}`,
  kept: 'in time',
  missed: 'LATE',
  noDeadline: 'no deadline was running',
  joined: (parts) => parts.join('; '),
}
