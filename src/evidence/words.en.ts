import type { EvidenceState } from '../domain/incident/evidence.ts'
import type { Shortcoming } from '../domain/log/missing-heads.ts'
import type { VerificationResult } from '../domain/log/verification.ts'
import { pluralize } from '../i18n/words.en.ts'

/** What to do about what `verify` found; for some there is a command to type. */
export type Remedy = 'continue' | 'record' | 'declare' | 'rename' | 'put-back' | 'upgrade'

/** The texts of `verify`: whole sentences, since they are read when something is wrong. */
export const labels = {
  state: {
    whole: 'whole',
    torn: 'whole, with a torn end',
    continued: 'abandoned',
    frozen: 'frozen',
    missing: 'MISSING',
    behind: 'TRUNCATED',
    differs: 'REPLACED',
    damaged: 'DAMAGED',
  },
  continuedBy: (state: string, event: string) => `${state}, continued by ${event}`,
  events: (count: number, bytes: number, from: string, to: string | null, by: string) =>
    `${count} ${count === 1 ? 'event' : 'events'} in ${bytes} bytes, ${from}${to === null ? '' : ` to ${to}`}, by ${by}`,
  noEvents: (bytes: number) => `no valid events in ${bytes} bytes`,
  line: (line: number, offset: number, bytes: number, damage: string) =>
    `Line ${line} (byte ${offset} of ${bytes}) ${damage}.`,
  whole: (damage: string) => `The log ${damage}.`,
  means: {
    'not-a-line': 'No writer wrote this: a line was cut in the middle, or bytes were inserted.',
    'hash-differs': 'It was changed after it was written, by a disk fault or by hand.',
    'chain-broken': 'The line itself is sound; a line before it was removed, inserted or replaced.',
    'not-json': 'Its hash matches, but this program did not write its content.',
    'not-an-event': 'Its hash matches, but it was written by another program, or by another version of this one.',
    'wrong-incident': 'It is sound, but belongs to another incident: files were mixed up.',
    'wrong-writer': 'It is sound, but belongs to another writer: a file was copied or renamed.',
    'clock-runs-back': 'Its hash matches, but its time is before that of the previous line: no writer does that.',
    'line-too-long': 'No writer writes lines of 1 MiB: this is something else.',
    'no-beginning': 'The file that declared the incident is gone, or its first line cannot be trusted.',
    'frozen-altered': 'It was frozen as evidence, and has changed since.',
    'frozen-missing': 'It was frozen as evidence, and has been moved or deleted since.',
    'wrong-folder':
      'The folder and files were copied or renamed: under this name they could be mistaken for another incident.',
  },
  counts: (events: number): string =>
    events === 0
      ? 'Nothing in the file can be trusted.'
      : `The ${events === 1 ? 'event' : `${events} events`} before it can be trusted; nothing from there on can.`,
  seen: {
    missing: (_, seen, by) => `The file of this writer is missing, but ${by} had seen it up to ${seen}.`,
    behind: (found, seen, by) => `It ends at ${found}, but ${by} had seen it up to ${seen}.`,
    differs: (_, seen, by) => `Its event ${seen} is not the one that ${by} had seen.`,
  } satisfies Record<Shortcoming, (found: number, seen: number, by: string) => string>,
  kept: {
    missing: (_, kept) => `The file of this writer is missing, but the head kept on this machine is at ${kept}.`,
    behind: (found, kept) => `It ends at ${found}, but the head kept on this machine is at ${kept}.`,
    differs: (_, kept) => `Its event ${kept} does not match the head kept on this machine.`,
  } satisfies Record<Shortcoming, (found: number, seen: number) => string>,
  torn: (bytes: number, offset: number) =>
    `Torn end: ${bytes} bytes from byte ${offset}. They were never acknowledged; the writer's next event sets them aside.`,
  frozen: (bytes: number) => `The file is unchanged since it was frozen: ${bytes} bytes, SHA-256`,
  reason: (words: string) => `Reason: ${words}`,
  /** The placeholder for the operator's reason in a command. */
  reasonWord: 'TEXT',
  aside: 'Torn ends set aside',
  asideNamed: (bytes: number, event: string) => `${bytes} bytes, recorded in ${event}`,
  asideUnnamed: (bytes: number) => `${bytes} bytes, not recorded in the log yet: the next event records them`,
  evidence: 'Evidence beside the log',
  /** How many pieces of evidence are in each state. */
  standing: (count: Readonly<Record<EvidenceState, number>>) =>
    [
      `${count.intact} intact`,
      count.removed > 0 ? `${count.removed} removed on purpose` : '',
      count.undeleted > 0 ? `${count.undeleted} removed, STILL HERE` : '',
      count.absent > 0 ? `${count.absent} not on this machine` : '',
      count.lost > 0 ? `${count.lost} GONE from this machine` : '',
      count.unreadable > 0 ? `${count.unreadable} CANNOT BE READ` : '',
      count.altered > 0 ? `${count.altered} ALTERED` : '',
    ]
      .filter(Boolean)
      .join(', '),
  gaps: 'Gaps after which the log was continued',
  gap: (writer: string, found: number, kept: number | null, event: string) =>
    `${writer} was found up to ${found}${kept === null ? '' : `, known up to ${kept}`}; continued by ${event}.`,
  compared: 'Compared',
  agrees: (event: string) => `The log has the head kept on this machine: ${event}.`,
  others: (heads: number): string =>
    heads === 1
      ? 'The log has the head that one writer names of another.'
      : `The log has the ${heads} heads that writers name of each other.`,
  notAnchored: 'It is not anchored: no head from a report or a mail was compared (--against HEAD).',
  /** Events that are new since this machine last recorded, and what that can mean. */
  news: (last: string) => `New here since this machine last recorded (${last})`,
  newcomer: (writer: string, known: number, events: number, by: string) =>
    `${writer}, ${events} ${known > 0 ? 'more ' : ''}${events === 1 ? 'event' : 'events'}, by ${by}`,
  newsMeans: 'Anyone who can write to the folder can add such a file: ask the people named whether it is theirs.',
  whatToDo: 'What to do',
  mend: {
    continue:
      'Look for an intact copy of the damaged file (a backup, another machine) and put it in its place. If there is none, freeze the file as it is and continue in a new one, giving your reason:',
    record:
      'Look for an intact copy of the file (a backup, another machine) and put it in its place. If there is none, record that you continue without it, giving your reason:',
    declare:
      'Look for intact copies of the files (a backup, another machine) and put them in their place. If there are none, declare the incident again:',
    rename: 'Rename the folder and the log files in it after the incident that the log declares:',
    'put-back':
      'The next command that records looks for the same bytes in other incidents, in the shipped files and in the workspace, and restores them. If it does not find them, restore a copy (a backup, another machine) under the same name.',
    upgrade: 'First check whether a newer version of this program can read the file.',
  },
  result: {
    consistent: (events) =>
      `${pluralize(events, 'event')}: consistent, not anchored; agrees with the head kept on this machine`,
    anchored: (events, anchor) => `${pluralize(events, 'event')}: consistent, and the log had that head at ${anchor}`,
    damaged: (events) => `only ${pluralize(events, 'event')} can be trusted: the log is damaged`,
    behind: (events) =>
      `${pluralize(events, 'event')}: consistent in themselves, but some of what was recorded is missing`,
    'runbook-missing': (events) =>
      `${pluralize(events, 'event')}: consistent, but a runbook or settings file that the log names is missing or altered`,
    'evidence-altered': (events) =>
      `${pluralize(events, 'event')}: consistent, but evidence kept beside the log was altered`,
    'evidence-lost': (events) =>
      `${pluralize(events, 'event')}: consistent, but evidence that this machine kept beside the log is gone`,
    'not-deleted': (events) =>
      `${pluralize(events, 'event')}: consistent, but evidence that the log says was removed is still there`,
    'unknown-head': (events) =>
      `${pluralize(events, 'event')}: consistent in themselves, but the log never had that head`,
  } satisfies Record<VerificationResult, (events: number, anchor: string) => string>,
  consistentOnly: (events: number) =>
    `${pluralize(events, 'event')}: consistent, not anchored (nothing outside the log was compared)`,
  head: (head: string) => `head ${head}`,
  setBack: (events: number, span: string) =>
    `${events === 1 ? '1 event was' : `${pluralize(events, 'event')} were`} recorded after a clock had been set back, by at most ${span}.`,
  farAhead: (writer: string, span: string) =>
    `The clock of ${writer} is ${span} ahead of this machine's. It is wrong or forged; no other writer's clock follows it, and its events sort after later ones.`,
  /** The runbook and settings files that the log names. */
  governing: 'Runbook and settings beside the log',
  flaw: {
    gone: 'GONE',
    altered: 'ALTERED: not the bytes that the log names',
    unreadable: 'CANNOT BE READ',
    invalid: 'UNUSABLE: it is what the log names, but this version cannot read it',
  },
  named: (files: number): string =>
    files === 1
      ? 'The runbook or settings file that the log names is there, unaltered.'
      : `The ${files} runbook and settings files that the log names are there, unaltered.`,
}
export type VerifyLabels = typeof labels
