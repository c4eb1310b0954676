import type { Flaw, Standing } from '../domain/incident/evidence.ts'
import type { Evidence } from '../domain/incident/incident.ts'
import type { StepState } from '../domain/incident/steps.ts'
import type { Closing, ScopeState } from '../domain/log/event.ts'
import type { ClauseState } from '../domain/report/deviations.ts'
import type { Modality, Phase, Stage } from '../domain/runbook/runbook.ts'

/** Names of what the program knows by id. */
export interface Words {
  readonly phase: Readonly<Record<Phase, string>>
  readonly stepState: Readonly<Record<StepState, string>>
  readonly clauseState: Readonly<Record<ClauseState['state'], string>>
  readonly modality: Readonly<Record<Modality, string>>
  readonly scopeState: Readonly<Record<ScopeState, string>>
  readonly stage: Readonly<Record<Stage, string>>
  /** A notice by its stage and its number (第N報), where it has one. */
  readonly notice: (stage: Stage, number: number | null) => string
  readonly closing: Readonly<Record<Closing, string>>
  readonly severity: (severity: string | null) => string
  readonly recurring: string
  readonly drill: string
  readonly untitled: string
  readonly unknown: string
  readonly none: string
  readonly number: (n: number) => string
  /** A clock by its id: `first-notice:website`, `step:3.3-vigilance`, … */
  readonly clock: (kind: string, name: string) => string
  /** Marks what somebody has yet to check. */
  readonly verify: string
  /** Said of a follow-up that is open after its date. */
  readonly pastDue: string
  readonly noOwner: string
  readonly noDue: string
  readonly marked: (name: string, mark: string) => string
  readonly seconds: (n: number) => string
  /** Before hours and minutes, where a span is counted in days. */
  readonly days: (n: number) => string
  readonly evidence: Readonly<Record<Evidence['kind'], string>>
  readonly standing: Readonly<Record<Standing, string>>
  readonly flaw: Readonly<Record<Flaw, string>>
  readonly flawed: (standing: string, flaw: string) => string
  /** Files beside the log that no event owns. */
  readonly leftover: Readonly<Record<'unnamed' | 'unowned' | 'unended' | 'saltOnly', string>>
  readonly bytes: (n: number) => string
  /** Said once, when a clock falls due. */
  readonly nowDue: (name: string) => string
  /** Marks an event that was recorded by a clock set back. */
  readonly setBack: (span: string) => string
  /** Mark an event that another one undid or corrected. */
  readonly undone: (by: string) => string
  readonly corrected: (by: string, wasAt: string, was: string) => string
  readonly damaged: string
  /** Marks a command that needs its word. */
  readonly dangerous: string
  readonly runsIn: (folder: string) => string
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB'] as const

/** A size with one digit after the point from 1 KiB on. */
export function sizeWords(n: number): string {
  const power = n < 1024 ? 0 : Math.min(Math.floor(Math.log2(n) / 10), UNITS.length - 1)
  if (n === 1) return '1 byte'
  return `${power === 0 ? n : (n / 1024 ** power).toFixed(1)} ${UNITS[power]}`
}

export const words: Words = {
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
  notice: (stage, number) => `${words.stage[stage]}${number === null ? '' : ` no. ${number}`}`,
  stage: {
    scheduled: 'advance notice',
    first: 'first notice',
    update: 'update',
    resumption: 'resumption notice',
    final: 'final notice',
  },
  closing: { resolved: 'resolved', 'false-alarm': 'false alarm', duplicate: 'duplicate' },
  severity: (severity) => (severity === null ? 'SEV?' : severity.toUpperCase()),
  recurring: 'recurring',
  drill: 'DRILL',
  untitled: '(no title)',
  unknown: 'not known yet',
  none: 'none',
  number: (n) => `no. ${n}`,
  clock: (kind, name) =>
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
  verify: 'verify',
  pastDue: 'OVERDUE',
  noOwner: 'no owner',
  noDue: 'no due date',
  marked: (name, mark) => `${name} (${mark})`,
  days: (n) => `${n}d`,
  seconds: (n) =>
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
  flawed: (standing, flaw) => `${standing}: ${flaw}`,
  leftover: {
    unnamed: 'file',
    unowned: 'NOT IN THE LOG',
    unended: 'outcome unknown: no size or digest in the log',
    saltOnly: 'only a salt',
  },
  bytes: (n) => sizeWords(n),
  nowDue: (name) => `now due: ${name}`,
  setBack: (span) => `(clock set back ${span})`,
  undone: (by) => `(undone by ${by})`,
  corrected: (by, wasAt, was) => `(corrected by ${by}: was ${wasAt} ${was})`,
  damaged: 'DAMAGED',
  dangerous: 'DANGEROUS',
  runsIn: (folder) => `(in ${folder})`,
}

/** In English: `1 event`, `2 events`. Japanese has one form for both. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
