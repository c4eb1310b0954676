import * as z from 'zod'
import { EVIDENCE_STATES, FLAWS } from '../domain/incident/evidence.ts'
import { COMMAND_ENDS } from '../domain/log/event.ts'
import { PHASES, SEVERITIES } from '../domain/runbook/runbook.ts'
import {
  called,
  clock,
  conflict,
  fact,
  head,
  hypothesis,
  instant,
  metrics,
  notice as noticeInBrief,
  offer,
  page,
  scope,
  step,
  time,
} from '../runbook/schema-parts.ts'

const result = z.enum([
  'consistent',
  'anchored',
  'damaged',
  'behind',
  'runbook-missing',
  'evidence-altered',
  'evidence-lost',
  'unknown-head',
  'not-deleted',
])
const shortcoming = ['missing', 'behind', 'differs'] as const

const removal = z.object({ event: z.string(), at: instant, by: z.string(), reason: z.string() })

/** A file in `evidence/` that no event owns; `bytes` is null if only its salt is there. */
const leftover = z.object({
  file: z.string(),
  kind: z.enum(['stdout', 'stderr', 'journal']).nullable(),
  event: z.string().nullable(),
  removed: removal.nullable(),
  bytes: z.int().nullable(),
})

export const evidencePiece = z.object({
  file: z.string(),
  kind: z.enum(['attachment', 'note', 'stdout', 'stderr', 'journal']),
  event: z.string(),
  name: z.string().nullable(),
  at: instant,
  by: z.string(),
  bytes: z.int(),
  digest: z.string(),
  removed: removal.nullable(),
  standing: z.enum(EVIDENCE_STATES),
  /** How it was altered, or which of its two files is missing. */
  flaw: z.enum(FLAWS).nullable(),
  /** The system error, if it cannot be read. */
  why: z.string().nullable(),
})

export const evidence = z.object({
  schemaVersion: z.literal(1),
  evidence: z.array(evidencePiece.extend({ path: z.string() })),
  leftovers: z.array(leftover.extend({ path: z.string() })),
})

export const verify = z.object({
  schemaVersion: z.literal(1),
  incident: z.string(),
  result,
  events: z.int(),
  /** Digest of the heads of all writers. */
  head: z.string(),
  /** The event at which the log had the head given with `--against`. */
  anchoredAt: z.string().nullable(),
  /** The head that this machine keeps outside the workspace. */
  kept: z.object({ state: z.enum(['agrees', 'behind', 'unknown']), head: head.nullable() }),
  /** How many heads that events name of other writers were compared; while a writer repeats one, it is compared once. */
  compared: z.int(),
  files: z.array(
    z.object({
      file: z.string().nullable(),
      writer: z.string(),
      state: z.enum(['whole', 'torn', 'continued', 'frozen', ...shortcoming, 'damaged']),
      bytes: z.int(),
      events: z.int(),
      from: time,
      to: time,
      by: z.array(z.string()),
      continuedBy: z.string().nullable(),
    }),
  ),
  findings: z.array(
    z.object({
      file: z.string(),
      writer: z.string().nullable(),
      line: z.int(),
      offset: z.int(),
      why: z.string(),
      message: z.string(),
      means: z.string(),
      mend: z.string(),
    }),
  ),
  behind: z.object({ kept: head, found: head.nullable() }).nullable(),
  unmet: z.array(
    z.object({ writer: z.string(), how: z.enum(shortcoming), head, by: z.string(), found: head.nullable() }),
  ),
  torn: z.array(z.object({ file: z.string(), writer: z.string(), offset: z.int(), bytes: z.int() })),
  aside: z.array(z.object({ file: z.string(), bytes: z.int(), namedBy: z.string().nullable() })),
  frozen: z.array(
    z.object({
      file: z.string(),
      writer: z.string(),
      line: z.int(),
      offset: z.int(),
      why: z.string(),
      bytes: z.int(),
      digest: z.string(),
      words: z.string(),
      continuedBy: z.string(),
    }),
  ),
  /** Events of other writers since this machine last recorded: `events` of them, after event number `known` (0 for none). */
  news: z.array(z.object({ writer: z.string(), known: z.int(), events: z.int(), by: z.array(z.string()) })),
  /** Runbook and settings files that do not match what the log names. */
  flawed: z.array(
    z.object({
      kind: z.enum(['runbook', 'settings']),
      digest: z.string(),
      file: z.string(),
      flaw: z.enum(['gone', 'altered', 'unreadable', 'invalid']),
    }),
  ),
  /** Writers whose clock is more than a day ahead of this machine's, with their last event. */
  farAhead: z.array(z.object({ writer: z.string(), event: z.string(), aheadSeconds: z.number() })),
  setBack: z.object({ events: z.int(), mostSeconds: z.number() }),
  evidence: z.array(evidencePiece),
  leftovers: z.array(leftover),
  gaps: z.array(
    z.object({
      writer: z.string(),
      found: head.nullable(),
      kept: head.nullable(),
      reason: z.string(),
      words: z.string().optional(),
      continuedBy: z.string(),
    }),
  ),
  /** What to do about damage, missing events or missing files of the log; null if there is none. */
  mend: z.string().nullable(),
})

// Parts of the JSON report, with all that the log records of them.

export const deviation = z.object({
  kind: z.enum(['skipped', 'forced', 'open-at-lift']),
  what: z.array(z.string()),
  reason: z.string().nullable(),
  at: instant,
  by: z.string(),
})

/**
 * `text` is what a person posted, `texts` what was sent, one for each language; `sending` is null if a person posted the
 * notice, and in the customers' report.
 */
export const notice = noticeInBrief.extend({
  /** Its position among all events. */
  order: z.int(),
  by: z.string(),
  text: z.string().nullable(),
  texts: z.array(
    z.object({ language: z.string(), subject: z.string().nullable(), text: z.string(), digest: z.string() }),
  ),
  next: time,
  claim: z.object({ evidence: z.string(), approvedBy: z.string() }).nullable(),
  forced: z.object({ reason: z.string(), open: z.array(z.string()) }).nullable(),
  sending: z
    .object({
      /** The first intent, as logged; `attempts` names the events of all. */
      intent: z.unknown(),
      attempts: z.array(z.string()),
      journals: z.array(z.string()),
      ended: z.boolean(),
      why: z.string().nullable(),
      detail: z.string().nullable(),
      /** Numbers of recipients. */
      accepted: z.int().nullable(),
      refused: z.int().nullable(),
      unknown: z.int().nullable(),
    })
    .nullable(),
})

export const action = z.object({
  id: z.string(),
  at: instant,
  by: z.string(),
  text: z.string(),
  owner: z.string().nullable(),
  due: z.string().nullable(),
  /** The prevention fact that it implements. */
  serves: z.string().nullable(),
  doneAt: time,
  doneEvent: z.string().nullable(),
})

export const correction = z.object({
  event: z.string(),
  target: z.string(),
  by: z.string(),
  recordedAt: instant,
  at: time,
  text: z.string().nullable(),
  reason: z.string(),
})

/** While `end` is null, it may still be running. `settled` is what somebody found out later about how it ended. */
export const command = z.object({
  event: z.string(),
  argv: z.array(z.string()),
  step: z.string().nullable(),
  at: instant,
  by: z.string(),
  stdout: z.string(),
  stderr: z.string(),
  end: z.object({ how: z.enum(COMMAND_ENDS), code: z.int().nullable(), signal: z.string().nullable() }).nullable(),
  settled: z.object({ event: z.string(), at: instant, by: z.string(), words: z.string() }).nullable(),
})

/**
 * An event with its corrections applied. The form of `data` depends on its type; `original` is what was first recorded,
 * null if it was never corrected.
 */
export const entry = z.object({
  event: z.string(),
  at: instant,
  recordedAt: instant,
  by: z.string(),
  type: z.string(),
  data: z.unknown(),
  undoneBy: z.string().nullable(),
  correctedBy: z.string().nullable(),
  setBackSeconds: z.number().nullable(),
  original: z.object({ at: instant, data: z.unknown() }).nullable(),
})

export const status = z.object({
  schemaVersion: z.literal(1),
  incident: z.string(),
  title: z.string().nullable(),
  type: z.string(),
  severity: z.enum(SEVERITIES).nullable(),
  drill: z.boolean(),
  lead: z.string().nullable(),
  /** The offer of the lead, if it is not accepted yet. */
  offer: offer.nullable(),
  phase: z.enum(PHASES),
  interruption: z.int(),
  startedAt: time,
  declaredAt: time,
  liftedAt: time,
  fullyResumedAt: time,
  closedAt: time,
  scope: z.array(scope),
  facts: z.record(z.string(), fact),
  steps: z.array(step),
  /** Whom to call, in calling order; `next` is null if nobody is to be called now. */
  calls: z.array(called),
  pages: z.array(page.extend({ person: z.string(), department: z.string().nullable(), level: z.string().nullable() })),
  notices: z.array(noticeInBrief),
  metrics,
  clocks: z.array(clock),
  outcomesUnknown: z.array(
    z.object({
      event: z.string(),
      argv: z.array(z.string()),
      step: z.string().nullable(),
      at: z.string(),
      by: z.string(),
    }),
  ),
  hypotheses: z.array(hypothesis),
  conflicts: z.array(conflict),
  log: z.object({
    files: z.array(z.string()),
    events: z.int(),
    heads: z.array(head),
    head: z.string(),
    intact: z.boolean(),
  }),
})
