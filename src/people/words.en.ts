import type { CallState } from '../domain/incident/calls.ts'

export const contacts = {
  lead: 'Lead',
  ways: { phone: 'phone', chat: 'chat', mail: 'mail', pager: 'pager' },
  /** What `contacts` says of one person. */
  state: (state: CallState, at: string): string =>
    ({
      open: '',
      waiting: `called ${at}, no answer yet`,
      'no-answer': `called ${at}, no answer`,
      reached: `reached ${at}`,
    })[state],
  /** What became of a page to them. */
  page: (state: 'sent' | 'failed' | 'unknown' | 'simulated', at: string, way: string): string =>
    ({
      sent: `paged ${at} by ${way}`,
      failed: `page ${at} by ${way} FAILED`,
      unknown: `page ${at} by ${way}: OUTCOME UNKNOWN`,
      simulated: `page ${at} by ${way} simulated`,
    })[state],
  callNow: 'CALL NOW',
  outside: 'outside working hours',
  /** Said of a way that the program can send a page by. */
  sends: 'sends',
  levels: 'Escalation',
  byHand: 'raised by hand only',
  dueSince: (time: string) => `DUE since ${time}`,
  dueAt: (time: string) => `due ${time}`,
  raised: (time: string, by: string) => `raised ${time} by ${by}`,
  nobodyNow: 'nobody to call now: everybody was reached, or an answer is awaited',
  nobodyListed: 'contacts.yaml lists no department yet',
  nothingDue: 'the rules do not ask for an escalation now',
  nowCall: (names: string) => `now call: ${names}`,
}
export type ContactsText = typeof contacts

/** What the walk asks and says when people are called; the keys mean what they mean everywhere. */
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
    otherwise: 'told in another way',
    back: 'back',
  },
  /** How long is left for an answer. */
  left: (span: string) => `${span} left`,
  /** The same in a drill, where nothing leaves the machine. */
  typeToRehearse: (name: string, way: string) => `As in a real halt: a page to ${name} by ${way}. Type 'page' to go on`,
  typeToPage: (name: string, way: string) =>
    `This leaves the machine: a page to ${name} by ${way}. Type 'page' to send it`,
  notPaged: 'not confirmed; nobody was paged',
  noWay: (name: string) => `nothing can send to ${name}: call them yourself`,
  reached: (party: string, name: string) => `${party}: ${name} was reached`,
  waiting: (party: string, name: string, span: string, key: string) =>
    `${party}: ${name} has ${span} to answer, then the next is proposed (${key})`,
  nobody: 'nobody to call: the contact list names none',
  raiseDue: (levels: string) => `raise ${levels}`,
  raiseWhich: 'raise that one',
  noLevels: 'the contact list has no escalation levels',
}
export type CallingText = typeof calling
export type CallKey = keyof CallingText['keys']

/** What a page says, and what is said around it. */
export const paging = {
  subject: (what: string, title: string) => `PAGE ${what}: ${title}`,
  stopped: (what: readonly string[]) => `Stopped: ${what.join(', ')}`,
  stoppedUnknown: 'What is stopped: not known yet',
  stoppedNothing: 'What is stopped: nothing now',
  incident: (id: string) => `Incident: ${id}`,
  calledBy: (operator: string, name: string, party: string | null) =>
    `${operator} calls ${name}${party === null ? '' : ` for ${party}`}`,
  /** How to answer; `line` records the answer. */
  answer: (line: string) => `Please get in touch at once. Whoever takes your answer records it: ${line}`,
  drill: 'this is a drill: nobody is paged, and it is recorded as simulated',
  byHand: (name: string, ways: string) => `call ${name} yourself: ${ways}`,
  failed: (name: string, way: string, why: string) => `${name} by ${way}: ${why}`,
  stopping: 'stopping: nobody more is paged, what is under way ends and is recorded; once more ends at once',
  dryRunStays: (name: string, way: string, why: string) => `DRY RUN ${name} by ${way}: would NOT go: ${why}`,
  dryRun: (name: string, way: string, target: string) => `DRY RUN ${name} by ${way}: would go to ${target}`,
}
export type PagingText = typeof paging
