import type { FactKind } from '../domain/runbook/runbook.ts'

/** What the walk asks and shows. Keys are ASCII and the same in every language. */
export interface WalkText {
  readonly chooseType: string
  readonly title: string
  readonly plannedWindow: string
  readonly opened: (id: string) => string
  readonly due: (name: string, span: string) => string
  readonly overdue: (name: string, span: string, key: string) => string
  readonly keys: Readonly<Record<KeyName, string>>
  readonly moreKeys: Readonly<Record<MoreKey, string>>
  readonly note: string
  readonly doneNote: string
  readonly noteText: string
  readonly fact: (label: string, name: string) => string
  readonly publicWords: (label: string, name: string) => string
  /** An example for each kind of fact; a text needs none. */
  readonly factExample: Readonly<Record<FactKind, string>>
  readonly factHint: string
  readonly factStatement: string
  readonly scope: (operations: string) => string
  readonly severity: string
  readonly type: (types: string) => string
  readonly skipReason: string
  readonly declineReason: string
  readonly declineOrSkip: string
  readonly assignTo: (departments: string) => string
  readonly jumpTo: string
  readonly channels: (channels: string) => string
  readonly nextReport: string
  readonly promise: string
  readonly lastBy: (name: string) => string
  readonly leadOffered: (to: string) => string
  readonly whoIsThere: (name: string) => string
  readonly takeOver: (word: string) => string
  readonly notTaken: string
  readonly offerTo: string
  readonly offerOrTake: (lead: string, word: string) => string
  readonly hypothesis: string
  readonly authority: string
  readonly undoReason: (what: string) => string
  readonly undoNothing: string
  readonly why: string
  readonly force: string
  readonly liftWhat: (restricted: string) => string
  readonly reopenReason: string
  readonly reopenScope: string
  readonly closeWord: string
  readonly closeKind: string
  readonly notConfirmed: string
  readonly correctEvent: string
  readonly correctAt: string
  readonly settle: string
  readonly correctText: string
  readonly actionText: string
  readonly actionChange: string
  readonly actionOwner: string
  readonly actionDue: string
  readonly idle: Readonly<
    Record<'scheduled' | 'initial-response' | 'during-halt' | 'after-resumption' | 'closed', string>
  >
  readonly idleNext: (name: string, span: string, key: string) => string
  readonly stated: (label: string, value: string) => string
  readonly help: readonly string[]
  readonly closed: string
  readonly seen: string
  readonly attachPath: string
  readonly attachNote: string
  readonly removeWhich: string
  readonly removeConfirm: (word: string) => string
  readonly notRemoved: string
  readonly runWhich: string
  readonly runCommand: string
  readonly runConfirm: string
  readonly notRun: string
  readonly unfinished: (question: string, text: string) => string
}

export type KeyName =
  | 'done'
  | 'begin'
  | 'note'
  | 'fact'
  | 'scope'
  | 'skip'
  | 'assign'
  | 'list'
  | 'jump'
  | 'notice'
  | 'escalate'
  | 'undo'
  | 'more'
  | 'pause'
  | 'help'
  | 'forward'
  | 'back'
export type MoreKey =
  | 'advance'
  | 'lift'
  | 'reopen'
  | 'close'
  | 'type'
  | 'severity'
  | 'title'
  | 'correct'
  | 'action'
  | 'promise'
  | 'hypothesis'
  | 'authority'
  | 'lead'
  | 'contacts'
  | 'run'
  | 'attach'
  | 'private'
  | 'remove'
  | 'status'
  | 'timeline'
  | 'return'

export const walk: WalkText = {
  chooseType: 'What kind of halt is it?',
  title: 'Title (Enter: none yet)',
  plannedWindow: 'Planned FROM/TO, for example 02:00/04:00 (Enter: it has begun)',
  opened: (id) => `log opened: ${id}`,
  due: (name, span) => `due in ${span}: ${name}`,
  overdue: (name, span, key) => `OVERDUE ${span} (${key}): ${name}`,
  keys: {
    done: 'done',
    begin: 'begin',
    note: 'note',
    fact: 'fact',
    scope: 'scope',
    skip: 'skip/decline',
    assign: 'assign',
    list: 'list',
    jump: 'jump',
    notice: 'notice',
    escalate: 'escalate',
    undo: 'undo',
    more: 'more',
    pause: 'pause',
    help: 'help',
    forward: 'next',
    back: 'back',
  },
  moreKeys: {
    advance: 'next phase',
    lift: 'lift',
    reopen: 'stopped again',
    close: 'close',
    type: 'type',
    severity: 'severity',
    title: 'title',
    correct: 'correct',
    action: 'follow-up',
    promise: 'next report',
    hypothesis: 'hypothesis',
    authority: 'authorities',
    lead: 'hand-over',
    contacts: 'whom to call',
    run: 'run a command',
    attach: 'attach a file',
    private: 'private note',
    remove: 'remove evidence',
    status: 'status',
    timeline: 'timeline',
    return: 'return',
  },
  note: 'Note',
  doneNote: 'What was done or found (Enter: nothing to add)',
  noteText: 'Note (Enter: none)',
  fact: (label, name) => `${label} [${name}]`,
  publicWords: (label, name) => `${label} [${name}], in words that customers read`,
  factExample: {
    text: '',
    time: 'for example 22:05 or 10m ago; ',
    future: 'for example 2026-12-01; ',
    estimate: 'for example 23:30 or 23:00/23:30; ',
  },
  factHint: 'Enter: leave, ?: not known yet',
  factStatement: 'FACT=VALUE, FACT.ja=WORDS, FACT=? (Enter: back)',
  scope: (operations) => `Scope, for example trading=stopped (${operations}; Enter: leave)`,
  severity: 'Severity 1-4, in doubt the higher (Enter: leave)',
  type: (types) => `Type (${types}; Enter: leave)`,
  skipReason: 'Why is it skipped? It counts as a deviation (Enter: back)',
  declineReason: 'Why is it decided against? (Enter: back)',
  declineOrSkip: 'd decide against it   s skip it as a deviation   Enter back',
  assignTo: (departments) => `Who takes it? (${departments}, or a name; Enter: back)`,
  jumpTo: 'Step id, or its beginning (Enter: back)',
  channels: (channels) => `Which channels? (${channels}, or all customers' with all; Enter: back)`,
  nextReport: 'When is the next report promised? For example 23:00 (Enter: back)',
  promise: 'When is the next report promised to customers? For example 23:00 (Enter: back)',
  lastBy: (name) => `last recorded by: ${name}`,
  leadOffered: (to) => `lead offered to ${to}, NOT ACCEPTED YET`,
  whoIsThere: (name) => `Who is at the keyboard? (Enter: ${name})`,
  takeOver: (word) => `The lead was offered to you. Type '${word}' to take it over (Enter: not yet)`,
  notTaken: 'not taken over yet; h comes back to it',
  offerTo: 'To whom do you hand over the lead? (Enter: back)',
  offerOrTake: (lead, word) => `${lead} leads. A name offers the lead; '${word} REASON' takes it over (Enter: back)`,
  hypothesis: 'What may be the cause? Or the name of a hypothesis, and why it is ruled out (Enter: back)',
  authority: 'start NAME when it has come, or report NAME NUMBER when it was made (Enter: back)',
  undoReason: (what) => `Take back: ${what}. Why? (Enter: back)`,
  undoNothing: 'you have recorded nothing that can be undone',
  why: 'Why? (Enter: back)',
  force: 'Record it all the same? Then say why (Enter: back)',
  liftWhat: (restricted) => `What trades again? OPERATION[:ASSET]..., or all (now: ${restricted}; Enter: back)`,
  reopenReason: 'Why did trading stop again? (Enter: back)',
  reopenScope: 'What is stopped again, for example trading=stopped (Enter: not said)',
  closeWord: "Closing cannot be undone. Type 'close' to end the incident",
  closeKind: 'resolved, false-alarm or duplicate (Enter: resolved)',
  notConfirmed: 'not confirmed; nothing was recorded',
  correctEvent: 'Event to correct, such as k3v9x2ab:12 (Enter: back)',
  settle: 'How did the command end, and where is that known from? (Enter: back)',
  correctAt: 'When did it really happen? (Enter: leave the time)',
  correctText: 'What should it say? (Enter: leave the words)',
  actionText: 'What is to be done? Or the name of a follow-up to change (Enter: back)',
  actionChange: 'done, or a new owner (Enter: leave)',
  actionOwner: 'Who does it? (Enter: nobody yet)',
  actionDue: 'Until when? For example 2026-12-01 (Enter: not said)',
  idle: {
    scheduled: 'The planned halt has not begun. v begins it.',
    'initial-response': 'Nothing is open in the initial response. v goes on to the time during the halt.',
    'during-halt': 'Nothing is due now. r records what trades again.',
    'after-resumption': 'Nothing is due now. x closes the incident.',
    closed: 'The incident is closed.',
  },
  idleNext: (name, span, key) => `${name} is due in ${span} (${key}).`,
  stated: (label, value) => `${label}: ${value}`,
  help: [
    'd  records the step as done; facts it asks for come first',
    'b  begins it; a gives it to somebody, and the walk goes on with the rest',
    's  decides against it, or skips it as a deviation if it is required',
    '>  shows the next open step, < the one before; j jumps to any step; l lists all',
    'n  writes a note; f states a fact; c states what is stopped',
    'u  shows the notices: sends them, or records what was posted',
    'e  calls in somebody higher; @ shows whom to call, records who answered, and pages',
    'z  takes your latest answer back; EVENT REASON takes another one back',
    'm  next phase, lift, stopped again, close, type, severity, title, correct, follow-up, next report',
    'h  shows the hand-over pack; offers the lead, or takes it over. H states or discards a hypothesis',
    'A  shows what authorities want to be told and by when; records what came, and what was reported',
    '!  runs a command and keeps what it wrote; + keeps a copy of a file; N writes a private note',
    'words may begin with when it happened: @22:05 ..., or @10m ... for ten minutes ago',
    'p  pauses (also Ctrl-C, Ctrl-D); everything answered is in the log',
  ],
  closed: 'closed. The report:',
  seen: 'added by others:',
  unfinished: (question, text) => `was being typed: "${text}" (${question})`,
  attachPath: 'File to keep a copy of, beside the log (Enter: back)',
  attachNote: 'What does it show? (Enter: its name)',
  removeWhich: 'Which is to be removed for good? Its name, or its first letters, four at least (Enter: back)',
  removeConfirm: (word) => `Type '${word}' to delete it for good`,
  notRemoved: 'not confirmed; nothing was removed',
  runWhich: 'the number of a command, 0 for another one, Enter back',
  runCommand: 'Program and arguments; no shell reads them (Enter: back)',
  runConfirm: 'y runs it, Enter back',
  notRun: 'not confirmed; nothing was run',
}
