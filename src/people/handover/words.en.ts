/** What the hand-over pack says (manual chapter 6). */
export interface HandoverText {
  readonly heading: (id: string) => string
  readonly stands: string
  readonly hypotheses: string
  readonly notices: string
  readonly work: string
  readonly people: string
  readonly due: string
  readonly matters: string
  readonly notes: string
  readonly none: string
  readonly aside: (words: string) => string
  readonly offerNote: (note: string) => string
  readonly began: (time: string) => string
  readonly interruption: (number: number) => string
  readonly leads: (name: string, since: string) => string
  readonly offered: (to: string, by: string, at: string) => string
  /** The same once somebody has taken over. */
  readonly wasOffered: (to: string, by: string, at: string) => string
  readonly scopeUnknown: string
  readonly open: string
  readonly discarded: (reason: string) => string
  readonly noNotice: string
  readonly nextDue: (time: string) => string
  readonly unsafe: (reason: string) => string
  readonly reached: (name: string, at: string) => string
  readonly waiting: (names: string) => string
  readonly notReached: (next: string | null) => string
  readonly noContacts: string
  readonly overdueSince: (time: string, name: string) => string
  readonly dueAt: (time: string, name: string) => string
  readonly conflict: (target: string, events: string) => string
  readonly unanswered: (level: string) => string
  readonly delivery: (what: string, failed: boolean) => string
  readonly page: (what: string, failed: boolean) => string
  readonly command: (line: string) => string
  readonly privateNote: string
}

export const handover: HandoverText = {
  heading: (id) => `Hand-over of ${id}`,
  stands: 'Where it stands',
  hypotheses: 'Hypotheses',
  notices: 'Notices',
  work: 'Who does what',
  people: 'Who was reached',
  due: 'Overdue and due next',
  matters: 'Open decisions',
  notes: 'Notes since the last hand-over',
  none: 'none',
  aside: (words) => `  (${words})`,
  offerNote: (note) => `"${note}"`,
  began: (time) => `began ${time}`,
  interruption: (number) => `interruption ${number}`,
  leads: (name, since) => `lead: ${name}, since ${since}`,
  offered: (to, by, at) => `offered to ${to} by ${by} at ${at}, NOT ACCEPTED YET`,
  wasOffered: (to, by, at) => `offered to ${to} by ${by} at ${at}`,
  scopeUnknown: 'what is stopped: nothing stated yet',
  open: 'open',
  discarded: (reason) => `discarded: ${reason}`,
  noNotice: 'none yet',
  nextDue: (time) => `next due ${time}`,
  unsafe: (reason) => `UNSAFE, not to be used: ${reason}`,
  reached: (name, at) => `reached: ${name}, ${at}`,
  waiting: (names) => `called, no answer yet: ${names}`,
  notReached: (next) => (next === null ? 'NOT reached' : `NOT reached; call ${next} next`),
  noContacts: 'no contact list',
  overdueSince: (time, name) => `OVERDUE since ${time}: ${name}`,
  dueAt: (time, name) => `due ${time}: ${name}`,
  conflict: (target, events) => `contradicting decisions on ${target}: ${events}`,
  unanswered: (level) => `escalated to ${level}, nobody has answered`,
  delivery: (what, failed) => `${failed ? 'NOT sent' : 'outcome unknown'}: ${what}`,
  page: (what, failed) => `page ${failed ? 'FAILED' : 'outcome unknown'}: ${what}`,
  command: (line) => `outcome of a command unknown: ${line}`,
  privateNote: 'private note',
}
