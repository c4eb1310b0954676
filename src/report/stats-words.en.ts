import { counted } from '../i18n/words.en.ts'
export interface StatsText {
  readonly incidents: (count: number) => string
  readonly apart: (drills: number, falseAlarms: number, duplicates: number) => string
  readonly months: (first: string, last: string) => string
  readonly head: readonly [type: string, count: string, notify: string, resume: string]
  readonly all: string
  readonly unknown: string
  /** The median of so many, and from the least to the most. */
  readonly spread: (median: string, least: string, most: string) => string
  /** What the figures are. */
  readonly howSpread: string
  readonly promises: (kept: number, due: number) => string
  readonly skipped: string
  readonly times: (count: number) => string
  readonly overdue: string
  readonly nothing: string
  readonly nothingYet: string
  /** Logs that cannot be believed are in no figure. */
  readonly leftOut: (ids: string) => string
}

export const stats: StatsText = {
  incidents: (count) => counted(count, 'incident'),
  apart: (drills, falseAlarms, duplicates) =>
    `counted apart: ${[counted(drills, 'drill'), counted(falseAlarms, 'false alarm'), counted(duplicates, 'duplicate')].join(', ')}`,
  months: (first, last) => `${first} to ${last}`,
  head: ['Type', 'Count', 'Time to notify', 'Time to resume'],
  all: 'all',
  unknown: '-',
  spread: (median, least, most) => `${median} (${least} to ${most})`,
  howSpread: 'Times are medians, with the shortest and the longest.',
  promises: (kept, due) => `Promised reports made in time: ${kept} of ${due}`,
  skipped: 'Steps skipped most:',
  times: (count) => `${count} x`,
  overdue: 'Follow-ups past their date:',
  nothing: 'No incidents in that time.',
  nothingYet: 'No incidents yet.',
  leftOut: (ids) => `left out, since their logs are damaged: ${ids}`,
}
