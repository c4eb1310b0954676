/** Texts about reports to authorities (manual 5.4). */
export const authorities = {
  /** Marks an authority whose file nobody has verified yet, with the day it was written. */
  verifyAsOf: (day: string) => `verify (written ${day})`,
  /** `name` is empty below a heading that already names the authority. */
  mayApply: (name: string, condition: string) => `MAY APPLY${name === '' ? '' : ` (${name})`}: ${condition}`,
  /** Reminders of authorities that may require reports; the command that lists their deadlines follows. */
  reminder: {
    start: (names: readonly string[]) => `deadlines of authorities may be running (${names.join(', ')}):`,
    close: (names: readonly string[]) =>
      `the log does not say whether these authorities need a report (${names.join(', ')}):`,
  },
  /** A time at which something became known, later than the detection; `line` is the command that corrects it. */
  afterDetection: (name: string, at: string, detectedAt: string, line: string) =>
    `CHECK: '${name}' is dated ${at}, but the halt was detected at ${detectedAt}. If it was known then, the deadline counts from then, and the later time would be a false statement to the authority. To correct it: ${line}`,
  /** What a deadline counts from lies before this, so its time is likely to be mistyped. */
  doubtful: {
    detected: (at: string) => `CHECK the time: before the halt was detected (${at})`,
    began: (at: string) => `CHECK the time: before the halt began (${at})`,
    declared: (at: string) =>
      `CHECK the time: a day or more before the halt was declared (${at}), and nobody stated when it was detected`,
  },
  /** `line` is the command that corrects the time. */
  doubtfulStart: (name: string, at: string, why: string, line: string) =>
    `'${name}' is dated ${at}. ${why}. If it is mistyped, correct it: ${line}`,
  /** Stands for a time to be typed. */
  time: 'TIME',
  toStart: (command: string) => `when one of these events occurs: ${command} NAME`,
  /** An event that occurred, with the log event that records it. */
  came: (at: string, event: string, by: string) => `occurred ${at} (${event}, ${by})`,
  /** The types of halts that it is for, by name; this halt is of another one. */
  otherType: (types: readonly string[]) => `not for a halt of this type; only for: ${types.join(', ')}`,
  waiting: (from: readonly string[]) => `waiting for: ${from.join(' or ')}`,
  after: (filing: string) => `${filing} submitted`,
  due: (time: string) => `due ${time}`,
  overdue: (time: string) => `OVERDUE since ${time}`,
  /** Adds when it would be due if that were no day off. */
  moved: (due: string, time: string) => `${due} (moved from ${time}, a day off)`,
  /** Follows a deadline; `event` is the one in the log. */
  countedFrom: (name: string, time: string, event: string) => `, counted from: ${name}, ${time} (${event})`,
  atOnce: (time: string) => `due at once, from ${time}`,
  /** Adds that the company's time zone decides, which is unknown. */
  earliest: (due: string) => `${due} (the earliest possible: set entity.timezone, the zone of the company's seat)`,
  /** Adds the later deadline, if the rule can be read in two ways. */
  range: (due: string, time: string) => `${due} (by another reading ${time})`,
  reported: (time: string, by: string, ref: string | null) =>
    `reported ${time} by ${by}${ref === null ? '' : `, ref ${ref}`}`,
  kept: 'on time',
  missed: 'LATE',
  misdated: 'CHECK: dated before its clock started, so one of these times is wrong',
  noDeadline: 'no deadline was running',
  joined: (parts: readonly string[]) => parts.join('; '),
}
export type AuthoritiesText = typeof authorities
