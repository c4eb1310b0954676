import type { Overturned } from '../domain/incident/hypotheses.ts'
import type { UnheededWords } from '../domain/incident/unheeded-words.ts'
import type { Shortcoming } from '../domain/log/missing-heads.ts'
import type { Damage, LockHolder } from '../domain/problem.ts'
import type { Language, Stage } from '../domain/runbook/runbook.ts'
import { shortLine } from '../view/inert.ts'
import { CLOSING_NAMES } from './closing-names.ts'
import { SCOPE_STATE_NAMES } from './scope-state-names.ts'
import { STAGE_NAMES } from './stage-names.ts'

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB'] as const

/** Formats a size in bytes, with one decimal from 1 KiB on. */
export function formatSize(bytes: number): string {
  const power = bytes < 1024 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1)
  if (bytes === 1) return '1 byte'
  return `${power === 0 ? bytes : (bytes / 1024 ** power).toFixed(1)} ${UNITS[power]}`
}

/** An event by which an unknown writer may have silenced alarms, the writer's last; `clocks` are the ids of those deadlines. */
export interface SilencedAlarm {
  readonly incident: string
  readonly event: string
  readonly writer: string
  readonly by: string
  readonly clocks: readonly string[]
}

/** An alert as a note: how many alerts of its group fire, and `lines` of its labels and annotations, all unless `isCut`. */
export interface AlertNote {
  readonly isFiring: boolean
  readonly firing: number
  readonly resolved: number
  /** How many more Alertmanager left out. */
  readonly truncated: number
  readonly lines: readonly string[]
  readonly isCut: boolean
}

/** Display names of ids, and short labels that many commands share. */
export const words = {
  phase: {
    scheduled: 'Scheduled',
    'initial-response': 'Initial response',
    'during-halt': 'During the halt',
    'after-resumption': 'After resumption',
    closed: 'Closed',
  },
  /** Marks the phase after resumption while something is stopped or restricted. */
  someRestricted: 'with restrictions',
  stepState: {
    pending: 'pending',
    'in-progress': 'in progress',
    done: 'done',
    declined: 'declined',
    skipped: 'skipped',
    'not-applicable': 'not applicable',
  },
  clauseState: {
    done: 'done',
    declined: 'declined',
    skipped: 'skipped',
    open: 'open',
    'not-applicable': 'not applicable',
    carried: 'provided for in the steps or the design',
  },
  modality: { must: 'required', effort: 'best effort', consider: 'consider', 'if-needed': 'as needed' },
  scopeState: {
    stopped: SCOPE_STATE_NAMES.stopped.en[0],
    'cancel-only': SCOPE_STATE_NAMES['cancel-only'].en[0],
    'post-only': SCOPE_STATE_NAMES['post-only'].en[0],
    limited: SCOPE_STATE_NAMES.limited.en[0],
    open: SCOPE_STATE_NAMES.open.en[0],
  },
  /** Operations about which nothing was stated. */
  /** What was restricted does not count, nor does the beginning. */
  noHalt: 'closed as a false alarm: nothing counts as stopped or restricted',
  unstated: (operations: readonly string[]) => `status unknown: ${operations.join(', ')}`,
  /** An operation but for the assets about which something was stated. */
  otherAssets: (operation: string) => `${operation} (other assets)`,
  /** Names a notice by its stage and its number (第N報), if it has one. */
  notice: (stage: Stage, number: number | null) => `${words.stage[stage]}${number === null ? '' : ` no. ${number}`}`,
  /** A channel as it can be typed; `withOwnNames` gives Japanese its name. */
  channel: (id: string): string => id,
  /** Which text of a channel is meant. */
  textIn: (channel: string, language: Language) => `${channel}.${language}`,
  language: { ja: 'ja', en: 'en' } as Readonly<Record<Language, string>>,
  stage: {
    scheduled: STAGE_NAMES.scheduled.en,
    first: STAGE_NAMES.first.en,
    update: STAGE_NAMES.update.en,
    resumption: STAGE_NAMES.resumption.en,
    final: STAGE_NAMES.final.en,
    correction: STAGE_NAMES.correction.en,
    retraction: STAGE_NAMES.retraction.en,
  },
  closing: {
    resolved: CLOSING_NAMES.resolved.en,
    'false-alarm': CLOSING_NAMES['false-alarm'].en,
    duplicate: CLOSING_NAMES.duplicate.en,
  },
  severity: (severity: string | null): string => (severity === null ? 'SEV?' : severity.toUpperCase()),
  /** For manuals with their own names of severities. */
  severityUnset: 'severity not set',
  recurring: 'recurring',
  /** How often a recurring step was done, and when last. */
  doneTimes: (count: number, last: string) =>
    count === 1 ? `done once, at ${last}` : `done ${count} times, last at ${last}`,
  dueAgain: (time: string) => `due again at ${time}`,
  wasDue: (time: string) => `OVERDUE since ${time}`,
  /** A recurring step that is done, and will be due again. */
  doneForNow: 'recurs',
  drill: 'DRILL',
  untitled: '(no title)',
  unknown: 'not known yet',
  none: 'none',
  number: (n: number) => `no. ${n}`,
  /**
   * Names a deadline by the two parts of its id, such as `first-notice:website` or `answer:customer-support`. Japanese calls
   * a first notice by its number, which is not 1 after a reopening.
   */
  clock: (kind: string, name: string, _number: number | null): string =>
    ({
      'first-notice': `first notice (${name})`,
      update: `update (${name})`,
      'resumption-notice': `resumption notice (${name})`,
      'retraction-notice': `retraction (${name})`,
      escalation: `escalate to ${name}`,
      answer: `answer from ${name}`,
      authority: name,
      step: name,
      action: `follow-up ${name}`,
    })[kind] ?? `${kind}:${name}`,
  /** Why a delivery failed, in short: its code, where that is a word of the language. */
  failure: (code: string): string => code,
  /** Marks what nobody has checked yet. */
  verify: 'verify',
  /** Marks an open follow-up past its due date. */
  pastDue: 'OVERDUE',
  /** Marks what a writer recorded whom this machine does not know. */
  ofUnknown: 'writer not known here',
  noOwner: 'no owner',
  noDue: 'no due date',
  marked: (name: string, mark: string) => `${name} (${mark})`,
  /** A remark that stands by itself, as behind a title. */
  aside: (remark: string) => `(${remark})`,
  listed: (names: readonly string[]) => names.join(', '),
  /** Days of a long duration, shown before its hours and minutes. */
  days: (n: number) => `${n}d`,
  /** A duration of a day or more, without hours or minutes that are 0. */
  longSpan: (days: number, hours: number, minutes: number) =>
    [`${days} d`, ...(hours === 0 ? [] : [`${hours} h`]), ...(minutes === 0 ? [] : [`${minutes} min`])].join(' '),
  seconds: (n: number): string =>
    n >= 3600
      ? `${Math.floor(n / 3600)} h ${Math.floor((n % 3600) / 60)} min`
      : n >= 60
        ? `${Math.floor(n / 60)} min ${Math.floor(n % 60)} s`
        : `${Math.floor(n)} s`,
  evidence: {
    attachment: 'file',
    note: 'private note',
    fact: 'personal fact',
    stdout: 'output',
    stderr: 'error output',
    journal: 'delivery journal',
  },
  standing: {
    intact: 'intact',
    altered: 'ALTERED',
    unreadable: 'CANNOT BE READ',
    absent: 'not on this machine',
    lost: 'GONE from this machine',
    removed: 'removed',
    undeleted: 'removed, STILL HERE',
  },
  flaw: {
    'not-a-folder': 'evidence/ is not a folder',
    'not-a-file': 'not a regular file',
    'salt-length': 'the salt has the wrong length',
    length: 'the length differs',
    digest: 'the digest differs',
    'no-salt': 'only the salt is missing',
    'no-bytes': 'only the salt is left',
  },
  /** A removal that only a writer recorded whom this machine does not know: its event, the reason, and who recorded it. */
  claimedRemoval: (event: string, reason: string, by: string) =>
    `removed, says a new writer that this machine does not know: ${event} "${reason}" ${by}`,
  flawed: (standing: string, flaw: string) => `${standing}: ${flaw}`,
  /** Files in `evidence/` that no event refers to. */
  leftover: {
    unnamed: 'file',
    unowned: 'NOT IN THE LOG',
    unended: 'outcome unknown: no size or digest in the log',
    saltOnly: 'only a salt',
  },
  bytes: (n: number) => formatSize(n),
  /** Announces a deadline that has just passed. */
  nowDue: (name: string) => `now due: ${name}`,
  /** A duration in its largest units, such as `12 min`, `1 h 5 min` or `43 h`. */
  roughly: (seconds: number): string => {
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
    if (hours === 0) return `${minutes} min`
    return hours >= 10 || minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`
  },
  /** Who acted by a link to the board. */
  invited: (name: string, invitedBy: string) => `${name} (invited by ${invitedBy})`,
  /** Who acted through a program, by the name that the log has for it: `mcp` serves assistants. */
  through: (name: string, program: string) => `${name}, through ${program === 'mcp' ? 'an assistant' : program}`,
  enteredLate: (span: string) => `entered ${span} later`,
  stepsInBulk: (steps: number, seconds: number) =>
    `${steps} steps marked as done within ${seconds} s; when each was done is not on record`,
  /** Marks an event whose clock was behind that of the event before: it was set back, or is of another machine. */
  behindBefore: (span: string) => `(clock ${span} behind the event before)`,
  /** Marks of an event that a later one undid or corrected. */
  undone: (by: string) => `(undone by ${by})`,
  corrected: (by: string, wasAt: string, was: string) => `(corrected by ${by}: was ${wasAt} ${was})`,
  logFlaw: {
    damaged: 'DAMAGED',
    'declared-twice': 'DECLARED TWICE',
    incomplete: 'INCOMPLETE',
  },
  /** Marks a command that needs a typed confirmation. */
  dangerous: 'DANGEROUS',
  runsIn: (folder: string) => `(in ${folder})`,
}
export type Words = typeof words

/** A number with thousands separators. */
export function grouped(n: number): string {
  return String(n).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** Returns `1 event`, `2 events`. */
export function pluralize(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** Numbers of what `join` leaves where it is. */
interface LeftBehindCounts {
  readonly privateNotes: number
  readonly files: number
}

/** What already holds, where the command line that was to bring it about does not say so. */
function stateOf(what: string): string {
  const [, flag, writer] = /^verify --(accept|set-aside|break-lock) ?(.*)$/.exec(what) ?? []
  if (flag === 'accept') return `${writer} is known already`
  if (flag === 'set-aside') return `${writer} was set aside already`
  if (flag === 'break-lock') return 'no lock to release'
  if (what === 'runbook adopt') return 'this runbook is in force already'
  return what === 'close' ? 'already closed' : what
}

/** A writer, and who acted in its first event. */
export interface NamedWriter {
  readonly writer: string
  readonly by: string
}

function namedWriters(writers: readonly NamedWriter[]): string {
  return writers.map(({ writer, by }) => `${writer} (${by})`).join(', ')
}

/** Messages of the commands on standard error. */
/** Any of the people and departments who can approve something; anybody else if nobody is named. */
export function either(approvers: readonly string[]): string {
  const last = approvers.at(-1) ?? 'another person'
  return approvers.length < 2 ? last : `${approvers.slice(0, -1).join(', ')} or ${last}`
}

export const said = {
  chosen: (id: string, title: string | null, drill: boolean) =>
    `${drill ? '[DRILL] ' : ''}${id}${title === null ? '' : `  ${title}`}`,
  joinedEachOther: (id: string, other: string, line: string) =>
    `${id} and ${other} were each closed as a duplicate of the other, so that neither is open. If the halt goes on: ${line}`,
  /** For incidents that were declared with the same id: which of them `chosen` is, and what names each on every machine. */
  namesakes: (declared: string, chosen: string, all: readonly { id: string; by: string; handle: string }[]) =>
    `${all.length} incidents were declared as ${declared}: ${all.map(({ id, by, handle }) => `${id} here is that of ${by}${id === chosen ? ' (this one)' : ''}, on every machine ${handle}`).join('; ')}`,
  already: (what: string) => `no change: ${stateOf(what)}`,
  /** For `verify --set-aside`, of what those writers had redacted. */
  redactionsKept: (count: number, line: string) =>
    `what they redacted stays redacted (${pluralize(count, 'field')}); to show it again: ${line}`,
  noWritersToSetAside: 'no change: every writer is known to this machine',
  /** What `undo` took back that named no event. */
  /** Commands that redact other fields that still show the words, or other words of the same event. */
  redactAlso: (lines: readonly string[]) =>
    `still shown elsewhere, and to be redacted separately:\n${lines.map((one) => `  ${one}`).join('\n')}`,
  /** Words of a redacted text in the reason of the redaction, and the command that redacts that. */
  reasonShows: (words: readonly string[], line: string) =>
    `the reason has words of the redacted text: ${words.join(', ')}; if they must not be shown either: ${line}`,
  /** The placeholder for the operator's reason in a command. */
  reasonWord: 'TEXT',
  takenBack: (what: string) => `taken back: ${what}`,
  torn: (file: string, bytes: number) =>
    `${file}: skipped ${bytes} torn bytes at the end; the writer's next event sets them aside`,
  behind: (writer: string, found: number, kept: number) =>
    `the log of ${writer} ends at ${found}, but ${kept} was recorded: it was restored, truncated or copied`,
  foreign: (writer: string, kept: number) =>
    `the file of ${writer} has lines after ${kept} that this machine did not write: run verify`,
  unmet: {
    missing: (writer, _, seen, by) =>
      `the file of ${writer} is missing, but ${by} has seen it up to ${seen}: run verify`,
    behind: (writer, found, seen, by) =>
      `the log of ${writer} ends at ${found}, but ${by} has seen it up to ${seen}: run verify`,
    differs: (writer, _, seen, by) => `${writer}:${seen} is not the event that ${by} has seen: run verify`,
  } satisfies Record<Shortcoming, (writer: string, found: number, seen: number, by: string) => string>,
  missing: (id: string, writer: string, seq: number, path: string) =>
    `the log of ${id} is gone, but ${path} says that it was recorded up to ${writer}:${seq}`,
  ignored: (path: string) => `${path} is not an incident folder and is ignored`,
  moreIgnored: (count: number) =>
    count === 1
      ? '1 more is in incidents/ that is no incident folder'
      : `${count} more are in incidents/ that are no incident folders`,
  unreadableFolder: (path: string, why: string) =>
    `${path} cannot be read (${why}): whether anything is due in it is not known. Check its permissions, or move it elsewhere`,
  /** `writer` is that of this machine. */
  notHeard: (writer: string) =>
    `what this machine (${writer}) says of other writers does not count yet: the writer that declared the incident does not know it. Accept ${writer} on a machine that it knows, or continue the log there`,
  /** A writer whose file was frozen, how many of its events that were seen are lost, and the writer of this machine. */
  onlyFrozen: (writer: string, lost: number, own: string) =>
    `${writer} is frozen, but ${lost === 1 ? '1 event that was seen of it stays' : `${lost} events that were seen of it stay`} missing: the writer that declared the incident does not know this machine (${own}). Accept ${own} on a machine that it knows, or continue the log there`,
  /** `event` redacted something and was undone; `writer` is that of this machine. */
  stillRedacted: (event: string, writer: string) =>
    `what ${event} redacted stays redacted: the writer that declared the incident does not know this machine (${writer}). Accept ${writer} on a machine that it knows, or undo ${event} there`,
  nothingToContinue:
    'nothing to continue: nothing in the log is damaged or missing (this does not repair altered evidence)',
  damagedAt: (file: string, line: number, why: Damage) => `${file}:${line} ${damage[why]}`,
  /** `isPartial`: whether the part of the file before the damage counts. */
  damagedBanner: (place: string, isPartial: boolean) =>
    `DAMAGED LOG: ${place}.${isPartial ? ' Of that file, only what comes before that counts.' : ''}`,
  /** Said before a lock is released by hand. */
  breaksLock: (holder: string, { place, runs }: Pick<LockHolder, 'place' | 'runs'>) =>
    `releasing the lock of ${holder}: ${
      runs !== null
        ? `that process runs something else (${shortLine(runs)})`
        : place === 'here' || place === 'suspended'
          ? 'it is still there; if it was about to record, it says NOT recorded'
          : 'whether it is gone cannot be seen from here'
    }`,
  /** Said to whoever records. */
  moreDamage: (count: number) => `${pluralize(count, 'more place')} like that: run verify`,
  harmlessDamage: (place: string) => `${place}: what follows there does not count, and recording goes on: run verify`,
  groupUnknown: (group: string, gid: number) =>
    `share.group: this machine has no group '${group}'; files get the group of the incident's folder (${gid})`,
  notShared: (group: string) => `share.group: this incident's folder is not shared with the group '${group}'`,
  readOnly: (type: string) => `written by a newer version (${type}): this version can only read the incident`,
  declaredTwice: (incident: string, verify: string) =>
    `${incident} is declared twice in its log, or it has lines of another incident: somebody who can write there may have dated one back to silence alarms; see ${verify}`,
  anomaly: (event: string) => `${event} contradicts earlier events`,
  moreAnomalies: (count: number) => `${pluralize(count, 'more event')} like that`,
  /** Asks for a private note. */
  privateNote: 'Private note: stored outside the log, can be removed later (Enter: none)',
  /** For notes read from a file: the times of the first and the last line. */
  notExclusive: (path: string) =>
    `cannot lock ${path}: another start for the same key at this moment would declare a second incident (join puts two together); if no start is running anywhere, remove that file`,
  /** For `start` where an open incident was declared for the same key. */
  alreadyDeclaredFor: (ref: string, id: string) =>
    `${id} is open and was declared for ${ref}: noted there, none started; what was given changes nothing else`,
  /** For `start` where somebody declared an open incident for the same key whom this machine does not know. */
  declaredForByUnknown: (id: string, ref: string, by: string, writer: string, line: string) =>
    `${id} is open for ${ref} as well: ${by} declared it, says ${writer}, a writer not known to this machine, so another one was declared; ask ${by}; if it is the same halt: ${line}`,
  /** For an alert that is over, where nobody who is known declared an open incident for it. */
  nothingToResolve: (ref: string) =>
    `resolved, and no open incident of a known writer was declared for ${ref}: nothing recorded, none started`,
  /** A note; `flags` is what was given beside titles, as it is typed. */
  startedAgain: (titles: readonly string[], flags: string) =>
    `${['started again for the same key', ...titles].join(': ')}${flags === '' ? '' : ` (${flags})`}`,
  alertNote: (group: AlertNote) =>
    [
      `Alertmanager: ${group.isFiring ? `${group.firing} firing${group.resolved > 0 ? `, ${group.resolved} resolved` : ''}` : 'resolved'}${group.truncated > 0 ? `, ${group.truncated} more left out by Alertmanager` : ''}`,
      ...group.lines,
      ...(group.isCut ? ['(cut here; the attached file has all of it)'] : []),
    ].join('\n'),
  alertAhead: (at: string) =>
    `the alert fires since ${at}, which is in the future by the clock here: when the halt began is left open`,
  alertWithoutTime: (at: string) =>
    `the alert fires since ${at}, which cannot be a time of this halt: when the halt began is left open`,
  /** `known` of them were in the log before. */
  notesRead: (count: number, from: string, to: string, known: number) => {
    const notes = count === 1 ? `1 note, ${from}` : `${pluralize(count, 'note')}, from ${from} to ${to}`
    return known === 0 ? notes : `${notes}; recorded before: ${known}`
  },
  /** Ends the message about a word that is not known. */
  /** A question outside the walk. */
  isPerson: (given: string, like: string) =>
    `'${given}' is neither a department nor a person known here. Type who takes it (${like}?), or y: ${given} is a person`,
  meant: (word: string) => `. Did you mean ${word}?`,
  /** Ends a list of which only some are named. */
  andMore: (count: number) => `and ${count} more`,
  /** How a time that was given without its date was read. */
  timeRead: (given: string, time: string) => `${given} is ${time}`,
  /** A time that was given to the minute in which the halt began, before the second in which it did. */
  timeMoved: (given: string, at: string) => `${given} is the minute in which the halt began: recorded as ${at}`,
  factsMissing: (step: string, facts: readonly string[], me: string) =>
    `${step} needs facts that nobody has stated (use ? for one that is not known yet):\n${me} set ${facts.map((fact) => `${fact}=VALUE`).join(' ')}`,
  /** Facts that a report to customers leaves out. */
  notPublic: (facts: readonly string[], names: readonly string[], me: string) =>
    `left out for customers, because these facts have no public words: ${names.join(', ')}\n${me} set ${facts[0]}.ja=WORDS ${facts[0]}.en=WORDS`,
  /** After a planned halt has begun before its time; `line` is the command that takes the beginning back. */
  beganEarly: (planned: string, span: string, line: string) =>
    `planned for ${planned}, so it has begun ${span} early; if that was a mistake: ${line}`,
  /** After the declaration of a halt whose type is always planned, without its time; `line` declares one. */
  notAnnounced: (name: string, line: string) =>
    `${name} is always planned, but no time was given: it counts as begun now, without advance notice. To plan one: ${line} --planned FROM/TO`,
  liftUnapproved: 'recorded without an approval that counts for it: the report lists that as a deviation',
  beginsAfterDeclaration: (fact: string, span: string, declaredAt: string) =>
    `warning: ${fact} is ${span} after the declaration (${declaredAt}). If the halt began earlier, state it again`,
  detectedBeforeBeginning: (detected: string, span: string, began: string) =>
    `${detected} is ${span} before ${began}. That is right if services were stopped because of what was found; if not, state either again`,
  /** `names` are facts that the steps on the criteria ask for. */
  liftWithoutCriteria: (names: readonly string[]) =>
    `lifted, though nobody has stated what was to be confirmed first: ${names.join(', ')}`,
  /** `list` is a command that shows them all. */
  openAtLift: (steps: readonly string[], more: number, list: string) =>
    `lifted with ${pluralize(steps.length + more, 'open step')}, which the report lists as deviations: ${steps.join(', ')}${more === 0 ? '' : ` and ${more} more (${list})`}`,
  leftBehind: (steps: readonly string[]) => `still open from an earlier phase: ${steps.join(', ')}`,
  /** After the undoing of a closing, for a closing that another writer recorded; `line` is the command that undoes it. */
  stillClosed: (event: string, line: string) => `still closed: ${event} closed it too; to open it: ${line}`,
  stillRestricted: (scope: string) => `still restricted: ${scope}`,
  /** What a halt says to be restricted when it is closed as a false alarm. */
  neverRestricted: (scope: string) =>
    `stated to be restricted: ${scope}. In a false alarm that counts as never restricted`,
  /** The reason for taking back a closing as a false alarm. */
  wasRestricted: 'it was restricted in fact',
  liftBefore: (undo: string) =>
    `If it was restricted, take the closing back, record the lift, and close again: ${undo}`,
  /** After a closing as a false alarm, for channels that had notices; the command that shows the retractions follows. */
  toRetract: (channels: readonly string[]) =>
    `customers still have to be told that it was a false alarm: ${channels.join(', ')}; to see the texts:`,
  /** The same for a notice of unknown outcome; the command that records that it arrived follows. */
  mayNeedRetraction: (channel: string, notice: string) =>
    `it is not known whether this went out: ${channel} ${notice}; look there, and if it did:`,
  /** For what was told and taken back since, without a notice that says so; `line` is the command that corrects it. */
  toCorrect: (what: string, told: string, line: string) =>
    `${what}: taken back, but told by ${told}. To correct what was told: ${line}`,
  /** What stands in a command for the words of a correction. */
  correctionWord: 'TEXT',
  typeOfHalt: 'type of the halt',
  /** After a restriction of an operation, for assets with a state of their own; `line` is the command that restricts them. */
  stillOpen: (targets: readonly string[], line: string) =>
    `still open: ${targets.join(', ')}; to restrict too: ${line}`,
  /** After the first statement of what is restricted; `line` is the command for another time. */
  datedBack: (targets: readonly string[], time: string, isStated: boolean, line: string) =>
    `${targets.join(', ')}: counted from ${isStated ? 'the beginning of the halt' : 'the declaration'}, ${time}; if it was later: ${line}`,
  /** After a note that judges a hypothesis the other way than an earlier one did; `ifMistaken` comes below it. */
  overturned: ({ hypothesis, before: { event, reason, by }, isConfirmed }: Overturned) =>
    isConfirmed
      ? `${event} had ruled out ${hypothesis} ("${reason}", ${by}); from now on it counts as the cause`
      : `${event} had confirmed ${hypothesis} as the cause ("${reason}", ${by}); from now on it counts as ruled out`,
  ifMistaken: (undo: string) => `if that was a mistake: ${undo}`,
  byMistake: 'recorded by mistake',
  /** After a restriction of what had resumed; `line` is the command that records a second stop. */
  hadResumed: (targets: readonly string[], line: string) =>
    `had resumed: ${targets.join(', ')}; if it stopped again for another reason: ${line}`,
  /** After a promise that no notice told, for later than customers wait. */
  toldSooner: (time: string) => `customers were told ${time}, which stays due until an update tells them the new time`,
  /** Reminds, at closing, of a report that an authority still needs; the command that records it follows. */
  stillToReport: (name: string, due: string | null) =>
    `report still due${due === null ? '' : ` by ${due}`}: ${name}; once it is made:`,
  noFollowUps: 'no follow-ups yet',
  plannedTurn: (turn: 'begin' | 'end', time: string, span: string, isPast: boolean) =>
    `planned ${turn === 'begin' ? 'start' : 'end'} ${time}, ${isPast ? `passed ${span} ago` : `in ${span}`}`,
  nothingNext: 'no open steps in this phase',
  moreSteps: (count: number, line: string) => `${pluralize(count, 'more open step')}: ${line}`,
  /** For the steps that a brief list leaves out; `line` is the command that shows them. */
  restWaits: (count: number, line: string) =>
    `${pluralize(count, 'more step')} can wait until the first minutes are over: ${line}`,
  /** Headings of `runbook show`, over ids and their names. */
  vocabularies: {
    types: 'Halt types',
    operations: 'Operations',
    departments: 'Departments',
    channels: 'Channels',
    facts: 'Facts',
  },
  /** Summary of `runbook check`. */
  checked: (files: number, shipped: number, steps: number, errors: number, warnings: number) =>
    `${pluralize(files, 'file')}${shipped > 0 ? `, and ${shipped} that came with halt` : ''}; ${pluralize(steps, 'step')}; ${pluralize(errors, 'error')}, ${pluralize(warnings, 'warning')}`,
  defect: (detail: string) => `a bug in halt: ${detail}`,
  reportDefect: (command: string) =>
    `Please report it to whoever maintains halt, with these lines and what this prints: ${command} doctor --offline`,
  unknownLanguage: (given: string) => `HALT_LANG is neither ja nor en: ${given}`,
  noPager: (program: string) => `PAGER cannot be run: ${program}; shown without a pager`,
  /** Nothing to list, of so many in all. */
  noneListed: (all: number, folder: string) =>
    all === 0 ? `no incidents in ${folder}` : `none of ${pluralize(all, 'incident')} in ${folder}`,
  readsInput: 'reading standard input; Ctrl-D ends it',
  written: (path: string) => `written: ${path}`,
  clockInDoubt: (id: string, clock: string) =>
    `CHECK: ${id}: ${clock} counts from a time that may be mistyped (clock list)`,
  overdue: (id: string, clock: string, since: string) => `${id}: ${clock} was due at ${since}`,
  /** For changes of phase, such as closings, that were recorded without knowing of each other. */
  phasesDiffer: (id: string, events: readonly string[]) =>
    `${id}: ${events.join(' and ')} contradict each other about its phase or how it ended; undo the wrong one`,
  reading: 'Reading the log',
  /** Shows a command in full before it runs. */
  runs: (command: string, host: string, directory: string) => `$ ${command}\n  on ${host}, in ${directory}`,
  /** `line` is the command that shows the score. */
  readAsResolution: (given: string, resolution: string) => `--as ${given} is read as --resolution ${resolution}`,
  drillScore: 'to see the score of this drill:',
  drillRunsNothing: 'not run: a drill only shows commands',
  typeToRun: (word: string) => `This command is marked as dangerous. Type '${word}' to run it`,
  /** The log already recorded the removal, but the file was still there. */
  deletedLate: (file: string) => `${file} was recorded as removed but was still there: deleted it now`,
  /** Values of a personal fact, older than one that was removed, and the command that removes them. */
  earlierValues: (count: number, line: string): string =>
    `${count === 1 ? '1 earlier value of this fact is' : `${count} earlier values of this fact are`} still kept: ${line}`,
  /** For evidence that no event refers to. */
  notOwned: (file: string) => `the log has no size or digest for ${file}, so it cannot be verified`,
  /** For a writer that this machine sees for the first time. */
  writerBy: (writer: string, by: string, events: number) => `${writer} (${by}, ${pluralize(events, 'event')})`,
  /** Writers that this machine does not know, how many are not listed, and the command that accepts one. */
  newWriters: (writers: readonly string[], more: number, line: string) =>
    `new writer${writers.length + more === 1 ? '' : 's'} ${writers.join(', ')}${more === 0 ? '' : ` and ${more} more`}, not known to this machine; once you know whose: ${line}`,
  /** Incidents, some by their ids, in which such writers recorded. */
  recordedByUnknown: (ids: readonly string[], more: number) =>
    `writers that this machine does not know recorded in ${ids.join(', ')}${more === 0 ? '' : ` and ${more} more`}, and their words count; status -i ID names them`,
  /** Incidents in which this machine recorded nothing. */
  declaredByUnknown: (ids: readonly string[], more: number) =>
    ids.length + more === 1
      ? `${ids.join()} was declared by a writer that this machine knows from no incident in which it recorded, and counts all the same`
      : `${ids.join(', ')}${more === 0 ? '' : ` and ${more} more`} were declared by writers that this machine knows from no incident in which it recorded, and count all the same`,
  /** How many items of a list are left out that no known writer has recorded, and the command that lists them. */
  moreNotOfKnown: (more: number, line: string) => `and ${more} more that no known writer recorded: ${line}`,
  /** The placeholder for a writer in a command. */
  writerWord: 'WRITER',
  /** `since` is a time; null if it is not known. */
  relaySilent: (relay: string, since: string | null, waiting: number) =>
    `the relay ${relay} did not answer last${since === null ? '' : ` (since ${since})`}: ${pluralize(waiting, 'event')} only on this machine`,
  unknownMachine: (key: string | null) => (key === null ? 'not known' : `not known, with the key ${key}`),
  nothingShared: (why: string, since: string, waiting: number) =>
    `since ${since}, nothing is shared: ${why}; ${pluralize(waiting, 'event')} only on this machine`,
  noticeHeldUp: (why: string, since: string, line: string) =>
    `a notice was held up (since ${since}): ${why}; look at them: ${line}`,
  notSharedElsewhere: (why: string, since: string) =>
    `since ${since}, a process in another environment could share nothing: ${why}`,
  sharedByAnother: (why: string, at: string) =>
    `this environment shares nothing: ${why}; another process on this machine does, last at ${at}`,
  stateNotKept: (path: string, why: string) =>
    `recorded; but ${path} cannot be written to (${why}), so that this machine does not keep which writer it is: each command records as a new writer, which nobody knows, until that is mended`,
  waitingToShare: (waiting: number) => `${pluralize(waiting, 'event')} not shared with other machines yet`,
  disputedWriters: (writers: readonly string[], line: string) =>
    `in dispute: ${writers.join(', ')}: two sides have set each other aside, neither having seen the other's word, so neither counts as known; once you know whose word holds: ${line}`,
  /** A known writer of another machine that was set aside, who acted in its first event, and by which event. */
  knownSetAside: (writer: string, by: string, event: string) =>
    `${writer} (${by}) was set aside (${event}): nothing recorded under it counts`,
  /** The same of many: some of them, each with that event, and how many are not named. */
  knownWritersSetAside: (writers: readonly string[], more: number) =>
    `${writers.length + more} known writers were set aside: ${writers.join(', ')}${more === 0 ? '' : ` and ${more} more`}: nothing recorded under them counts`,
  /** A writer that counts again, with the events that set it aside and that accepted it, or set aside whoever had done so. */
  restoredWriter: (writer: string, setAside: string, since: string, why: 'accepted' | 'set-aside') =>
    why === 'accepted'
      ? `${writer} counts again: it was set aside (${setAside}), and accepted again since (${since})`
      : `${writer} counts again: whoever set it aside (${setAside}) was set aside as well (${since})`,
  /** The same of many: some of them, each with the event since which it counts, and how many are not named. */
  restoredWriters: (writers: readonly string[], more: number) =>
    `${writers.length + more} writers count again that were set aside: ${writers.join(', ')}${more === 0 ? '' : ` and ${more} more`}`,
  /** A writer of this machine that others set aside, by which event, and the command that accepts it again. */
  ownSetAside: (writer: string, event: string, line: string) =>
    `${writer}, a writer of this machine, was set aside (${event}): nothing recorded under it counts; to count it again, on another machine: ${line}`,
  /** Writers that became known with the one that was accepted: those of its machine, and those that it knows. */
  alsoKnown: {
    machine: (writers: readonly NamedWriter[]) => `also known now, as the same machine: ${namedWriters(writers)}`,
    others: (writers: readonly NamedWriter[]) => `also known now, because it knows them: ${namedWriters(writers)}`,
  },
  /** A reason as a placeholder in a command. */
  whySetAside: 'nobody knows whose it is',
  /** Nothing was done yet that waits; who was asked is `approvers`, anybody else if nobody is named. */
  awaitsApproval: (event: string, approvers: readonly string[], until: string, isLift: boolean) =>
    `nothing was ${isLift ? 'lifted' : 'sent'} yet: ${event} waits until ${until} for approval by ${either(approvers)}`,
  /** Another text of the same notices was prepared instead. */
  replaced: (event: string) => `it replaces ${event}, which does not count any more`,
  /** An approval was recorded; why it does not count follows. */
  doesNotCountYet: 'recorded, but it does not count yet',
  /** A department that nobody belongs to, so that nobody can approve for it. */
  withoutPeople: (department: string) => `${department} (without people)`,
  /** `line` is the command for another person. */
  whoeverApproves: (line: string) => `whoever approves it: ${line}`,
  /** What another person approved is carried out by this command. */
  approvedNext: (line: string, isLift: boolean) =>
    isLift
      ? `approved; nothing was lifted yet. Whoever lifts it: ${line}`
      : `approved; nothing was sent yet. Whoever sends it: ${line}`,
  /** A line of a notice or fact, and who recorded that. */
  ofStranger: (notice: string, by: string) => `${notice}  (recorded by ${by} as a writer that is not known here)`,
  /** A notice that somebody known here recorded as posted; `event` took it back. */
  noticeTakenBack: (notice: string, by: string, event: string) =>
    `${notice}  (taken back by ${by} as a writer that is not known here: ${event})`,
  preparedByStranger: (by: string) =>
    `${by} prepared it as a writer that is not known here: ask them before you approve it`,
  preparedBy: (event: string, by: string, stands: string) => `${event}, prepared by ${by}: ${stands}`,
  liftOf: (targets: readonly string[]) => `lift ${targets.join(' ')}`,
  /** The steps on the criteria for lifting that are not done. */
  criteriaOpen: (steps: readonly string[]) => `still open: ${steps.join(', ')}`,
  claimOf: (evidence: string, approvedBy: string) =>
    `claim: evidence "${evidence}", approved by ${approvedBy} according to its author`,
  /** How an act stands that another person has to approve; `until` is when the time for that is over. */
  approvalState: {
    waiting: (approvers: readonly string[], until: string) =>
      `waits for approval by ${either(approvers)}, until ${until}`,
    approved: (by: string, until: string, isLift: boolean) =>
      `approved by ${by}; ${isLift ? 'lift' : 'send'} by ${until}`,
  },
  /** The act after how it stands, as a line of its own. */
  approvalOf: (stands: string, event: string, what: string) => `${stands}: ${event} ${what}`,
  isRefused: (event: string, by: string, reason: string, what: string) =>
    `refused ${event} (${by}: "${reason}"): ${what}`,
  /** Of an act whose approval counted until its writer was set aside; who gave it and why that was is not for all readers. */
  approvalLost: (event: string, by: string, setAside: string, reason: string) =>
    `no longer approved: it rested on ${event}${by === '' ? '' : ` by ${by}`}, whose writer was set aside later (${setAside}${reason === '' ? '' : `: "${reason}"`})`,
  /** `why` as in `voidedBy`. */
  isVoid: (event: string, why: string, what: string) => `void ${event}: ${why}; prepare it again: ${what}`,
  /** Two sentences on one line. */
  and: (one: string, other: string) => `${one}; ${other}`,
  /** What unknown writers have said of an act since it was prepared (`unheededBy`). */
  unheeded: (event: string, words: readonly string[]) =>
    `not counted against ${event}, because this machine does not know who wrote it: ${words.join('; ')}`,
  refusedByUnknown: (event: string) =>
    `whoever refused ${event} is not known to this machine, so it can still be approved`,
  unheededBy: (
    why: UnheededWords['why'],
    what: readonly string[],
    events: readonly { readonly event: string; readonly by: string }[],
  ) => {
    const words = {
      refused: 'it was refused or taken back',
      scope: 'the scope or the phase has changed',
      told: `another notice was recorded instead: ${what.join(', ')}`,
      facts: `other facts were stated: ${what.join(', ')}`,
    }[why]
    return `${words} (${events.map(({ event, by }) => `${event} ${by}`.trim()).join(', ')})`
  },
  /** Why an act that another person has to approve is void. */
  voidedBy: {
    names: { scope: 'the scope', type: 'the type' },
    expired: (at: string) => `its time was over at ${at}`,
    redacted: 'part of it was redacted',
    'set-aside': (event: string, reason: string) =>
      `a writer, which may have refused it, was set aside (${event}${reason === '' ? '' : `: "${reason}"`})`,
    'given-up': (event: string, reason: string) =>
      `a file of the log, in which somebody may have refused it, was frozen or given up (${event}${reason === '' ? '' : `: "${reason}"`})`,
    scope: 'the scope or the phase has changed',
    replaced: (event: string) => `${event} was prepared instead`,
    told: (channels: readonly string[]) => `another notice was recorded instead (${channels.join(', ')})`,
    facts: (names: readonly string[]) =>
      names.length === 0 ? 'what it rests on has changed' : `it rests on what has changed: ${names.join(', ')}`,
  },
  approveNext: (event: string, me: string) =>
    `to approve: ${me} approve ${event}; to refuse: ${me} refuse ${event} --reason ...`,
  nothingToApprove: 'nothing waits for an approval',
  phaseNow: (phase: string) => `phase now: ${phase}`,
  /** The head of the log could not be time-stamped or signed; `line` is the command that makes up for it. */
  notStamped: (why: string, line: string) =>
    `recorded, but no time stamp of the head could be requested (${why}); to request it: ${line}`,
  notSigned: (why: string, line: string) => `recorded, but the head could not be signed (${why}); to sign it: ${line}`,
  /**
   * An event of an unknown writer that may have silenced alarms, what it did, and the clocks that are overdue without what
   * that writer recorded.
   */
  silenced: (
    { incident, event, writer, by, clocks }: SilencedAlarm,
    does: string,
    { accept, setAside }: { readonly accept: string; readonly setAside: string | null },
  ) =>
    `${incident}: ${event} (${does}) was recorded by ${writer} (${by}), not known to this machine${clocks.length === 0 ? '' : `; overdue without what it recorded: ${clocks.join(', ')}`}; once you know whose it is: ${accept}${setAside === null ? '' : `; if nobody knows the writer: ${setAside}`} (new-writer)`,
  /** For an open incident that somebody declared some minutes ago, or (null) just now; `line` is the command that joins it. */
  /** `writer` is null if it is known from other incidents. */
  declaredJustNow: (id: string, by: string, writer: string | null, ago: string | null, line: string) => {
    const declared = `${by} declared ${id} ${ago === null ? 'just now' : `${ago} ago`}`
    return writer === null
      ? `${declared}; if it is the same halt: ${line}`
      : `${declared}, says ${writer}, a writer not known from other open incidents here: ask ${by}; if it is the same halt: ${line}`
  },
  moreJustDeclared: (more: number, line: string) =>
    `${pluralize(more, 'more halt')} ${more === 1 ? 'was' : 'were'} declared in the last half hour: ${line}`,
  notesCopied: (count: number, id: string) => `${pluralize(count, 'note')} copied to ${id}`,
  notCopied: (what: LeftBehindCounts, id: string, me: string) => {
    const parts = [
      what.privateNotes > 0 ? pluralize(what.privateNotes, 'private note') : '',
      what.files > 0 ? pluralize(what.files, 'file') : '',
    ].filter(Boolean)
    return `not copied, stays with ${id}: ${parts.join(', ')} (${me} evidence list -i ${id})`
  },
  noticesStay: (count: number, id: string, me: string) =>
    `${pluralize(count, 'notice')} went out for ${id} and ${count === 1 ? 'is' : 'are'} not counted anywhere else: ${me} status -i ${id}`,
  alsoOpen: (ids: readonly string[], more: number) =>
    `also open: ${ids.join(', ')}${more > 0 ? ` and ${more} more` : ''}; to choose one, use -i ID or HALT_INCIDENT`,
  /** For a workspace that neither `--dir` nor `HALT_DIR` names. */
  foundWorkspace: (directory: string) => `using the workspace ${directory}, found here or in a parent folder`,
  trusted: (directory: string) => `trusted from now on, with everything in it: ${directory}`,
  openToAll: (directory: string) => `everyone on this machine can write to ${directory}, so you trust all of them`,
  /** For another writer's clock that is more than a day ahead. */
  farAhead: (event: string, span: string) =>
    `the clock of ${event} is ${span} ahead of this machine: it is ignored, and the event sorts after later ones`,
  overruledFile: (file: string) =>
    `${file} is missing or altered; a writer that this machine does not know put it in force, so what was in force before still is (run verify)`,
  runbookMissing: (file: string) => `${file} is missing or altered: commands that need it will fail (run verify)`,
  putBack: (file: string) => `${file} was missing or altered: restored a copy that matches the log`,
  clockBehind: (span: string) =>
    `this machine's clock is ${span} behind the log: correct it, because events are recorded with its time`,
  clocksDisagree: (span: string) =>
    `the clocks by which this was recorded disagree by up to ${span}: check the times and durations in the report`,
  /** `writer` is of another machine. */
  clockBehindOther: (span: string, writer: string) =>
    `this machine's clock is ${span} behind that of ${writer}: find out which of them is wrong, because events are recorded with their time`,
}
export type Said = typeof said

export const damage: Readonly<Record<Damage, string>> = {
  'not-a-line': 'does not end in a hash',
  'hash-differs': 'was altered: its hash does not match',
  'chain-broken': 'does not follow the line before it',
  'not-json': 'is not JSON',
  'not-an-event': 'is not an event this version can read',
  'wrong-incident': 'belongs to another incident',
  'wrong-writer': 'belongs to another writer',
  'clock-runs-back': 'is older than the line before it',
  'wrong-signature': 'is not signed with the key of its writer',
  'line-too-long': 'is too long for a line of a log',
  unreadable: 'cannot be read here',
  'no-beginning': 'has no start: no event declares the incident',
  'frozen-altered': 'was changed after it was frozen',
  'frozen-missing': 'was frozen, and is missing',
  'wrong-folder': 'declares a different incident from the one in its folder name',
}
