import type { Shortcoming } from '../domain/log/causal-heads.ts'
import type { Damage } from '../domain/outcome.ts'
import type { Stage } from '../domain/runbook/runbook.ts'

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB'] as const

/** A size with one digit after the point from 1 KiB on. */
export function sizeWords(n: number): string {
  const power = n < 1024 ? 0 : Math.min(Math.floor(Math.log2(n) / 10), UNITS.length - 1)
  if (n === 1) return '1 byte'
  return `${power === 0 ? n : (n / 1024 ** power).toFixed(1)} ${UNITS[power]}`
}

/** Names of what the program knows by id. */
export const words = {
  phase: {
    scheduled: 'Scheduled',
    'initial-response': 'Initial response',
    'during-halt': 'During the halt',
    'after-resumption': 'After resumption',
    closed: 'Closed',
  },
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
    carried: 'carried',
  },
  modality: { must: 'required', effort: 'strive', consider: 'consider', 'if-needed': 'as needed' },
  scopeState: {
    stopped: 'stopped',
    'cancel-only': 'cancel-only',
    'post-only': 'post-only',
    limited: 'limited',
    open: 'open',
  },
  /** A notice by its stage and its number (第N報), where it has one. */
  notice: (stage: Stage, number: number | null) => `${words.stage[stage]}${number === null ? '' : ` no. ${number}`}`,
  stage: {
    scheduled: 'advance notice',
    first: 'first notice',
    update: 'update',
    resumption: 'resumption notice',
    final: 'final notice',
  },
  closing: { resolved: 'resolved', 'false-alarm': 'false alarm', duplicate: 'duplicate' },
  severity: (severity: string | null): string => (severity === null ? 'SEV?' : severity.toUpperCase()),
  recurring: 'recurring',
  drill: 'DRILL',
  untitled: '(no title)',
  unknown: 'not known yet',
  none: 'none',
  number: (n: number) => `no. ${n}`,
  /** A clock by its id: `first-notice:website`, `step:3.3-vigilance`, … */
  clock: (kind: string, name: string): string =>
    ({
      'first-notice': `first notice (${name})`,
      update: `update (${name})`,
      'resumption-notice': `resumption notice (${name})`,
      escalation: `escalate to ${name}`,
      answer: `answer from ${name}`,
      authority: name,
      step: name,
      action: `follow-up ${name}`,
    })[kind] ?? `${kind}:${name}`,
  /** Marks what somebody has yet to check. */
  verify: 'verify',
  /** Said of a follow-up that is open after its date. */
  pastDue: 'OVERDUE',
  noOwner: 'no owner',
  noDue: 'no due date',
  marked: (name: string, mark: string) => `${name} (${mark})`,
  /** Before hours and minutes, where a span is counted in days. */
  days: (n: number) => `${n}d`,
  seconds: (n: number): string =>
    n >= 3600
      ? `${Math.floor(n / 3600)} h ${Math.floor((n % 3600) / 60)} min`
      : n >= 60
        ? `${Math.floor(n / 60)} min ${Math.floor(n % 60)} s`
        : `${Math.floor(n)} s`,
  evidence: {
    attachment: 'file',
    note: 'private note',
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
    'salt-length': 'the salt has another length',
    length: 'it has another length',
    digest: 'the digest differs',
    'no-salt': 'only the salt is missing',
    'no-bytes': 'only the salt is there',
  },
  flawed: (standing: string, flaw: string) => `${standing}: ${flaw}`,
  /** Files beside the log that no event owns. */
  leftover: {
    unnamed: 'file',
    unowned: 'NOT IN THE LOG',
    unended: 'outcome unknown: no size or digest in the log',
    saltOnly: 'only a salt',
  },
  bytes: (n: number) => sizeWords(n),
  /** Said once, when a clock falls due. */
  nowDue: (name: string) => `now due: ${name}`,
  /** Marks an event that was recorded by a clock set back. */
  setBack: (span: string) => `(clock set back ${span})`,
  /** Mark an event that another one undid or corrected. */
  undone: (by: string) => `(undone by ${by})`,
  corrected: (by: string, wasAt: string, was: string) => `(corrected by ${by}: was ${wasAt} ${was})`,
  damaged: 'DAMAGED',
  /** Marks a command that needs its word. */
  dangerous: 'DANGEROUS',
  runsIn: (folder: string) => `(in ${folder})`,
}
export type Words = typeof words

/** In English: `1 event`, `2 events`. Japanese has one form for both. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** What the commands say beside their data, on standard error. */
export const said = {
  chosen: (id: string, title: string | null, drill: boolean) =>
    `${drill ? '[DRILL] ' : ''}${id}${title === null ? '' : `  ${title}`}`,
  already: (what: string) => `already so: ${what}`,
  torn: (file: string, bytes: number) =>
    `${file}: ${bytes} bytes at its end are torn and were skipped; its writer's next event sets them aside`,
  behind: (writer: string, found: number, kept: number) =>
    `the log of ${writer} ends at ${found}, but ${kept} was recorded: it was restored, cut or copied`,
  unmet: {
    missing: (writer, _, seen, by) =>
      `the file of ${writer} is missing, though ${by} had seen it up to ${seen}: see verify`,
    behind: (writer, found, seen, by) =>
      `the log of ${writer} ends at ${found}, though ${by} had seen it up to ${seen}: see verify`,
    differs: (writer, _, seen, by) => `${writer}:${seen} is not the event that ${by} had seen: see verify`,
  } satisfies Record<Shortcoming, (writer: string, found: number, seen: number, by: string) => string>,
  missing: (id: string, writer: string, seq: number, path: string) =>
    `the log of ${id} is gone, though it was recorded up to ${writer}:${seq} (kept in ${path})`,
  ignored: (path: string) => `${path} is not the folder of an incident, and is ignored`,
  nothingToContinue:
    'nothing to continue: nothing in the log is damaged or missing (altered evidence is not mended this way)',
  damagedBanner: (file: string, line: number, why: string) =>
    `DAMAGED LOG: ${file}:${line} ${why}. What follows is only what could be read before that.`,
  groupUnknown: (group: string, gid: number) =>
    `share.group: this machine has no group '${group}'; files go to the group of the incident's folder (${gid})`,
  notShared: (group: string) => `share.group: the folder of this incident is not shared with the group '${group}'`,
  readOnly: (type: string) => `written by a newer version (${type}): this incident can only be read here`,
  anomaly: (event: string) => `${event} contradicts what was recorded before it`,
  /** Asks for a private note. */
  privateNote: 'Private note: kept beside the log, and can be removed (Enter: none)',
  atEcho: (time: string) => `at ${time}`,
  factsMissing: (step: string, facts: readonly string[], me: string) =>
    `${step} asks for facts that have not been stated (? where one is not known yet):\n${me} set ${facts.map((fact) => `${fact}=VALUE`).join(' ')}`,
  /** Facts that a report to customers leaves out. */
  notPublic: (facts: readonly string[], me: string) =>
    `left out for customers, since no public words were stated: ${facts.join(', ')}\n${me} set ${facts[0]}.ja=WORDS ${facts[0]}.en=WORDS`,
  openAtLift: (steps: readonly string[]) =>
    `lifted with steps open; the report lists them as deviations: ${steps.join(', ')}`,
  stillRestricted: (scope: string) => `still restricted: ${scope}`,
  /** A report to an authority that outlives the halt; `line` records that it was made. */
  stillToReport: (name: string, due: string | null, line: string) =>
    `still to be reported${due === null ? '' : ` by ${due}`}: ${name}; once it was: ${line}`,
  noFollowUps: 'no follow-ups yet',
  nothingNext: 'nothing is open in this phase',
  /** What was checked, and how much was found. */
  checked: (files: number, steps: number, errors: number, warnings: number) =>
    `${counted(files, 'file')}, ${counted(steps, 'step')}; ${counted(errors, 'error')}, ${counted(warnings, 'warning')}`,
  defect: (detail: string) => `a defect in halt: ${detail}`,
  written: (path: string) => `written: ${path}`,
  overdue: (id: string, clock: string, since: string) => `${id}: ${clock} was due at ${since}`,
  reading: 'Reading the log',
  /** A command in full, and where it is to run. */
  runs: (command: string, host: string, directory: string) => `$ ${command}\n  on ${host}, in ${directory}`,
  /** The line that shows how a drill that was closed went. */
  drillScore: (line: string) => `the score of this drill: ${line}`,
  drillRunsNothing: 'only shown: in a drill nothing is run',
  typeToRun: (word: string) => `This command is marked as dangerous. Type '${word}' to run it`,
  /** Bytes that the log had said to be removed went only now. */
  deletedLate: (file: string) => `${file} was recorded as removed before, and was still there: it is deleted now`,
  /** What is shown is owned by no event. */
  notOwned: (file: string) => `the log has no size or digest of ${file}: nothing says whether it is as it was written`,
  /** A writer whom this machine had not seen when it last recorded. */
  newWriter: (writer: string, events: number, by: string) =>
    `new here: ${writer}, ${events} ${events === 1 ? 'event' : 'events'}, by ${by}; ask the person named whether it is theirs`,
  alsoOpen: (ids: readonly string[]) =>
    `also open: ${ids.join(', ')}; name the one you mean with -i ID or HALT_INCIDENT`,
  /** A workspace that nobody named. */
  foundWorkspace: (directory: string) => `in the workspace ${directory}, found here or above`,
  trusted: (directory: string) => `trusted from now on, with all that is in it: ${directory}`,
  openToAll: (directory: string) => `everybody on this machine can write to ${directory}: you trust all of them`,
  /** Another writer's clock that nobody follows. */
  farAhead: (event: string, span: string) =>
    `the clock of ${event} is ${span} ahead of the one here: it is ignored, and that event is ordered after later ones`,
  runbookMissing: (file: string) => `${file} is gone or altered: what needs it cannot be done (see verify)`,
  putBack: (file: string) => `${file} was gone or altered: put back with the same bytes as the log names`,
  clockBehind: (span: string) =>
    `the clock here is ${span} behind the log; correct it: times are recorded as it shows them`,
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
  'line-too-long': 'is longer than a line may be',
  'no-beginning': 'has no beginning: no event declares the incident',
  'frozen-altered': 'was changed after it was frozen',
  'frozen-missing': 'was frozen, and is missing',
  'wrong-folder': 'declares another incident than its folder is named after',
}
