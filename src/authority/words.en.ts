/** What is said of reports to authorities (manual 5.4). */
export const authorities = {
  /** Marks an authority that somebody has yet to check, with the day on which its file was written. */
  verifyAsOf: (day: string) => `verify (written ${day})`,
  mayApply: (name: string, condition: string) => `MAY APPLY${name === '' ? '' : ` (${name})`}: ${condition}`,
  toStart: (command: string) => `when one of these has come: ${command} NAME`,
  /** An event that came, with the event of the log. */
  came: (at: string, event: string, by: string) => `came ${at} (${event}, ${by})`,
  waiting: (from: readonly string[]) => `waits for: ${from.join(' or ')}`,
  after: (filing: string) => `${filing} made`,
  due: (time: string) => `due ${time}`,
  overdue: (time: string) => `OVERDUE since ${time}`,
  atOnce: (time: string) => `due at once, from ${time}`,
  /** The later end, where a deadline is said to lie between two. */
  range: (due: string, time: string) => `${due} (by another reading ${time})`,
  reported: (time: string, by: string, ref: string | null) =>
    `reported ${time} by ${by}${ref === null ? '' : `, ref ${ref}`}`,
  kept: 'in time',
  missed: 'LATE',
  noDeadline: 'no deadline was running',
  joined: (parts: readonly string[]) => parts.join('; '),
}
export type AuthoritiesText = typeof authorities
