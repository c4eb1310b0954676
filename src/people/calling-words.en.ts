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
