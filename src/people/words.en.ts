import type { WayName } from '../domain/contacts/contacts.ts'
import type { CallState } from '../domain/incident/calls.ts'

export interface ContactsText {
  readonly lead: string
  readonly ways: Readonly<Record<WayName, string>>
  /** What `contacts` says of one person. */
  readonly state: (state: CallState, at: string) => string
  /** What became of a page to them. */
  readonly page: (state: 'sent' | 'failed' | 'unknown' | 'simulated', at: string, way: string) => string
  readonly callNow: string
  readonly outside: string
  /** Said of a way that the program can send a page by. */
  readonly sends: string
  readonly levels: string
  readonly byHand: string
  readonly dueSince: (time: string) => string
  readonly dueAt: (time: string) => string
  readonly raised: (time: string, by: string) => string
  readonly nobodyNow: string
  readonly nobodyListed: string
  readonly nothingDue: string
  readonly nowCall: (names: string) => string
}

export const contacts: ContactsText = {
  lead: 'Lead',
  ways: { phone: 'phone', chat: 'chat', mail: 'mail', pager: 'pager' },
  state: (state, at) =>
    ({
      open: '',
      waiting: `called ${at}, no answer yet`,
      'no-answer': `called ${at}, no answer`,
      reached: `reached ${at}`,
    })[state],
  page: (state, at, way) =>
    ({
      sent: `paged ${at} by ${way}`,
      failed: `page ${at} by ${way} FAILED`,
      unknown: `page ${at} by ${way}: OUTCOME UNKNOWN`,
      simulated: `page ${at} by ${way} simulated`,
    })[state],
  callNow: 'CALL NOW',
  outside: 'outside working hours',
  sends: 'sends',
  levels: 'Escalation',
  byHand: 'raised by hand only',
  dueSince: (time) => `DUE since ${time}`,
  dueAt: (time) => `due ${time}`,
  raised: (time, by) => `raised ${time} by ${by}`,
  nobodyNow: 'nobody to call now: everybody was reached, or an answer is awaited',
  nobodyListed: 'contacts.yaml lists no department yet',
  nothingDue: 'the rules do not ask for an escalation now',
  nowCall: (names) => `now call: ${names}`,
}

export type CallKey =
  | 'reached'
  | 'tried'
  | 'page'
  | 'next'
  | 'person'
  | 'note'
  | 'escalate'
  | 'undo'
  | 'otherwise'
  | 'back'

/** What the walk asks and says when people are called; the keys mean what they mean everywhere. */
export interface CallingText {
  readonly call: (party: string, place: number, all: number) => string
  readonly keys: Readonly<Record<CallKey, string>>
  /** How long is left for an answer. */
  readonly left: (span: string) => string
  readonly typeToPage: (name: string, way: string) => string
  /** The same in a drill, where nothing leaves the machine. */
  readonly typeToRehearse: (name: string, way: string) => string
  readonly notPaged: string
  readonly noWay: (name: string) => string
  readonly reached: (party: string, name: string) => string
  readonly waiting: (party: string, name: string, span: string, key: string) => string
  readonly nobody: string
  readonly raiseDue: (levels: string) => string
  readonly raiseWhich: string
  readonly noLevels: string
}

export const calling: CallingText = {
  call: (party, place, all) => `Call ${party} (${place} of ${all})`,
  keys: {
    reached: 'answered',
    tried: 'no answer yet',
    page: 'page',
    next: 'next department',
    person: 'that person',
    note: 'note',
    escalate: 'escalate',
    undo: 'undo',
    otherwise: 'told in another way',
    back: 'back',
  },
  left: (span) => `${span} left`,
  typeToRehearse: (name, way) => `As in a real halt: a page to ${name} by ${way}. Type 'page' to go on`,
  typeToPage: (name, way) => `This leaves the machine: a page to ${name} by ${way}. Type 'page' to send it`,
  notPaged: 'not confirmed; nobody was paged',
  noWay: (name) => `nothing can send to ${name}: call them yourself`,
  reached: (party, name) => `${party}: ${name} was reached`,
  waiting: (party, name, span, key) => `${party}: ${name} has ${span} to answer, then the next is proposed (${key})`,
  nobody: 'nobody to call: the contact list names none',
  raiseDue: (levels) => `raise ${levels}`,
  raiseWhich: 'raise that one',
  noLevels: 'the contact list has no escalation levels',
}

/** What a page says, and what is said around it. */
export interface PagingText {
  readonly subject: (what: string, title: string) => string
  readonly stopped: (what: readonly string[]) => string
  readonly stoppedUnknown: string
  readonly stoppedNothing: string
  readonly incident: (id: string) => string
  readonly calledBy: (operator: string, name: string, party: string | null) => string
  /** How to answer; `line` records the answer. */
  readonly answer: (line: string) => string
  readonly drill: string
  readonly byHand: (name: string, ways: string) => string
  readonly failed: (name: string, way: string, why: string) => string
  readonly stopping: string
  readonly dryRunStays: (name: string, way: string, why: string) => string
  readonly dryRun: (name: string, way: string, target: string) => string
}

export const paging: PagingText = {
  subject: (what, title) => `PAGE ${what}: ${title}`,
  stopped: (what) => `Stopped: ${what.join(', ')}`,
  stoppedUnknown: 'What is stopped: not known yet',
  stoppedNothing: 'What is stopped: nothing now',
  incident: (id) => `Incident: ${id}`,
  calledBy: (operator, name, party) => `${operator} calls ${name}${party === null ? '' : ` for ${party}`}`,
  answer: (line) => `Please get in touch at once. Whoever takes your answer records it: ${line}`,
  drill: 'this is a drill: nobody is paged, and it is recorded as simulated',
  byHand: (name, ways) => `call ${name} yourself: ${ways}`,
  failed: (name, way, why) => `${name} by ${way}: ${why}`,
  stopping: 'stopping: nobody more is paged, what is under way ends and is recorded; once more ends at once',
  dryRunStays: (name, way, why) => `DRY RUN ${name} by ${way}: would NOT go: ${why}`,
  dryRun: (name, way, target) => `DRY RUN ${name} by ${way}: would go to ${target}`,
}
