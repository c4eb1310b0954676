import * as z from 'zod'
import { EVIDENCE_FLAWS, EVIDENCE_STATES } from '../domain/incident/evidence.ts'
import { head, instant, nullableInstant, nullableString, string, strings } from '../runbook/schema-parts.ts'

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

const removal = z.object({ event: string, at: instant, by: string, reason: string })

/** A file in `evidence/` that no event owns; `bytes` is null if only its salt is there. */
const leftover = z.object({
  file: string,
  kind: z.enum(['stdout', 'stderr', 'journal']).nullable(),
  event: nullableString,
  removed: removal.nullable(),
  bytes: z.int().nullable(),
})

export const evidencePiece = z.object({
  file: string,
  kind: z.enum(['attachment', 'note', 'stdout', 'stderr', 'journal']),
  event: string,
  name: nullableString,
  at: instant,
  by: string,
  bytes: z.int(),
  digest: string,
  removed: removal.nullable(),
  standing: z.enum(EVIDENCE_STATES),
  /** How it was altered, or which of its two files is missing. */
  flaw: z.enum(EVIDENCE_FLAWS).nullable(),
  /** The system error, if it cannot be read. */
  why: nullableString,
})

export const evidence = z.object({
  schemaVersion: z.literal(1),
  evidence: z.array(evidencePiece.extend({ path: string })),
  leftovers: z.array(leftover.extend({ path: string })),
})

export const verify = z.object({
  schemaVersion: z.literal(1),
  incident: string,
  result,
  events: z.int(),
  /** Digest of the heads of all writers. */
  head: string,
  /** The event at which the log had the head given with `--against`. */
  anchoredAt: nullableString,
  /** The head that this machine keeps outside the workspace. */
  kept: z.object({ state: z.enum(['agrees', 'behind', 'unknown']), head: head.nullable() }),
  /** How many heads that events name of other writers were compared; while a writer repeats one, it is compared once. */
  compared: z.int(),
  files: z.array(
    z.object({
      file: nullableString,
      writer: string,
      state: z.enum(['whole', 'torn', 'continued', 'frozen', ...shortcoming, 'damaged']),
      bytes: z.int(),
      events: z.int(),
      from: nullableInstant,
      to: nullableInstant,
      by: strings,
      continuedBy: nullableString,
    }),
  ),
  findings: z.array(
    z.object({
      file: string,
      writer: nullableString,
      line: z.int(),
      offset: z.int(),
      why: string,
      message: string,
      means: string,
      mend: string,
    }),
  ),
  behind: z.object({ kept: head, found: head.nullable() }).nullable(),
  unmet: z.array(z.object({ writer: string, how: z.enum(shortcoming), head, by: string, found: head.nullable() })),
  torn: z.array(z.object({ file: string, writer: string, offset: z.int(), bytes: z.int() })),
  aside: z.array(z.object({ file: string, bytes: z.int(), namedBy: nullableString })),
  frozen: z.array(
    z.object({
      file: string,
      writer: string,
      line: z.int(),
      offset: z.int(),
      why: string,
      bytes: z.int(),
      digest: string,
      words: string,
      continuedBy: string,
    }),
  ),
  /** Events of other writers since this machine last recorded: `events` of them, after event number `known` (0 for none). */
  news: z.array(z.object({ writer: string, known: z.int(), events: z.int(), by: strings })),
  /** Runbook and settings files that do not match what the log names. */
  flawed: z.array(
    z.object({
      kind: z.enum(['runbook', 'settings']),
      digest: string,
      file: string,
      flaw: z.enum(['gone', 'altered', 'unreadable', 'invalid']),
    }),
  ),
  /** Writers whose clock is more than a day ahead of this machine's, with their last event. */
  farAhead: z.array(z.object({ writer: string, event: string, aheadSeconds: z.number() })),
  setBack: z.object({ events: z.int(), mostSeconds: z.number() }),
  evidence: z.array(evidencePiece),
  leftovers: z.array(leftover),
  gaps: z.array(
    z.object({
      writer: string,
      found: head.nullable(),
      kept: head.nullable(),
      reason: string,
      words: string.optional(),
      continuedBy: string,
    }),
  ),
  /** What to do about damage, missing events or missing files of the log; null if there is none. */
  mend: nullableString,
})
