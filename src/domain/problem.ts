import type { FieldKind } from './authorities/form.ts'
import type { DeliveryReason } from './delivery-reasons.ts'
import type { ApprovalChange } from './incident/approval-changes.ts'
import type { UnheededWords } from './incident/unheeded-words.ts'
import type { CommandOutcome, DeliveryOutcome } from './log/event.ts'
import type { FileFlaw } from './log/governing-files.ts'
import type { Shortcoming } from './log/missing-heads.ts'
import type { Bilingual, Language, Named, Stage } from './runbook/runbook.ts'

/** Follow-ups without an owner or a due date, and facts of which customers were told that they are being checked. */
export interface AlsoOpen {
  readonly actions: readonly string[]
  readonly facts: readonly string[]
}

/** Every expected failure, with its parameters. docs/errors.md explains each, `i18n/problems.en.ts` has its message. */
export interface ProblemParams {
  // 2: usage or invalid input
  /**
   * `kind`: `conflict` if the flags in `detail` cannot be used together, `excess` if the command in it has too many
   * arguments, `value` if the flag in it lacks its value; else commander's code of the error.
   */
  /** `of` is the command whose help to read; `allowed` are the values that an option without its value can have, if few. */
  usage: { detail: string; kind: string; of?: string; allowed?: readonly string[] }
  /** `of` is the command whose subcommands are `allowed`; none for the program's commands. */
  'unknown-command': UnknownWord & { of?: string }
  'unknown-option': UnknownWord & { of?: string }
  /** `of` is the command whose help explains the argument. */
  'missing-argument': { name: string; of?: string }
  'bad-flag': UnknownWord & { flag: string }
  'unknown-step': UnknownWord
  'unknown-type': UnknownWord
  'unknown-severity': UnknownWord
  'unknown-fact': UnknownWord
  'unknown-channel': UnknownWord
  'unknown-writer': UnknownWord
  /** It is the one that this machine records as. */
  'own-writer': { writer: string }
  'declaring-writer': { writer: string }
  'outside-circle': { writer: string; own: string }
  /**
   * `why`: what became of it; `by` is who refused it, for this `reason`, or else null. `clocks`: when it was prepared and
   * approved (ISO 8601), and whether a clock seems to be wrong.
   */
  'approval-void': {
    event: string
    why: 'refused' | 'changed' | 'expired' | 'done'
    by: string | null
    reason?: string
    changed?: ApprovalChange
    clocks?: { prepared: string; approved: string | null; isOdd: boolean }
  }
  /** Unknown writers have said since `event` was prepared what nothing goes out in spite of without a reason (`holdsBack`); `retry` is the channel of one to send again. */
  'stated-by-new-writer': { event: string; words: readonly UnheededWords[]; retry?: string; incident?: string }
  /** `event` asked for no approval, or was undone. */
  'not-a-request': { event: string }
  /** `event` is not the start of a command. */
  'not-a-run': { event: string }
  /** The same notices, or the lift of these targets, were approved already, as `event` asked for. */
  'approved-already': { event: string; lift?: readonly string[] }
  /** `event` asked for the approval; null if nothing did. `approvers` are people and departments. */
  'not-approved': { event: string | null; approvers: readonly string[]; incident?: string }
  /** What is given as posted on `channel` is not the text that was approved as `event` asked for. */
  'not-as-approved': { event: string; channel: string; flag: '--text-file' | '--correct' }
  /** What `event` asked approval for are notices on these channels, or the lift of these targets, but not `channel`. */
  'other-approval': {
    event: string
    channel: string
    channels: readonly string[]
    lift: readonly string[]
    incident?: string
  }
  /**
   * An approval by `by` of what `author` prepared does not count: both are one person, `by` is not among the approvers,
   * one made the link by which the other acted, both wrote with one key, or the keys are not signed by two people (that of the approval is of `writer`).
   */
  'not-another-person': {
    event: string
    by: string
    author: string
    why: 'same-person' | 'same-link' | 'no-approver' | 'same-key' | 'not-signed' | 'same-signer'
    approvers: readonly string[]
    writer: string
    incident?: string
  }
  'unknown-person': UnknownWord
  'unknown-department': UnknownWord
  'unknown-level': UnknownWord
  'unknown-operation': UnknownWord
  'unknown-scenario': UnknownWord
  'unknown-scope-state': UnknownWord
  'unknown-clock': UnknownWord
  'unknown-authority': UnknownWord
  'no-form': UnknownWord
  'unknown-report': UnknownWord
  /** No field of the form has this id. */
  'unknown-form-field': UnknownWord
  /** What is no value of a field of a form; `options` are what may be chosen. */
  'bad-field-value': { field: string; given: string; kind: FieldKind | 'fixed'; options: readonly string[] }
  /** Several things, by their ids in `allowed`, have this name. */
  'unclear-name': UnknownWord
  /** No department has this name, and nobody known; `like` is the name of one. */
  'unclear-assignee': { given: string; like: string }
  'unknown-event': { given: string }
  'unknown-field': UnknownWord & { event: string }
  'unknown-hypothesis': UnknownWord
  /** `allowed` are the open follow-ups. */
  'unknown-action': UnknownWord
  /** `several` if more than one begins like this; with the relay that was asked as well, `allowed` are similar ids here or there. */
  'unknown-incident': UnknownWord & { relay?: string; several?: boolean }
  'unknown-invitation': UnknownWord
  'unknown-evidence': UnknownWord
  'ambiguous-evidence': { given: string; matches: readonly string[] }
  /** Several events of this number ask for an approval. */
  'ambiguous-request': { given: string; matches: readonly string[] }
  'evidence-too-short': { given: string; least: number }
  'bad-size': { given: string }
  'bad-duration': { given: string }
  'file-too-large': { path: string; bytes: number; limit: number }
  /** A flag that applies only to the commands that a step offers. */
  'stray-flag': { flag: string }
  'open-quote': { given: string }
  /** `count` is how many commands the step offers. */
  'no-command': { step: string; given: string; count: number }
  /** Only a runbook that `by` put in force from another machine (`event`) offers to run `run` in this `folder`. */
  'foreign-command': { step: string; run: readonly string[]; folder: string; event: string; by: string }
  'bad-zone': UnknownWord
  'bad-words': { given: string; why: 'no-line' | 'too-long'; limit: number }
  'bad-person-id': { given: string; why: 'form' | 'taken' }
  'bad-address': { given: string }
  'bad-number': { given: string }
  'bad-time': { given: string }
  /**
   * `far`: more than 12 hours away, or a date without its year that has several readings; `twice`: in an hour that the zone
   * has twice; `day`: a date alone where a moment is asked for, `time` being what may have been meant with it.
   */
  'time-unclear': { given: string; why: 'far' | 'twice' | 'day'; readings: readonly TimeReading[]; time?: string }
  /** `shown` is the time on the machine's clock. */
  'bad-clock': { shown: string }
  'future-time': { given: string; at: string }
  'past-time': { given: string; at: string }
  'before-start': { at: string; startedAt: string; fact: string | null }
  /** Two facts, of which the `later` one cannot precede the `earlier`. */
  'out-of-order': WithNames & { earlier: string; earlierAt: string; later: string; laterAt: string }
  'bad-range': { given: string }
  'bad-quantity': { given: string; kind: 'count' | 'amount' | 'limit' }
  'not-replayable': { given: string }
  'bad-link': { given: string }
  /** A flag that does nothing without another. */
  'idle-flag': { flag: string; needs: string }
  /** `example` is one for each language if it has words. */
  'bad-assignment': { given: string; example: string | Bilingual }
  'bad-asset': { given: string }
  'no-public-words': WithNames & { fact: string; allowed: readonly string[] }
  'words-needed': WithNames & { operation: string }
  'not-plannable': WithNames & { type: string; plannable: readonly string[] }
  'too-long': { bytes: number; limit: number }
  /** `count` findings in a file: the `first` of them, its place, the excerpt of the file, and how to `mend` it. */
  'bad-runbook': { count: number; place: string; first: string; mend: string; excerpt: string }
  /** Only the workspace's own chapters count, and `folder` has none. */
  'no-chapters': { folder: string }
  /** `without` is the flag that works without the template; null if there is none. */
  'bad-template': { place: string; first: string; mend: string; excerpt: string; without: string | null }
  'bad-contacts': { count: number; place: string; first: string; mend: string; excerpt: string }
  /** `isOwn`: whether the scenario is the team's, not a shipped one. */
  'bad-scenario': { count: number; place: string; first: string; mend: string; excerpt: string; isOwn: boolean }
  'bad-setting': { count: number; place: string; first: string; mend: string; excerpt: string }
  'no-such-file': { path: string }
  'no-such-head': UnknownWord
  'no-directory': Record<never, never>
  'no-temporary-folder': { path: string; why: string }
  'unsupported-system': Record<never, never>
  /** `missing`: no such folder; `empty`: it holds neither settings nor incidents. */
  'no-workspace': { directory: string; why: 'missing' | 'empty' }
  /** `path` is owned by another user, or others can write to it. */
  /** `unused`: the only file that is not used; missing if nothing of the workspace is. */
  'untrusted-workspace': { directory: string; path: string; why: 'owner' | 'writable'; unused?: string }
  unreadable: { path: string; why: string }
  'bad-text-file': { path: string; why: 'too-long' | 'not-utf8' | 'nul'; limit: number }
  'bad-notes': { path: string; faults: readonly NoteLineFault[] }
  /** `at`: where in its data, as keys with dots between them; null if it is no JSON. */
  'bad-alert': { path: string; at: string | null }
  'bad-head': { given: string }
  /** What was to be read as a bundle, or written as one (`long-name`); `name` is that of a file in it. */
  'bad-bundle': {
    path: string
    why: 'form' | 'truncated' | 'not-a-file' | 'limit' | 'name' | 'twice' | 'no-log' | 'long-name'
    name?: string
  }
  'output-exists': { path: string }
  /** `names` of a manual that is there already; empty if `directory` is no folder. */
  'folder-in-use': { directory: string; names: readonly string[] }
  'unknown-example': UnknownWord
  'unknown-template': UnknownWord
  /** A Markdown file from which no manual can be made. `limit`: of lines, of marks in one, of clauses in a chapter. */
  'bad-outline': {
    path: string
    why: 'no-headings' | 'too-long' | 'too-deep' | 'large-chapter'
    line: number
    limit: number
  }
  /** Standard output could not be written. */
  'not-shown': { why: string }
  'output-not-a-file': { path: string }
  // 3: refused
  /** `words` say more precisely what is missing; `example` is one of what is in force, instead of the usual one. */
  'missing-answer': { what: Answer; words?: string; example?: string }
  /** `workspace` is where to create the contact list; null if that is not known. */
  'no-contacts': { workspace: string | null }
  /** The lead was offered to somebody else (`to`) or to nobody (null). */
  'not-offered': { by: string; to: string | null; lead: string | null }
  /** `names` are what to pass instead, since the event alone starts no clock. */
  'no-clock-fits': { event: string; names: readonly string[] }
  'no-page-way': { people: readonly string[] }
  /** `dueAt` is null if no rule requires the level. */
  'not-due': { level: string; dueAt: string | null }
  'drill-nothing-goes-out': WithNames & { channel: string }
  'drill-no-answer': { person: string }
  'no-exercise': { id: string }
  /** `closed`: the latest incident and the event that closed it, if that was recent or the operator's own; else null. */
  /** An assistant is not shown it; `unknown`: whether it is confidential is not known without its runbook. */
  confidential: { id: string; why: 'confidential' | 'unknown' }
  'no-incident': { closed: { id: string; event: string } | null }
  'which-incident': { ids: readonly string[] }
  'incident-closed': { id: string }
  /** The incident was closed by `event` as something else than what was `given`. */
  'closed-otherwise': { id: string; event: string; as: string; given: string }
  /** `same`: it is the incident to close; `drill`, `real`: it alone is one; `none`: the operator has no other open one. */
  'cannot-join': { id: string; why: 'same' | 'drill' | 'real' | 'none' }
  'required-step': { step: string }
  'step-resolved': { step: string; state: string }
  'steps-pending': { steps: readonly string[]; phase: string }
  /** `also`: what else speaks against closing, and is overridden with them. */
  'steps-open': WithNames & { steps: readonly string[]; also: AlsoOpen }
  'actions-open': WithNames & { actions: readonly string[]; also: AlsoOpen }
  'criteria-open': { steps: readonly string[] }
  /** Customers were told that the `facts` are being checked; the public `languages` are for those that have words. */
  'answer-awaited': WithNames & {
    facts: readonly { fact: string; hasWords: boolean }[]
    languages: readonly Language[]
  }
  'still-restricted': WithNames & { scope: readonly string[] }
  /** Nobody states that the `targets` are restricted; `scope` is what is. */
  'not-restricted': WithNames & { targets: readonly string[]; scope: readonly string[] }
  /** The `targets` were stated to be restricted; that they are open again is for a lift to say. */
  'lift-instead': WithNames & { targets: readonly string[] }
  'no-next-phase': NamedPhase
  'not-lifted': NamedPhase
  'not-begun': Record<never, never>
  /** `channel` of the notice, if the program itself sent it; else null. */
  'not-undoable': { event: string; type: string; channel: string | null }
  'nothing-to-undo': { by: string }
  'not-correctable': { event: string; type: string; field: string; fact: string | null }
  /** `inEvidence`: what it says is kept as evidence, which can be removed. */
  /** The reason for a redaction repeats the text. */
  'reason-has-text': Record<never, never>
  'not-redactable': { event: string; type: string; inEvidence: boolean }
  /** `unknown` is the writer of the event, and its incident, if this machine does not know it. */
  'newer-version': { type: string; event: string; unknown?: { writer: string; id: string } }
  'no-terminal': Record<never, never>
  'not-confirmed': { word: string; given: string }
  'evidence-gone': { file: string }
  'channel-unsafe': WithNames & { channel: string; reason: string }
  /** `otherwise`: what to do if it was not sent. */
  'delivery-unknown': WithNames & {
    channel: string
    event: string
    stage: Stage
    number: number | null
    otherwise: 'retry' | 'new' | 'nothing'
  }
  /** `once` is the transport that reached them, if another is set now, which has no record of them; else null. */
  'partly-sent': WithNames & { channel: string; event: string; reached: number; once: string | null }
  'being-sent': WithNames & {
    channel: string
    /** Who sends: whoever holds a lock of this workspace, or another machine that took its turn so many seconds ago. */
    by:
      | { readonly of: 'lock'; readonly path: string; readonly holder: LockHolder | null }
      | { readonly of: 'machine'; readonly name: string; readonly seconds: number; readonly isOverdue: boolean }
  }
  /** The channel already had its first notice: `event`, `at` a time in ISO 8601. */
  /** `sent`: whether the program sent the first notice, so that it cannot be undone. */
  'first-again': WithNames & { channel: string; event: string; at: string; sent: boolean }
  /** What the channels were told last: nothing has changed since, and no report is due. `at` is in ISO 8601. */
  'nothing-new': WithNames & {
    told: readonly { channel: string; stage: Stage; number: number | null; event: string; at: string }[]
  }
  /**
   * The text states `number`, but the next notice on the channel is `now`; or what it was composed from is not as it was:
   * facts, `scope` and `type` by name.
   */
  'notice-outdated': WithNames & {
    channel: string
    number: number | null
    now: number | null
    changed: readonly string[]
  }
  'nothing-to-retry': WithNames & { channel: string }
  /** That a notice on the channel did not go out, or what it says, is the word of `writer`, which this machine does not know. */
  'unknown-author': WithNames & { channel: string; event: string; by: string; writer: string; incident: string }
  /** Some text of a notice that was composed earlier is redacted. */
  'text-redacted': WithNames & { channel: string }
  /** Nobody was told anything on the channel. */
  'nothing-to-correct': WithNames & { channel: string }
  /** After a false alarm, the channel was told nothing, or has its retraction already. */
  'no-final-notice': WithNames & { channel: string }
  /** Nothing has been lifted since the halt began or was reopened, so that there is no resumption to announce. */
  'not-resumed': WithNames & { channel: string }
  /** The notice is for `stage`, whose text is no longer true in the stage `now`. */
  'stage-passed': WithNames & { channel: string; stage: Stage; now: Stage }
  /** `safety`: whether not even `--force` sends the texts; `result`: what happened to the texts of all channels. */
  'notice-errors': WithNames & {
    codes: readonly string[]
    safety: boolean
    channels: readonly string[]
    result: 'not-recorded' | 'not-sent' | 'others-sent'
    /** The command lines that check these texts, and that send the others; null if there are none. */
    check: string | null
    send: string | null
  }
  'editor-failed': { program: string; why: string }
  'no-chromium': { names: readonly string[] }
  'pdf-failed': { program: string; why: string }
  'pdf-to-terminal': Record<string, never>
  // 4: a log is damaged or incomplete
  /**
   * `declared`: whether what could be read declares the incident; `during`: whether something was to be recorded, or `verify`
   * itself says it, which has the details; `next` is the command to run after the repair.
   */
  damaged: {
    id: string
    file: string
    line: number
    why: Damage
    declared: boolean
    during?: 'recording' | 'verify'
    next?: string
  }
  'past-log-damaged': { file: string; line: number; why: Damage }
  'no-declaration': { id: string }
  'head-unknown': { head: string }
  /** The log has two declarations, or lines of another incident; nothing of `writers` counts, or not all of it. */
  'declared-twice': { id: string; writers: readonly string[]; during?: 'verify' }
  /** The file of a writer ends at `seq`, but this machine recorded it up to `kept`. */
  'log-behind': { id: string; writer: string; seq: number; kept: number }
  /** The file of a writer ends at `seq`, but the event `by` of another had seen it up to `seen`. */
  'log-incomplete': { id: string; writer: string; seq: number; seen: number; by: string; how: Shortcoming }
  /** The file of a writer goes on after `kept`, the last event that it recorded. */
  'foreign-lines': { id: string; writer: string; kept: number }
  /** `file` is a signed head that the log does not have any more, or that is none any more. */
  'anchor-differs': { id: string; file: string; during?: 'verify' }
  'bundle-not-whole': {
    path: string
    why: 'damaged' | 'declared-twice' | 'behind' | 'foreign-lines' | 'runbook-missing' | 'anchor-differs'
  }
  /** Nobody in the file of signers, `list`, has signed a head that the log has. */
  'bundle-not-signed': { path: string; list: string }
  'no-signing-key': Record<never, never>
  'unknown-feed': UnknownWord
  'no-relay': Record<never, never>
  /** `host` is an address that other machines reach. */
  'board-needs-tls': { host: string }
  /** `why` is a code of the system, or what is wrong with the certificate. */
  'cannot-listen': { address: string; why: string }
  /** None of this workspace runs on this machine. */
  'no-board': Record<never, never>
  'too-many-invitations': { limit: number }
  /** `variable` is the environment variable that has the URL. */
  'no-relay-url': { variable: string }
  /** `unescaped`: a name or a password in it may have a `/`, `?` or `#` that has to be percent-encoded. */
  'bad-relay-url': { variable: string; unescaped?: boolean }
  'relay-needs-tls': { variable: string }
  /**
   * `relay` is its host, port and database; `why` is a code of the system, or what the server or the driver says; `because` is
   * what else keeps it from being used.
   */
  'relay-unreachable': { relay: string; why: string; because?: Problem; sending?: boolean }
  /** The relay answers, but has at least so many lines of so many writers that are to be looked at before a notice is sent. */
  'relay-backlog': { relay: string; lines: number; writers: number }
  'relay-unusable': { relay: string; why: RelayFlaw }
  /** `why` is empty if ssh-keygen has said it on the terminal. */
  'not-signed': { key: string; why: string }
  /** `detail` is in the words of the system; `why` is null if it is no failure of the connection. */
  'not-stamped': { failures: readonly { host: string; why: DeliveryReason | null; detail: string }[] }
  'bad-anchors-folder': { path: string }
  'evidence-altered': { id: string; files: readonly string[] }
  'evidence-lost': { id: string; files: readonly string[] }
  'runbook-missing': { id: string; file: string; flaw: FileFlaw; during?: 'verify' }
  /** `path` is this machine's record of the log. */
  'log-missing': { id: string; writer: string; seq: number; path: string }
  // 5: not recorded
  /** `uncut`: whether a partial write could not be removed again; `approved`: what was approved and recorded before. */
  'not-recorded': { path: string; why: string; uncut?: boolean; approved?: string }
  'lock-timeout': { path: string; seconds: number; holder: LockHolder | null }
  /** Somebody released the claim of this process, or removed the lock, while it was held. */
  'lock-lost': { path: string }
  'bad-lock': { path: string }
  /** `owner`: the number of the user whose file it is; `isOwn`: whether that is this user. */
  'lock-denied': { path: string; owner: number; mode: string; isOwn: boolean }
  'bad-evidence-folder': { path: string }
  'outcome-not-recorded': { event: string; id: string; outcome: CommandOutcome; path: string; why: string }
  'delivery-not-recorded': WithNames & {
    event: string
    id: string
    ended: DeliveryEnd
    path: string
    why: string
  }
  'page-not-recorded': { event: string; id: string; ended: DeliveryEnd; path: string; why: string }
  // 6: recorded, but something failed afterwards
  'command-failed': CommandRunParams
  /** `failed`: channels on which it certainly did not reach everyone; `unknown`: those on which it may have. */
  'delivery-failed': WithNames & { what: readonly DeliveryEnd[]; failed: readonly string[]; unknown: readonly string[] }
  'page-failed': { what: readonly DeliveryEnd[]; people: readonly string[] }
  'not-deleted': { id: string; files: readonly string[]; why: string | null }
  /** `path` is the file that could not be written; missing for standard output. */
  'recorded-not-shown': { incident: string; why: string; path?: string }
  // 130: interrupted
  'command-interrupted': CommandRunParams
  'page-interrupted': { what: readonly DeliveryEnd[] }
  'delivery-interrupted': WithNames & { what: readonly DeliveryEnd[] }
  /** A command that goes on until it is stopped was stopped; `line` starts it again. */
  interrupted: { line: string }
  /**
   * `line` resumes. `unrecorded`: what was entered and is not recorded; `edited`: titles of edited notices that were not used;
   * `isKept`, `areEditsKept`: whether these are kept for the next time, else edited texts have just been printed;
   * `lost`: whether a private text was discarded.
   */
  paused: {
    line: string
    unrecorded?: readonly string[]
    edited?: readonly string[]
    isKept?: boolean
    areEditsKept?: boolean
    lost?: boolean
    /** The receipt of what the operator recorded last. */
    last?: string
    /** What is due first, when, and how long that is from now, or ago. */
    due?: { name: string; at: string; span: string; isOverdue: boolean }
  }
  'no-answer': { line: string }
}

/** A line of a file of notes that cannot be recorded; `given` is what is wrong in it. */
export interface NoteLineFault {
  readonly line: number
  readonly why:
    | 'no-date'
    | 'no-time'
    | 'no-words'
    | 'not-a-date'
    | 'unclear-date'
    | 'not-a-time'
    | 'over-midnight'
    | 'future'
  readonly given: string
}

/** A phase by its id, and by the name that the manual has for it, if it has one. */
interface NamedPhase {
  phase: string
  name?: Bilingual
}

/** How a command ended, the incident's `id`, the `total` bytes of output, and the `files` of evidence that keep it. */
interface CommandRunParams {
  outcome: CommandOutcome
  id: string
  total: number
  files: readonly string[]
}

/** A word that is not one of the allowed ones. The message suggests the nearest of them. */
/** What a command may need to be told: the flag, or the argument in capitals. */
export type Answer =
  | 'ACTION'
  | 'FACTS'
  | 'NOTE'
  | 'HALT_OPERATOR'
  | '--as'
  | '--type'
  | '--type, --severity, --title'
  | '--to'
  | 'handover --to'
  | '--reason'
  | 'redact --reason'
  | 'exec --reason'
  | '--at, --text'
  | '--field'
  | '--text'
  | '--text-ja'
  | '--text-en'
  | '--owner'
  | '--ref'
  | '--confirm'
  | '--continue'
  | '--number'
  | '--audience'
  | '--report'
  | '--reach'
  | '--evidence'
  | '--approved-by'
  | '--correct'
  | '--correct-ja'
  | '--correct-en'
  | '--correct-ja, --correct-en'

/** The names of the ids in it that have some; in Japanese, ids are no words. */
interface WithNames {
  names?: Readonly<Record<string, Named>>
}

interface UnknownWord extends WithNames {
  given: string
  allowed: readonly string[]
}

/** How a delivery on a channel, or paging a person, ended; `way` is how they were paged. */
export interface DeliveryEnd {
  readonly who: string
  readonly way?: string
  readonly outcome: DeliveryOutcome
  readonly why: string | null
}

/** What a time without its date may mean: the time as it can be given instead, its day, and whether it lies ahead. */
export interface TimeReading {
  readonly at: string
  readonly day: 'yesterday' | 'today' | 'tomorrow' | null
  readonly isAhead: boolean
}

/** What is known about the holder of a log's lock. */
export interface LockHolder {
  readonly pid: number
  readonly host: string
  readonly user: string
  /** Whether the process belongs to another user. */
  readonly foreign: boolean
  /** When it acquired the lock, as local date and time. */
  readonly since: string | null
  /** Where the process is: on this machine, running or suspended; in another container; or on another machine. */
  readonly place: 'here' | 'suspended' | 'container' | 'elsewhere'
  /** The command line of a process of this machine that is not this program; null if it may be, or that is not known. */
  readonly runs: string | null
}

export type Damage =
  | 'not-a-line'
  | 'hash-differs'
  | 'chain-broken'
  | 'not-json'
  | 'not-an-event'
  | 'wrong-incident'
  | 'wrong-writer'
  | 'clock-runs-back'
  | 'wrong-signature'
  | 'line-too-long'
  | 'unreadable'
  | 'no-beginning'
  | 'frozen-altered'
  | 'frozen-missing'
  | 'wrong-folder'

/**
 * Why a relay that can be reached cannot be used: `not-let-in`: the name or password is wrong; `no-database`: there is none of
 * that name; `not-set-up`: it lacks the tables; `no-permission`: the role may not use them; `other-version`: another version of
 * the program made them; `other-tables`: something else did; `full`: its disk is; `read-only`: it is a standby, or was made so.
 */
export type RelayFlaw =
  | 'not-let-in'
  | 'no-database'
  | 'not-set-up'
  | 'no-permission'
  | 'other-version'
  | 'other-tables'
  | 'full'
  | 'read-only'

export type ProblemCode = keyof ProblemParams

/** An expected failure as data. Its message comes from `i18n/`, its exit code from `EXIT_CODES`. */
export type Problem = {
  [C in ProblemCode]: { readonly code: C; readonly params: ProblemParams[C]; readonly dueTo?: DueTo }
}[ProblemCode]

/** The writers that this machine does not know and whose events alone are the reason of a refusal. */
export interface DueTo {
  readonly writers: readonly string[]
  /** The id of the incident. */
  readonly incident: string
}

export function problem<C extends ProblemCode>(code: C, params: ProblemParams[C]): Problem {
  return { code, params } as Problem
}

/** Stands in a text of a problem for the command that the program was called by. */
export const INVOCATION = '{invocation}'

/** Thrown by commands and I/O code when an expected failure ends the command; `cli/run.ts` turns it into a message. */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(p: Problem) {
    super(p.code)
    this.problem = p
  }
}

export function fail<C extends ProblemCode>(code: C, params: ProblemParams[C]): never {
  throw new ProblemError(problem(code, params))
}

/** Exit codes: 2 usage, 3 refused, 4 log damaged, 5 not recorded, 6 recorded but failed afterwards, 130 interrupted. */
export const EXIT_CODES: Readonly<Record<ProblemCode, 2 | 3 | 4 | 5 | 6 | 130>> = {
  usage: 2,
  'unknown-command': 2,
  'unknown-option': 2,
  'missing-argument': 2,
  'bad-flag': 2,
  'unknown-step': 2,
  'unknown-type': 2,
  'unknown-severity': 2,
  'unknown-fact': 2,
  'unknown-channel': 2,
  'unknown-writer': 2,
  'own-writer': 3,
  'declaring-writer': 3,
  'outside-circle': 3,
  'approval-void': 3,
  'stated-by-new-writer': 3,
  'not-a-request': 2,
  'not-a-run': 2,
  'approved-already': 3,
  'not-approved': 3,
  'not-another-person': 3,
  'unknown-person': 2,
  'unknown-department': 2,
  'unknown-level': 2,
  'unknown-operation': 2,
  'unknown-scenario': 2,
  'unknown-scope-state': 2,
  'unknown-clock': 2,
  'unknown-authority': 2,
  'no-form': 2,
  'unknown-report': 2,
  'unknown-form-field': 2,
  'bad-field-value': 2,
  'unclear-name': 2,
  'unclear-assignee': 2,
  'unknown-event': 2,
  'unknown-field': 2,
  'reason-has-text': 2,
  'not-as-approved': 2,
  'other-approval': 2,
  'unknown-hypothesis': 2,
  'unknown-action': 2,
  'unknown-incident': 2,
  'unknown-invitation': 2,
  'unknown-evidence': 2,
  'ambiguous-evidence': 2,
  'ambiguous-request': 2,
  'evidence-too-short': 2,
  'bad-size': 2,
  'bad-duration': 2,
  'file-too-large': 2,
  'stray-flag': 2,
  'open-quote': 2,
  'no-command': 2,
  'foreign-command': 2,
  'bad-zone': 2,
  'bad-words': 2,
  'bad-person-id': 2,
  'bad-address': 2,
  'bad-number': 2,
  'bad-time': 2,
  'time-unclear': 2,
  'bad-clock': 2,
  'future-time': 2,
  'past-time': 2,
  'before-start': 2,
  'out-of-order': 2,
  'bad-range': 2,
  'bad-quantity': 2,
  'not-replayable': 2,
  'bad-link': 2,
  'idle-flag': 2,
  'bad-assignment': 2,
  'bad-asset': 2,
  'no-public-words': 2,
  'words-needed': 2,
  'not-plannable': 2,
  'too-long': 2,
  'bad-runbook': 2,
  'no-chapters': 2,
  'bad-scenario': 2,
  'bad-setting': 2,
  'bad-contacts': 2,
  'bad-template': 2,
  'no-such-file': 2,
  'no-such-head': 2,
  'no-directory': 2,
  'no-temporary-folder': 2,
  'unsupported-system': 2,
  'no-workspace': 2,
  'untrusted-workspace': 2,
  unreadable: 2,
  'bad-text-file': 2,
  'bad-notes': 2,
  'bad-alert': 2,
  'bad-head': 2,
  'bad-bundle': 2,
  'output-exists': 2,
  'folder-in-use': 2,
  'unknown-example': 2,
  'unknown-template': 2,
  'bad-outline': 2,
  'not-shown': 2,
  'output-not-a-file': 2,
  'missing-answer': 3,
  'no-contacts': 3,
  'not-offered': 3,
  'no-clock-fits': 3,
  'no-page-way': 3,
  'not-due': 3,
  'drill-nothing-goes-out': 3,
  'drill-no-answer': 3,
  'no-exercise': 3,
  confidential: 3,
  'no-incident': 3,
  'which-incident': 3,
  'incident-closed': 3,
  'closed-otherwise': 3,
  'cannot-join': 3,
  'required-step': 3,
  'step-resolved': 3,
  'steps-pending': 3,
  'steps-open': 3,
  'actions-open': 3,
  'answer-awaited': 3,
  'criteria-open': 3,
  'still-restricted': 3,
  'not-restricted': 3,
  'no-next-phase': 3,
  'lift-instead': 3,
  'not-lifted': 3,
  'not-begun': 3,
  'not-undoable': 3,
  'nothing-to-undo': 3,
  'not-correctable': 3,
  'not-redactable': 3,
  'newer-version': 3,
  'no-terminal': 3,
  'not-confirmed': 3,
  'evidence-gone': 3,
  'channel-unsafe': 3,
  'delivery-unknown': 3,
  'partly-sent': 3,
  'being-sent': 3,
  'notice-outdated': 3,
  'nothing-to-retry': 3,
  'unknown-author': 3,
  'text-redacted': 3,
  'nothing-to-correct': 3,
  'no-final-notice': 3,
  'not-resumed': 3,
  'first-again': 3,
  'nothing-new': 3,
  'stage-passed': 3,
  'notice-errors': 3,
  'editor-failed': 3,
  'no-chromium': 3,
  'pdf-failed': 3,
  'pdf-to-terminal': 2,
  damaged: 4,
  'past-log-damaged': 4,
  'no-declaration': 4,
  'head-unknown': 4,
  'declared-twice': 4,
  'log-behind': 4,
  'foreign-lines': 4,
  'anchor-differs': 4,
  'bundle-not-whole': 4,
  'bundle-not-signed': 4,
  'no-signing-key': 3,
  'unknown-feed': 2,
  'no-relay': 2,
  'board-needs-tls': 2,
  'no-board': 3,
  'too-many-invitations': 3,
  'cannot-listen': 6,
  'no-relay-url': 2,
  'bad-relay-url': 2,
  'relay-needs-tls': 2,
  'relay-unreachable': 6,
  'relay-backlog': 6,
  'relay-unusable': 6,
  'not-signed': 3,
  'not-stamped': 3,
  'bad-anchors-folder': 3,
  'log-incomplete': 4,
  'evidence-altered': 4,
  'evidence-lost': 4,
  'runbook-missing': 4,
  'log-missing': 4,
  'not-recorded': 5,
  'lock-timeout': 5,
  'lock-lost': 5,
  'outcome-not-recorded': 5,
  'delivery-not-recorded': 5,
  'page-not-recorded': 5,
  'command-failed': 6,
  'delivery-failed': 6,
  'page-failed': 6,
  'not-deleted': 6,
  'command-interrupted': 130,
  'page-interrupted': 130,
  'delivery-interrupted': 130,
  'recorded-not-shown': 6,
  'bad-lock': 5,
  'lock-denied': 5,
  'bad-evidence-folder': 5,
  interrupted: 130,
  paused: 130,
  'no-answer': 130,
}
