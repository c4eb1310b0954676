import type { CallState } from '../domain/incident/calls.ts'
import type { UnknownWriter } from '../domain/incident/unknown-writers.ts'
import { said } from '../i18n/words.en.ts'

export const contacts = {
  lead: 'Lead',
  ways: { phone: 'phone', chat: 'chat', mail: 'mail', pager: 'pager' },
  /** What `contacts` says about a person. */
  state: (state: CallState, at: string): string =>
    ({
      open: '',
      waiting: `called ${at}, no answer yet`,
      'no-answer': `called ${at}, no answer`,
      reached: `reached ${at}`,
    })[state],
  page: (state: 'sent' | 'failed' | 'unknown' | 'simulated', at: string, way: string): string =>
    ({
      sent: `paged ${at} by ${way}`,
      failed: `page ${at} by ${way} FAILED`,
      unknown: `page ${at} by ${way}: OUTCOME UNKNOWN`,
      simulated: `page ${at} by ${way} simulated`,
    })[state],
  callNow: 'CALL NOW',
  /** Whom to call first in a halt, while there is none. */
  callFirst: 'to call first',
  outside: 'outside working hours',
  /** Marks a way by which the program can send a page. */
  sends: 'automatic',
  levels: 'Escalation',
  byHand: 'raised by hand only',
  dueSince: (time: string) => `DUE since ${time}`,
  dueAt: (time: string) => `due ${time}`,
  raised: (time: string, by: string) => `raised ${time} by ${by}`,
  nobodyNow: 'nobody to call now: everyone was reached or still has time to answer',
  nobodyListed: 'contacts.yaml lists no departments yet',
  nothingDue: 'no escalation is due now',
  nowCall: (names: string) => `call now: ${names}`,
}
export type ContactsText = typeof contacts

/** What the walk asks and says when people are called. */
export const calling = {
  call: (party: string, place: number, all: number) => `Call ${party} (${place} of ${all})`,
  keys: {
    reached: 'answered',
    tried: 'no answer yet',
    page: 'page',
    next: 'next department',
    person: 'that person',
    note: 'note',
    escalate: 'escalate',
    undo: 'undo',
    otherwise: 'informed another way',
    back: 'back',
  },
  left: (span: string) => `${span} left`,
  /** `typeToPage` in a drill, where nothing leaves the machine. */
  typeToRehearse: (name: string, way: string) =>
    `As in a real halt: a page to ${name} by ${way}. Type 'page' to continue`,
  typeToPage: (name: string, way: string) =>
    `This leaves the machine: a page to ${name} by ${way}. Type 'page' to send it`,
  notPaged: 'not confirmed; nobody was paged',
  noWay: (name: string) => `${name} cannot be paged automatically: call them yourself`,
  reached: (party: string, name: string) => `${party}: ${name} was reached`,
  waiting: (party: string, name: string, span: string, key: string) =>
    `${party}: ${name} has ${span} to answer, then the next person is suggested (${key})`,
  nobody: 'nobody to call: the contact list names nobody',
  raiseDue: (levels: string) => `raise ${levels}`,
  raiseWhich: 'raise that one',
  noLevels: 'the contact list has no escalation levels',
}
export type CallingText = typeof calling
export type CallKey = keyof CallingText['keys']

/** What a page says, and what the program says about it. */
export const paging = {
  subject: (what: string, title: string) => `PAGE ${what}: ${title}`,
  stopped: (what: readonly string[]) => `Stopped: ${what.join(', ')}`,
  stoppedUnknown: 'Stopped: not known yet',
  stoppedNothing: 'Stopped: nothing now',
  incident: (id: string) => `Incident: ${id}`,
  calledBy: (operator: string, name: string, party: string | null) =>
    `${operator} is calling ${name}${party === null ? '' : ` for ${party}`}`,
  /** How to answer; the command `line` records the answer. */
  answer: (line: string) => `Please get in touch immediately. Whoever takes your call records it with: ${line}`,
  drill: 'this is a drill: nobody is paged; the pages are recorded as simulated',
  byHand: (name: string, ways: string) => `call ${name} yourself: ${ways}`,
  failed: (name: string, way: string, why: string) => `${name} by ${way}: ${why}`,
  stopping: 'stopping: nobody else is paged; pages under way finish and are recorded. Press again to quit immediately',
  dryRunStays: (name: string, way: string, detail: string, why: string) =>
    `DRY RUN ${name} by ${way}: would NOT go: ${detail} (${why})`,
  dryRun: (name: string, way: string, target: string) => `DRY RUN ${name} by ${way}: would go to ${target}`,
}
export type PagingText = typeof paging

/** What the hand-over pack says (manual chapter 6). */
export const handover = {
  heading: (id: string) => `Hand-over of ${id}`,
  stands: 'Current state',
  hypotheses: 'Hypotheses',
  notices: 'Notices',
  reports: 'Reports made to authorities',
  work: 'Assigned steps',
  people: 'Who was reached',
  due: 'Overdue and upcoming',
  matters: 'Open decisions',
  notes: 'Notes since the last hand-over',
  none: 'none',
  aside: (words: string) => `  (${words})`,
  offerNote: (note: string) => `"${note}"`,
  /** If nobody has stated the beginning, `time` is that of the declaration. */
  began: (time: string, isStated: boolean) => (isStated ? `began ${time}` : `start not stated, counted from ${time}`),
  unknownWriters: (writers: readonly Pick<UnknownWriter, 'writer' | 'by' | 'events'>[]): string =>
    `not known to the machine that made this pack: ${writers.map(({ writer, by, events }) => said.writerBy(writer, by, events)).join(', ')}`,
  interruption: (number: number) => `interruption ${number}`,
  leads: (name: string, since: string) => `lead: ${name}, since ${since}`,
  offered: (to: string, by: string, at: string) => `offered to ${to} by ${by} at ${at}, NOT ACCEPTED YET`,
  /** `offered` once somebody has taken over. */
  wasOffered: (to: string, by: string, at: string) => `offered to ${to} by ${by} at ${at}`,
  scopeUnknown: 'scope: not stated yet',
  open: 'open',
  confirmed: (reason: string) => `confirmed: ${reason}`,
  discarded: (reason: string) => `discarded: ${reason}`,
  noNotice: 'none yet',
  nextDue: (time: string) => `next due ${time}`,
  reported: (time: string, by: string, ref: string | null) =>
    `reported ${time} by ${by}${ref === null ? '' : `, ref ${ref}`}`,
  unsafe: (reason: string) => `UNSAFE, not to be used: ${reason}`,
  reached: (name: string, at: string) => `reached: ${name}, ${at}`,
  waiting: (names: string) => `called, no answer yet: ${names}`,
  notReached: (next: string | null): string => (next === null ? 'NOT reached' : `NOT reached; call ${next} next`),
  noContacts: 'no contact list',
  overdueSince: (time: string, name: string) => `OVERDUE since ${time}: ${name}`,
  toCheck: (name: string) => `CHECK: ${name} counts from a time that may be mistyped (clock list)`,
  dueAt: (time: string, name: string) => `due ${time}: ${name}`,
  conflict: (target: string, events: string) => `conflicting decisions on ${target}: ${events}`,
  unanswered: (level: string) => `escalated to ${level}, no answer yet`,
  delivery: (what: string, failed: boolean) => `${failed ? 'NOT sent' : 'outcome unknown'}: ${what}`,
  page: (what: string, failed: boolean) => `page ${failed ? 'FAILED' : 'outcome unknown'}: ${what}`,
  command: (line: string) => `outcome of a command is unknown: ${line}`,
  privateNote: 'private note',
}
export type HandoverText = typeof handover
