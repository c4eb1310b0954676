import type { Standing } from '../domain/incident/evidence.ts'
import type { Shortcoming } from '../domain/log/causal-heads.ts'
import type { Result } from '../domain/log/verification.ts'
import { counted } from '../i18n/words.en.ts'

/** What can be done about what `verify` found; each stands before a command, or alone. */
export type Mend = 'continue' | 'record' | 'declare' | 'rename' | 'put-back' | 'upgrade'

/** What `verify` says of a log, in whole sentences, since it is read when something is wrong. */
export const labels = {
  state: {
    whole: 'whole',
    torn: 'whole, with a torn end',
    continued: 'given up',
    frozen: 'frozen',
    missing: 'MISSING',
    behind: 'CUT',
    differs: 'EXCHANGED',
    damaged: 'DAMAGED',
  },
  continuedBy: (state: string, event: string) => `${state}, continued by ${event}`,
  events: (count: number, bytes: number, from: string, to: string | null, by: string) =>
    `${count} ${count === 1 ? 'event' : 'events'} in ${bytes} bytes, ${from}${to === null ? '' : ` to ${to}`}, by ${by}`,
  noEvents: (bytes: number) => `no event that counts in ${bytes} bytes`,
  line: (line: number, offset: number, bytes: number, damage: string) =>
    `Line ${line} (byte ${offset} of ${bytes}) ${damage}.`,
  whole: (damage: string) => `The log ${damage}.`,
  means: {
    'not-a-line': 'Something stands there that no writer wrote: a line was cut in its middle, or bytes were put in.',
    'hash-differs': 'Bytes of it were changed after it was written: by a fault of the disk, or by hand.',
    'chain-broken': 'It is sound by itself; a line before it was taken out, put in or exchanged.',
    'not-json': 'Its hash fits, but what it holds was not written by this program.',
    'not-an-event': 'Its hash fits, but it was written by another program, or by another version of this one.',
    'wrong-incident': 'It is sound, but of another incident: files were mixed up.',
    'wrong-writer': 'It is sound, but of another writer: a file was copied or renamed.',
    'clock-runs-back': 'Its hash fits, but its clock stands before that of the line before: no writer does that.',
    'line-too-long': 'No writer writes lines of 1 MiB: something else stands there.',
    'no-beginning': 'The file that declared the incident is gone, or its first line cannot be believed.',
    'frozen-altered': 'It was given up as evidence, and is no longer what it was then.',
    'frozen-missing': 'It was given up as evidence, and was moved away or deleted since.',
    'wrong-folder': 'Folder and files were copied or renamed: under this name it could be taken for another incident.',
  },
  counts: (events: number): string =>
    events === 0
      ? 'Nothing of the file can be believed.'
      : `The ${events === 1 ? 'event' : `${events} events`} before it can be believed; nothing from there on can.`,
  seen: {
    missing: (_, seen, by) => `There is no file of this writer, but ${by} had seen it up to ${seen}.`,
    behind: (found, seen, by) => `It ends at ${found}, but ${by} had seen it up to ${seen}.`,
    differs: (_, seen, by) => `Its event ${seen} is not the one that ${by} had seen.`,
  } satisfies Record<Shortcoming, (found: number, seen: number, by: string) => string>,
  kept: {
    missing: (_, kept) => `There is no file of this writer, but this machine has kept that it wrote up to ${kept}.`,
    behind: (found, kept) => `It ends at ${found}, but this machine has kept that it wrote up to ${kept}.`,
    differs: (_, kept) => `Its event ${kept} is not the one that this machine has kept.`,
  } satisfies Record<Shortcoming, (found: number, seen: number) => string>,
  torn: (bytes: number, offset: number) =>
    `Torn end: ${bytes} bytes from byte ${offset}. They were never acknowledged; its writer's next event keeps them aside.`,
  frozen: (bytes: number) => `The file is as it was when it was frozen: ${bytes} bytes, SHA-256`,
  reason: (words: string) => `Reason: ${words}`,
  /** What stands for the operator's reason in a command. */
  reasonWord: 'TEXT',
  aside: 'Torn ends kept aside',
  asideNamed: (bytes: number, event: string) => `${bytes} bytes, named by ${event}`,
  asideUnnamed: (bytes: number) => `${bytes} bytes, not named in the log yet: the next event names them`,
  evidence: 'Evidence beside the log',
  /** How many pieces of evidence there are of each standing. */
  standing: ({ intact, removed, undeleted, absent, lost, unreadable, altered }: Readonly<Record<Standing, number>>) =>
    [
      `${intact} intact`,
      removed > 0 ? `${removed} removed on purpose` : '',
      undeleted > 0 ? `${undeleted} removed, STILL HERE` : '',
      absent > 0 ? `${absent} not on this machine` : '',
      lost > 0 ? `${lost} GONE from this machine` : '',
      unreadable > 0 ? `${unreadable} CANNOT BE READ` : '',
      altered > 0 ? `${altered} ALTERED` : '',
    ]
      .filter(Boolean)
      .join(', '),
  gaps: 'Gaps that the log has been continued over',
  gap: (writer: string, found: number, kept: number | null, event: string) =>
    `${writer} was found up to ${found}${kept === null ? '' : `, known up to ${kept}`}: continued by ${event}.`,
  compared: 'Compared',
  agrees: (event: string) => `The head kept on this machine is there: ${event}.`,
  others: (heads: number): string =>
    heads === 1
      ? 'The head that one writer names of another is there.'
      : `The ${heads} heads that writers name of each other are there.`,
  notAnchored: 'It is not anchored elsewhere: no head from a report or a mail was compared (--against HEAD).',
  /** What this machine had not seen when it last recorded, and what that can mean. */
  news: (last: string) => `New here since this machine last recorded (${last})`,
  newcomer: (writer: string, known: number, events: number, by: string) =>
    `${writer}, ${events} ${known > 0 ? 'more ' : ''}${events === 1 ? 'event' : 'events'}, by ${by}`,
  newsMeans: 'Whoever may write to the folder can add such a file: ask those it names whether it is theirs.',
  whatToDo: 'What to do',
  mend: {
    continue:
      'Look for an untouched copy of the damaged file (a backup, another machine) and put it in its place. If there is none, freeze the file as it is and go on in a new one, with your reason:',
    record:
      'Look for an untouched copy of the file (a backup, another machine) and put it in its place. If there is none, go on without it and say so, with your reason:',
    declare:
      'Look for untouched copies of the files (a backup, another machine) and put them in their place. If there are none, declare the incident anew:',
    rename: 'Give the folder and the files of the log in it the name of the incident that the log declares:',
    'put-back':
      'The next command that records looks for the bytes in other incidents, in what ships and in the workspace, and puts them back. If it does not find them, put back a copy (a backup, another machine) under the same name.',
    upgrade: 'First see whether a newer version of this program can read the file.',
  },
  result: {
    consistent: (events) =>
      `${counted(events, 'event')}: consistent, not anchored; agrees with the head kept on this machine`,
    anchored: (events, anchor) => `${counted(events, 'event')}: consistent, and the log had that head at ${anchor}`,
    damaged: (events) => `only ${counted(events, 'event')} can be believed: the log is damaged`,
    behind: (events) => `${counted(events, 'event')}: consistent in themselves, but not all that was recorded is there`,
    'runbook-missing': (events) =>
      `${counted(events, 'event')}: consistent, but a runbook or settings that the log names are not beside it`,
    'evidence-altered': (events) =>
      `${counted(events, 'event')}: consistent, but bytes kept beside the log were altered`,
    'evidence-lost': (events) =>
      `${counted(events, 'event')}: consistent, but bytes that were kept beside the log on this machine are gone`,
    'not-deleted': (events) =>
      `${counted(events, 'event')}: consistent, but bytes that were removed by the log are still there`,
    'unknown-head': (events) =>
      `${counted(events, 'event')}: consistent in themselves, but the log never had that head`,
  } satisfies Record<Result, (events: number, anchor: string) => string>,
  consistentOnly: (events: number) =>
    `${counted(events, 'event')}: consistent, not anchored (nothing outside the log was compared)`,
  head: (head: string) => `head ${head}`,
  setBack: (events: number, span: string) =>
    `${events === 1 ? '1 event was' : `${counted(events, 'event')} were`} recorded after a clock had been set back, by ${span} at most.`,
  farAhead: (writer: string, span: string) =>
    `The clock of ${writer} is ${span} ahead of this machine's. It is wrong or false, nobody else's follows it, and its events stand behind later ones.`,
  /** Files of runbook and settings that the log names. */
  governing: 'Runbook and settings beside the log',
  flaw: {
    gone: 'GONE',
    altered: 'ALTERED: not the bytes that the log names',
    unreadable: 'CANNOT BE READ',
    invalid: 'the bytes that the log names, but nothing this version can use',
  },
  named: (files: number): string =>
    files === 1
      ? 'The file of runbook or settings that the log names is there as it names it.'
      : `The ${files} files of runbook and settings that the log names are there as it names them.`,
}
export type VerifyLabels = typeof labels
