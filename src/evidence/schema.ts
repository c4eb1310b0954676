import * as z from 'zod'
import { EVIDENCE_FLAWS, EVIDENCE_STATES } from '../domain/incident/evidence.ts'
import { TOKEN_STATES } from '../platform/openssl-ts.ts'
import { head, instant, nullableInstant, nullableString, string, strings } from '../runbook/schema-parts.ts'

const result = z.enum([
  'consistent',
  'anchored',
  'damaged',
  'declared-twice',
  'behind',
  'foreign-lines',
  'runbook-missing',
  'evidence-altered',
  'evidence-lost',
  'unknown-head',
  'not-deleted',
])
const unknownSigner = ['no-signers', 'signers-missing', 'no-ssh-keygen', 'invalid', 'unknown-key'] as const
const shortcoming = ['missing', 'behind', 'differs'] as const

const removal = z.object({ event: string, at: instant, by: string, reason: string })

/** A removal that only a writer recorded whom this machine does not know: it settles nothing. */
const claimed = removal.nullable()

/** A file in `evidence/` that no event owns; `bytes` is null if only its salt is there. */
const leftover = z.object({
  file: string,
  kind: z.enum(['stdout', 'stderr', 'journal']).nullable(),
  event: nullableString,
  removed: removal.nullable(),
  claimed,
  bytes: z.int().nullable(),
})

export const evidencePiece = z.object({
  file: string,
  kind: z.enum(['attachment', 'note', 'fact', 'stdout', 'stderr', 'journal']),
  event: string,
  name: nullableString,
  at: instant,
  by: string,
  bytes: z.int(),
  digest: string,
  removed: removal.nullable(),
  claimed,
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

/** A time-stamp token (RFC 3161) beside a head. Without a state of `trusted`, nobody vouches for time and authority. */
const timestamp = z.object({
  file: string,
  state: z.enum(TOKEN_STATES),
  time: nullableInstant,
  authority: nullableString,
  why: nullableString,
})

/**
 * What `anchor` signed and had time-stamped: the name of the head's file in `anchors/`, its signature, if any, which is not
 * new if the head was signed with the same key before, and the token, if any.
 */
export const anchor = z.object({
  schemaVersion: z.literal(1),
  incident: string,
  file: string,
  signature: z.object({ file: string, isNew: z.boolean() }).nullable(),
  timestamp: timestamp.nullable(),
})

const bundle = z.object({
  file: string,
  /** The SHA-256 of the archive. */
  digest: string,
  /** How many pieces of evidence the log names; none of them is in the archive. */
  evidence: z.int(),
})

export const verify = z.object({
  schemaVersion: z.literal(1),
  incident: string,
  result,
  events: z.int(),
  /** Digest of the heads of all writers. */
  head: string,
  /**
   * Every declaration in the log, and lines of incidents that nothing declares (`event` null): whether it is the one that
   * counts, and who signed a head that has it.
   */
  declarations: z.array(
    z.object({
      event: nullableString,
      by: nullableString,
      declaredAt: nullableInstant,
      title: nullableString,
      counts: z.boolean(),
      writers: strings,
      events: z.int(),
      signers: strings,
    }),
  ),
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
      state: z.enum([
        'whole',
        'torn',
        'continued',
        'frozen',
        'foreign',
        'forked',
        'set-aside',
        ...shortcoming,
        'damaged',
      ]),
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
  foreign: z.array(
    z.object({ writer: string, kept: head, found: head, namedBy: nullableString, isAcknowledged: z.boolean() }),
  ),
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
  /** Heads that were signed or time-stamped: whether the log has them, how many events it had then, by whom and when. */
  anchors: z.array(
    z.object({
      file: string,
      state: z.enum(['in-log', 'missing', 'altered', 'elsewhere']),
      /** The incident of which it is, if that is another one. */
      of: nullableString,
      events: z.int(),
      /** How many of these the log has and count. */
      counting: z.int(),
      heads: z.array(head),
      signatures: z.array(z.object({ file: string, signer: nullableString, why: z.enum(unknownSigner).nullable() })),
      tokens: z.array(timestamp),
      /** How many more signatures and tokens there are, which were not checked. */
      more: z.int(),
    }),
  ),
  /** The writers that this machine does not know. */
  unknown: strings,
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
      /** Of two branches of a copied state folder, whether the log has the one that whoever continued it had. */
      isHere: z.boolean().optional(),
    }),
  ),
  /** The archive that the log was read from; null if it is one of the workspace. */
  bundle: bundle
    .extend({
      /** Whose list of signers the signatures were compared with; null if there was none. */
      signers: z.enum(['given', 'workspace', 'bundle']).nullable(),
      /** What this machine recorded in the incident up to `kept`, if the log ends before that. */
      recordedSince: z.object({ writer: string, found: z.int(), kept: z.int() }).nullable(),
    })
    .nullable(),
  /** The archive that was written; null if none was. */
  written: bundle.nullable(),
  /** What to do about damage, missing events or missing files of the log; null if there is none. */
  mend: nullableString,
})
