import * as z from 'zod'
import { EVIDENCE_FLAWS, EVIDENCE_STATES } from '../domain/incident/evidence.ts'
import { head, instant, nullableInstant } from '../runbook/schema-parts.ts'

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
  flaw: z.enum(EVIDENCE_FLAWS).nullable(),
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
      from: nullableInstant,
      to: nullableInstant,
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
