import type { Shortcoming } from '../domain/log/causal-heads.ts'
import type { Damage } from '../domain/outcome.ts'
import { counted } from './words.en.ts'

/** What the commands say beside their data, on standard error. */
export interface Said {
  readonly chosen: (id: string, title: string | null, drill: boolean) => string
  readonly already: (what: string) => string
  readonly torn: (file: string, bytes: number) => string
  readonly behind: (writer: string, found: number, kept: number) => string
  readonly unmet: Readonly<Record<Shortcoming, (writer: string, found: number, seen: number, by: string) => string>>
  readonly missing: (id: string, writer: string, seq: number, path: string) => string
  readonly ignored: (path: string) => string
  readonly nothingToContinue: string
  readonly damagedBanner: (file: string, line: number, why: string) => string
  readonly groupUnknown: (group: string, gid: number) => string
  readonly notShared: (group: string) => string
  readonly readOnly: (type: string) => string
  readonly anomaly: (event: string) => string
  readonly atEcho: (time: string) => string
  /** Asks for a private note. */
  readonly privateNote: string
  readonly factsMissing: (step: string, facts: readonly string[], me: string) => string
  /** Facts that a report to customers leaves out. */
  readonly notPublic: (facts: readonly string[], me: string) => string
  readonly openAtLift: (steps: readonly string[]) => string
  readonly stillRestricted: (scope: string) => string
  /** A report to an authority that outlives the halt; `line` records that it was made. */
  readonly stillToReport: (name: string, due: string | null, line: string) => string
  readonly nothingNext: string
  readonly noFollowUps: string
  /** What was checked, and how much was found. */
  readonly checked: (files: number, steps: number, errors: number, warnings: number) => string
  readonly defect: (detail: string) => string
  readonly written: (path: string) => string
  readonly overdue: (id: string, clock: string, since: string) => string
  readonly reading: string
  /** A command in full, and where it is to run. */
  readonly runs: (command: string, host: string, directory: string) => string
  readonly drillRunsNothing: string
  /** The line that shows how a drill that was closed went. */
  readonly drillScore: (line: string) => string
  readonly typeToRun: (word: string) => string
  /** Bytes that the log had said to be removed went only now. */
  readonly deletedLate: (file: string) => string
  /** What is shown is owned by no event. */
  readonly notOwned: (file: string) => string
  /** A writer whom this machine had not seen when it last recorded. */
  readonly newWriter: (writer: string, events: number, by: string) => string
  readonly alsoOpen: (ids: readonly string[]) => string
  readonly clockBehind: (span: string) => string
  /** A workspace that nobody named. */
  readonly foundWorkspace: (directory: string) => string
  readonly trusted: (directory: string) => string
  readonly openToAll: (directory: string) => string
  /** Another writer's clock that nobody follows. */
  readonly farAhead: (event: string, span: string) => string
  readonly runbookMissing: (file: string) => string
  readonly putBack: (file: string) => string
}

export const said: Said = {
  chosen: (id, title, drill) => `${drill ? '[DRILL] ' : ''}${id}${title === null ? '' : `  ${title}`}`,
  already: (what) => `already so: ${what}`,
  torn: (file, bytes) =>
    `${file}: ${bytes} bytes at its end are torn and were skipped; its writer's next event sets them aside`,
  behind: (writer, found, kept) =>
    `the log of ${writer} ends at ${found}, but ${kept} was recorded: it was restored, cut or copied`,
  unmet: {
    missing: (writer, _, seen, by) =>
      `the file of ${writer} is missing, though ${by} had seen it up to ${seen}: see verify`,
    behind: (writer, found, seen, by) =>
      `the log of ${writer} ends at ${found}, though ${by} had seen it up to ${seen}: see verify`,
    differs: (writer, _, seen, by) => `${writer}:${seen} is not the event that ${by} had seen: see verify`,
  },
  missing: (id, writer, seq, path) =>
    `the log of ${id} is gone, though it was recorded up to ${writer}:${seq} (kept in ${path})`,
  ignored: (path) => `${path} is not the folder of an incident, and is ignored`,
  nothingToContinue:
    'nothing to continue: nothing in the log is damaged or missing (altered evidence is not mended this way)',
  damagedBanner: (file, line, why) =>
    `DAMAGED LOG: ${file}:${line} ${why}. What follows is only what could be read before that.`,
  groupUnknown: (group, gid) =>
    `share.group: this machine has no group '${group}'; files go to the group of the incident's folder (${gid})`,
  notShared: (group) => `share.group: the folder of this incident is not shared with the group '${group}'`,
  readOnly: (type) => `written by a newer version (${type}): this incident can only be read here`,
  anomaly: (event) => `${event} contradicts what was recorded before it`,
  privateNote: 'Private note: kept beside the log, and can be removed (Enter: none)',
  atEcho: (time) => `at ${time}`,
  factsMissing: (step, facts, me) =>
    `${step} asks for facts that have not been stated (? where one is not known yet):\n${me} set ${facts.map((fact) => `${fact}=VALUE`).join(' ')}`,
  notPublic: (facts, me) =>
    `left out for customers, since no public words were stated: ${facts.join(', ')}\n${me} set ${facts[0]}.ja=WORDS ${facts[0]}.en=WORDS`,
  openAtLift: (steps) => `lifted with steps open; the report lists them as deviations: ${steps.join(', ')}`,
  stillRestricted: (scope) => `still restricted: ${scope}`,
  stillToReport: (name, due, line) =>
    `still to be reported${due === null ? '' : ` by ${due}`}: ${name}; once it was: ${line}`,
  noFollowUps: 'no follow-ups yet',
  nothingNext: 'nothing is open in this phase',
  checked: (files, steps, errors, warnings) =>
    `${counted(files, 'file')}, ${counted(steps, 'step')}; ${counted(errors, 'error')}, ${counted(warnings, 'warning')}`,
  defect: (detail) => `a defect in halt: ${detail}`,
  written: (path) => `written: ${path}`,
  overdue: (id, clock, since) => `${id}: ${clock} was due at ${since}`,
  reading: 'Reading the log',
  runs: (command, host, directory) => `$ ${command}\n  on ${host}, in ${directory}`,
  drillScore: (line) => `the score of this drill: ${line}`,
  drillRunsNothing: 'only shown: in a drill nothing is run',
  typeToRun: (word) => `This command is marked as dangerous. Type '${word}' to run it`,
  deletedLate: (file) => `${file} was recorded as removed before, and was still there: it is deleted now`,
  notOwned: (file) => `the log has no size or digest of ${file}: nothing says whether it is as it was written`,
  newWriter: (writer, events, by) =>
    `new here: ${writer}, ${events} ${events === 1 ? 'event' : 'events'}, by ${by}; ask the person named whether it is theirs`,
  alsoOpen: (ids) => `also open: ${ids.join(', ')}; name the one you mean with -i ID or HALT_INCIDENT`,
  foundWorkspace: (directory) => `in the workspace ${directory}, found here or above`,
  trusted: (directory) => `trusted from now on, with all that is in it: ${directory}`,
  openToAll: (directory) => `everybody on this machine can write to ${directory}: you trust all of them`,
  farAhead: (event, span) =>
    `the clock of ${event} is ${span} ahead of the one here: it is ignored, and that event is ordered after later ones`,
  runbookMissing: (file) => `${file} is gone or altered: what needs it cannot be done (see verify)`,
  putBack: (file) => `${file} was gone or altered: put back with the same bytes as the log names`,
  clockBehind: (span) => `the clock here is ${span} behind the log; correct it: times are recorded as it shows them`,
}

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
