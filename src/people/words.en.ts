import type { CallState } from '../domain/incident/calls.ts'

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
  /** The outcome of a page to a person. */
  page: (state: 'sent' | 'failed' | 'unknown' | 'simulated', at: string, way: string): string =>
    ({
      sent: `paged ${at} by ${way}`,
      failed: `page ${at} by ${way} FAILED`,
      unknown: `page ${at} by ${way}: OUTCOME UNKNOWN`,
      simulated: `page ${at} by ${way} simulated`,
    })[state],
  callNow: 'CALL NOW',
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
  /** Time left to answer. */
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
  dryRunStays: (name: string, way: string, why: string) => `DRY RUN ${name} by ${way}: would NOT go: ${why}`,
  dryRun: (name: string, way: string, target: string) => `DRY RUN ${name} by ${way}: would go to ${target}`,
}
export type PagingText = typeof paging
