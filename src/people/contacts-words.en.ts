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
