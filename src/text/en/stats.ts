export interface StatsText {
  readonly incidents: (count: number) => string
  readonly apart: (drills: number, falseAlarms: number, duplicates: number) => string
  readonly months: (first: string, last: string) => string
  readonly head: readonly [type: string, count: string, notify: string, resume: string]
  readonly all: string
  readonly unknown: string
  /** The median of so many, and from the least to the most. */
  readonly spread: (median: string, least: string, most: string) => string
  readonly promises: (kept: number, due: number) => string
  readonly skipped: string
  readonly times: (count: number) => string
  readonly overdue: string
  readonly nothing: string
  /** Logs that cannot be believed are in no figure. */
  readonly leftOut: (ids: string) => string
}

export const stats: StatsText = {
  incidents: (count) => `${count} incident${count === 1 ? '' : 's'}`,
  apart: (drills, falseAlarms, duplicates) =>
    `counted apart: ${drills} drills, ${falseAlarms} false alarms, ${duplicates} duplicates`,
  months: (first, last) => `${first} to ${last}`,
  head: ['Type', 'Count', 'Time to notify', 'Time to resume'],
  all: 'all',
  unknown: '-',
  spread: (median, least, most) => `${median} (${least} to ${most})`,
  promises: (kept, due) => `Promised reports made in time: ${kept} of ${due}`,
  skipped: 'Steps skipped most:',
  times: (count) => `${count} x`,
  overdue: 'Follow-ups past their date:',
  nothing: 'No incidents in that time.',
  leftOut: (ids) => `left out, since their logs are damaged: ${ids}`,
}
