import * as z from 'zod'
import { FLAWS, STANDINGS } from '../domain/incident/evidence-status.ts'
import { head, instant, time } from '../runbook/schema-parts.ts'

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

/** A file in `evidence/` that no event owns; `bytes` is null where only a salt is there. */
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
  standing: z.enum(STANDINGS),
  /** What is wrong with it where it is altered, or missing where half of it is absent. */
  flaw: z.enum(FLAWS).nullable(),
  /** The system's error where it cannot be read. */
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
  /** Digest over the heads of all writers. */
  head: z.string(),
  /** The event at which the log had the head it was compared with. */
  anchoredAt: z.string().nullable(),
  /** The head that this machine keeps outside the workspace. */
  kept: z.object({ state: z.enum(['agrees', 'behind', 'unknown']), head: head.nullable() }),
  /** How many heads of each other the writers name. */
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
  /** By writer, what this machine had not seen when it last recorded; `known` is the last event it had, 0 for none. */
  news: z.array(z.object({ writer: z.string(), known: z.int(), events: z.int(), by: z.array(z.string()) })),
  /** Files of runbook and settings that are not beside the log as it names them. */
  flawed: z.array(
    z.object({
      kind: z.enum(['runbook', 'settings']),
      digest: z.string(),
      file: z.string(),
      flaw: z.enum(['gone', 'altered', 'unreadable', 'invalid']),
    }),
  ),
  /** Writers whose clocks are more than a day ahead of this machine's, with their last event. */
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
  /** What can be done, where something is wrong. */
  mend: z.string().nullable(),
})
