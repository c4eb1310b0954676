import { counted } from '../i18n/words.en.ts'

export interface StatusLabels {
  readonly started: string
  readonly declared: string
  readonly lifted: string
  readonly resumed: string
  readonly closed: string
  readonly lead: string
  readonly offered: (to: string, at: string) => string
  readonly hypotheses: string
  readonly injects: string
  readonly scope: string
  readonly scopeUnknown: string
  readonly clocks: string
  readonly calls: string
  readonly callNow: (name: string) => string
  readonly waiting: (name: string, at: string) => string
  readonly reached: (name: string, at: string) => string
  readonly nobodyThere: string
  readonly pageFailed: (name: string, at: string) => string
  readonly pageUnknown: (name: string, at: string) => string
  readonly duties: (open: number, all: number) => string
  readonly facts: string
  readonly notStated: string
  readonly next: string
  readonly nothing: string
  readonly more: (count: number) => string
  readonly assigned: (name: string) => string
  readonly told: string
  readonly promised: string
  readonly promises: (kept: number, missed: number) => string
  readonly factsKnown: (known: number, asked: number) => string
  readonly firstAfter: (span: string) => string
  readonly resumptionAfter: (span: string) => string
  readonly unsafe: (reason: string) => string
  readonly unsent: string
  readonly notSent: string
  readonly maybeSent: string
  readonly outcomesUnknown: string
  readonly conflicts: string
  readonly interruption: (number: number) => string
  readonly overdueBy: (name: string, span: string, command: string) => string
  readonly dueIn: (name: string, span: string) => string
  readonly log: (events: number, head: string) => string
}

export const labels: StatusLabels = {
  started: 'started',
  declared: 'declared',
  lifted: 'lifted',
  resumed: 'fully resumed',
  closed: 'closed',
  lead: 'lead',
  offered: (to, at) => `lead offered to ${to} at ${at}, NOT ACCEPTED YET`,
  hypotheses: 'Open hypotheses',
  injects: 'Injects, latest last',
  scope: 'Scope',
  scopeUnknown: 'nothing stated yet',
  clocks: 'Due',
  calls: 'Calls',
  callNow: (name) => `call now: ${name}`,
  waiting: (name, at) => `${name} called ${at}, no answer yet`,
  reached: (name, at) => `${name} reached ${at}`,
  nobodyThere: 'nobody to call',
  pageFailed: (name, at) => `page ${at} to ${name} FAILED`,
  pageUnknown: (name, at) => `page ${at} to ${name}: OUTCOME UNKNOWN`,
  duties: (open, all) => `${open} of ${all} steps open`,
  facts: 'Facts',
  notStated: '-',
  next: 'Next',
  nothing: 'nothing is open in this phase',
  more: (count) => `and ${count} more`,
  assigned: (name) => `-> ${name}`,
  told: 'Told',
  promised: 'Kept so far',
  promises: (kept, missed) => `next reports in time: ${kept}, late: ${missed}`,
  factsKnown: (known, asked) => `facts of the notices known: ${known} of ${asked}`,
  firstAfter: (span) => `first ${span} after declaring`,
  resumptionAfter: (span) => `resumption ${span} after lifting`,
  unsafe: (reason) => `UNSAFE, not to be used: ${reason}`,
  unsent: 'Notices to look after',
  notSent: 'NOT sent',
  maybeSent: 'outcome unknown, or being sent',
  outcomesUnknown: 'Outcome unknown, or still running (once known: exec --settle EVENT --reason TEXT)',
  conflicts: 'Conflicts',
  interruption: (number) => `interruption ${number}`,
  overdueBy: (name, span, command) => `OVERDUE ${span}  ${name}  (${command})`,
  dueIn: (name, span) => `in ${span}  ${name}`,
  log: (events, head) => `${counted(events, 'event')}, head ${head}`,
}
