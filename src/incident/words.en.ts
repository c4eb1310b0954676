import type { FollowUpState } from '../domain/incident/follow-up-state.ts'
import { pluralize } from '../i18n/words.en.ts'

export const labels = {
  started: 'started',
  /** Nobody has said when the halt began. */
  countedFrom: 'start not stated, counted from',
  declared: 'declared',
  stoppedAgain: 'stopped or restricted again',
  lifted: 'lifted',
  resumed: 'fully resumed',
  closed: 'closed',
  lead: 'lead',
  offered: (to: string, at: string) => `lead offered to ${to} at ${at}, NOT ACCEPTED YET`,
  hypotheses: 'Open hypotheses',
  injects: 'Injects, latest last',
  scope: 'Scope',
  scopeUnknown: 'nothing recorded yet',
  deadlines: 'Due',
  calls: 'Calls',
  callNow: (name: string) => `call now: ${name}`,
  waiting: (name: string, at: string) => `${name} called ${at}, no answer yet`,
  reached: (name: string, at: string) => `${name} reached ${at}`,
  nobodyThere: 'nobody to call',
  pageFailed: (name: string, at: string) => `page ${at} to ${name} FAILED`,
  pageUnknown: (name: string, at: string) => `page ${at} to ${name}: OUTCOME UNKNOWN`,
  duties: (open: number, all: number) => `${open} of ${all} steps open`,
  facts: 'Facts',
  notStated: '-',
  next: 'Next',
  more: (count: number) => `and ${count} more`,
  assigned: (name: string) => `-> ${name}`,
  notified: 'Notified',
  noticesSoFar: 'Notices so far',
  nextReports: (kept: number, missed: number) => `next reports on time: ${kept}, late: ${missed}`,
  factsKnown: (known: number, asked: number) => `facts for notices known: ${known} of ${asked}`,
  firstAfter: (span: string) => `first ${span} after declaring`,
  resumptionAfter: (span: string) => `resumption ${span} after lifting`,
  unsafe: (reason: string) => `UNSAFE, not to be used: ${reason}`,
  toCorrect: 'To correct: told, and taken back since',
  unsent: 'Notices that need attention',
  notSent: 'NOT sent',
  /** `why` is what became of it, if that is known. */
  maybeSent: (channel: string, why: string | null) =>
    `outcome unknown${why === null ? ', or still being sent' : ` (${why})`}; if it arrived: notice ${channel} --posted`,
  outcomesUnknown: 'Outcome unknown, or still running (when you know it: exec --settle EVENT --reason TEXT)',
  conflicts: 'Conflicts',
  machines: 'Other machines, last heard of',
  approvals: 'Approvals',
  interruption: (number: number) => `interruption ${number}`,
  overdueBy: (name: string, span: string, command: string) => `OVERDUE ${span}  ${name}  (${command})`,
  /** A deadline whose start is likely to be mistyped. */
  toCheck: (name: string) => `CHECK  ${name}: counts from a time that may be mistyped  (clock list)`,
  dueIn: (name: string, span: string) => `in ${span}  ${name}`,
  log: (events: number, head: string) => `${pluralize(events, 'event')}, head ${head}`,
}
export type StatusLabels = typeof labels

/** Follow-ups of many incidents. */
export const followUps = {
  state: {
    overdue: 'OVERDUE',
    open: 'open',
    'done-late': 'done late',
    'done-in-time': 'done in time',
    done: 'done (had no due date)',
  } satisfies Record<FollowUpState, string>,
  head: {
    text: 'What',
    state: 'State',
    due: 'Due',
    owner: 'Owner',
    incident: 'Incident',
    event: 'Follow-up',
    ref: 'Tracker',
    done: 'Done',
  },
  /** Of these logs, something may be missing. */
  notWhole: (ids: string) => `there may be more follow-ups in these incidents, since their logs are not whole: ${ids}`,
}
export type FollowUpText = typeof followUps

/** Past incidents that are like another one. */
export const similar = {
  none: 'no closed incident has the type, what was restricted, or words of its cause in common with this one',
  falseAlarm: '(false alarm)',
  sameType: (type: string) => `same type: ${type}`,
  sameScope: (scope: string) => `restricted then too: ${scope}`,
  sameWords: (words: string) => `words of the cause in common: ${words}`,
  cause: (words: string) => `its cause, as recorded: ${words}`,
  more: (count: number) => `${count} more have less in common with it, or are older`,
  /** Of these, it is not known what they have in common with it. */
  leftOut: (ids: string) => `left out, since their logs are not whole: ${ids}`,
}
export type SimilarText = typeof similar
