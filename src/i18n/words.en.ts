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
