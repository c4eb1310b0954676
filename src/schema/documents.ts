import * as z from 'zod'
import { WAYS } from '../domain/contacts/contacts.ts'
import { EXPECTATIONS } from '../domain/drill/answers.ts'
import { SECTIONS } from '../domain/drill/score.ts'
import { CHECK_CODES } from '../domain/drill/scoring/check.ts'
import { FLAWS, STANDINGS } from '../domain/incident/standing.ts'
import { DELIVERY_OUTCOMES } from '../domain/log/event.ts'
import { SCOPE_STATES } from '../domain/log/scopechange.ts'
import { AREAS } from '../domain/readiness/finding.ts'
import { MODALITIES, PHASES, REPORT_PARTS, STAGES } from '../domain/runbook/runbook.ts'
import { SEVERITIES } from '../domain/severity.ts'

/** Shapes of the JSON documents that commands print (contract, "JSON shapes"). */

const time = z.string().nullable()
const words = z.object({ ja: z.string(), en: z.string() })

const step = z.object({
  id: z.string(),
  phase: z.enum(PHASES),
  section: z.string(),
  clauses: z.array(z.string()),
  source: z.enum(['manual', 'extension']),
  department: z.string(),
  title: words,
  modality: z.enum(MODALITIES),
  kind: z.enum(['once', 'recurring']),
  state: z.enum(['pending', 'in-progress', 'done', 'declined', 'skipped', 'not-applicable']),
  assignee: z.string().nullable(),
  dueAt: time,
  at: time,
  by: z.string().nullable(),
  reason: z.string().nullable(),
})

const scope = z.object({
  operation: z.string(),
  asset: z.string().nullable(),
  state: z.enum(SCOPE_STATES),
  words: z.string().nullable(),
  since: z.string(),
})

const fact = z.object({
  known: z.boolean(),
  value: z.string().nullable(),
  ja: z.string().nullable(),
  en: z.string().nullable(),
  at: time,
  by: z.string().nullable(),
})

const notice = z.object({
  event: z.string(),
  channel: z.string(),
  stage: z.enum(STAGES),
  number: z.int().nullable(),
  at: z.string(),
  state: z.enum(['sent', 'posted', 'failed', 'unknown']),
  link: z.string().nullable(),
  digest: z.string().nullable(),
})

const seconds = z.number().nullable()
const measured = z.object({
  channels: z.record(
    z.string(),
    z.object({ fromStartSeconds: seconds, fromDeclaringSeconds: seconds, resumptionFromLiftSeconds: seconds }),
  ),
  promises: z.object({ due: z.int(), kept: z.int(), missed: z.int() }),
  facts: z.object({
    asked: z.int(),
    known: z.int(),
    notYetKnown: z.array(z.string()),
    notStated: z.array(z.string()),
  }),
})

const offer = z.object({
  event: z.string(),
  to: z.string(),
  at: z.string(),
  by: z.string(),
  note: z.string().nullable(),
})
const hypothesis = z.object({
  event: z.string(),
  text: z.string(),
  at: z.string(),
  by: z.string(),
  discarded: z.object({ event: z.string(), reason: z.string(), at: z.string(), by: z.string() }).nullable(),
})
const clock = z.object({ id: z.string(), dueAt: z.string(), overdue: z.boolean() })
const conflict = z.object({ target: z.string(), events: z.array(z.string()) })
const head = z.object({ writer: z.string(), seq: z.int(), hash: z.string() })

const callState = z.enum(['open', 'waiting', 'no-answer', 'reached'])

/** `why` is `drill` where it was only simulated; `state` is `unknown` as well while its outcome is not recorded. */
const page = z.object({
  event: z.string(),
  at: z.string(),
  by: z.string(),
  way: z.enum(WAYS),
  state: z.enum(DELIVERY_OUTCOMES),
  why: z.string().nullable(),
})

const called = z.object({
  id: z.string(),
  next: z.string().nullable(),
  reached: z.string().nullable(),
  people: z.array(z.object({ id: z.string(), state: callState, at: time, by: z.string().nullable() })),
})

const status = z.object({
  schemaVersion: z.literal(1),
  incident: z.string(),
  title: z.string().nullable(),
  type: z.string(),
  severity: z.enum(SEVERITIES).nullable(),
  drill: z.boolean(),
  lead: z.string().nullable(),
  /** The lead, offered and not accepted yet. */
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
  /** Whom to call, in the order in which they are told; `next` is null where nobody is to be called now. */
  calls: z.array(called),
  pages: z.array(page.extend({ person: z.string(), department: z.string().nullable(), level: z.string().nullable() })),
  notices: z.array(notice),
  measured,
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

const submission = z.object({
  event: z.string(),
  at: z.string(),
  by: z.string(),
  ref: z.string().nullable(),
  note: z.string().nullable(),
})

/** A report to an authority. */
const filing = z.object({
  report: z.string(),
  title: words,
  state: z.enum(['waiting', 'running', 'reported']),
  /** What its deadline counts from: an event of the authority, or another report. */
  from: z.object({ event: z.string(), of: z.string(), at: z.string(), by: z.string() }).nullable(),
  dueAt: time,
  /** The later end, where the deadline is said to lie between two. */
  latestAt: time,
  atOnce: z.boolean(),
  /** By when in words, where no date says it. */
  before: words.nullable(),
  submissions: z.array(submission),
  /** Whether the first one came in time; null where that cannot be said. */
  kept: z.boolean().nullable(),
})

/** `verify` where somebody has yet to check what is wanted; `reviewed` is when that was written. */
const authority = z.object({ id: z.string(), title: words, verify: z.boolean(), reviewed: z.string() })

const clocks = z.object({
  schemaVersion: z.literal(1),
  incident: z.string().nullable(),
  authorities: z.array(
    authority.extend({
      condition: words.nullable(),
      /** It may apply as far as is known, and nobody has started it. */
      mayApply: z.boolean(),
      /** Its clocks are started by its own name only. */
      byName: z.boolean(),
      events: z.record(z.string(), words),
      reports: z.array(filing),
    }),
  ),
})

const report = z.object({
  schemaVersion: z.literal(1),
  incident: z.string(),
  /** Of a damaged log: where, in words. */
  partial: z.boolean(),
  damage: z.array(z.string()),
  timezone: z.string(),
  impact: z.object({
    operations: z.array(
      z.object({
        target: z.string(),
        stoppedSeconds: z.number(),
        restrictedSeconds: z.number(),
        timeToResumeSeconds: seconds,
      }),
    ),
    noticesSent: z.int(),
    recipientsAccepted: z.int(),
    recipientsRefused: z.int(),
  }),
  scopeHistory: z.array(
    z.object({
      target: z.string(),
      spans: z.array(z.object({ state: z.string(), from: z.string(), to: z.string() })),
    }),
  ),
  promises: z.array(z.object({ channel: z.string(), dueAt: z.string(), at: z.string().nullable(), kept: z.boolean() })),
  facts: z.record(z.string(), fact),
  factHistory: z.array(
    z.object({
      fact: z.string(),
      event: z.string(),
      at: z.string(),
      by: z.string(),
      known: z.boolean().nullable(),
      value: z.string().nullable(),
      ja: z.string().nullable(),
      en: z.string().nullable(),
      undone: z.boolean(),
    }),
  ),
  parts: z.record(z.enum(REPORT_PARTS), z.array(z.object({ fact: z.string(), view: fact }))),
  milestones: z.array(
    z.object({ id: z.string(), at: z.string(), offsetSeconds: z.number().nullable(), interruption: z.int() }),
  ),
  metrics: z.object({
    timeToDetectSeconds: z.number().nullable(),
    timeToNotifySeconds: z.number().nullable(),
    timeToNotifySecondsByChannel: z.record(z.string(), z.number().nullable()),
    timeToResumeSeconds: z.number().nullable(),
    updatesDue: z.int(),
    updatesKept: z.int(),
  }),
  measured,
  /** Who led when; `until` is null for whoever leads. */
  leads: z.array(
    z.object({
      event: z.string(),
      name: z.string(),
      from: z.string(),
      until: time,
      reason: z.string().nullable(),
    }),
  ),
  hypotheses: z.array(hypothesis),
  /** Reports to authorities that are due, or were made. */
  filings: z.array(filing.extend({ authority })),
  clauses: z.array(
    z.object({
      id: z.string(),
      state: z.enum(['done', 'declined', 'skipped', 'open', 'not-applicable', 'carried']),
      by: z.array(z.string()),
      reason: z.string().nullable(),
    }),
  ),
  log: z.object({ events: z.int(), head: z.string() }),
})

const spread = z.object({ count: z.int(), median: z.number(), least: z.number(), most: z.number() }).nullable()

const stats = z.object({
  schemaVersion: z.literal(1),
  incidents: z.int(),
  drills: z.int(),
  falseAlarms: z.int(),
  duplicates: z.int(),
  timeToNotify: spread,
  timeToResume: spread,
  types: z.array(z.object({ type: z.string(), count: z.int(), timeToNotify: spread, timeToResume: spread })),
  updatesDue: z.int(),
  updatesKept: z.int(),
  skipped: z.array(
    z.object({
      step: z.string(),
      title: z.object({ ja: z.string(), en: z.string() }),
      count: z.int(),
      reasons: z.array(z.string()),
    }),
  ),
  overdue: z.array(z.object({ incident: z.string(), text: z.string(), owner: z.string().nullable(), due: z.string() })),
  months: z.array(z.object({ month: z.string(), count: z.int() })),
})

const findings = z.object({
  findings: z.array(
    z.object({
      code: z.string(),
      level: z.enum(['error', 'warning', 'info']),
      message: z.string(),
      mend: z.string(),
      /** Null where it is about no file. */
      file: z.string().nullable(),
      line: z.int().nullable(),
      column: z.int().nullable(),
      /** Of a notice. */
      channel: z.string().optional(),
      language: z.enum(['ja', 'en']).optional(),
    }),
  ),
})

/** What `doctor` found, by area. */
const doctor = z.object({
  schemaVersion: z.literal(1),
  /** Whether connections were left out. */
  offline: z.boolean(),
  findings: z.array(
    findings.shape.findings.element.omit({ channel: true, language: true }).extend({ area: z.enum(AREAS) }),
  ),
})

/** The texts of notices; with `--dry-run` where they would go, and what keeps them from it. */
const notices = z.object({
  schemaVersion: z.literal(1),
  notices: z.array(
    z.object({
      channel: z.string(),
      stage: z.string(),
      number: z.int().nullable(),
      language: z.enum(['ja', 'en']),
      subject: z.string().nullable(),
      text: z.string(),
      next: z.string().nullable(),
    }),
  ),
  findings: findings.shape.findings,
  targets: z
    .array(z.object({ channel: z.string(), target: z.string().nullable(), why: z.string().nullable() }))
    .optional(),
})

const result = z.enum([
  'consistent',
  'anchored',
  'damaged',
  'behind',
  'evidence-altered',
  'evidence-lost',
  'unknown-head',
  'not-deleted',
])
const shortcoming = ['missing', 'behind', 'differs'] as const

const removal = z.object({ event: z.string(), at: z.string(), by: z.string(), reason: z.string() })

/** A file in `evidence/` that no event owns; `bytes` is null where only a salt is there. */
const leftover = z.object({
  file: z.string(),
  kind: z.enum(['stdout', 'stderr', 'journal']).nullable(),
  event: z.string().nullable(),
  removed: removal.nullable(),
  bytes: z.int().nullable(),
})

const evidencePiece = z.object({
  file: z.string(),
  kind: z.enum(['attachment', 'note', 'stdout', 'stderr', 'journal']),
  event: z.string(),
  name: z.string().nullable(),
  at: z.string(),
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

const evidence = z.object({
  schemaVersion: z.literal(1),
  evidence: z.array(evidencePiece.extend({ path: z.string() })),
  leftovers: z.array(leftover.extend({ path: z.string() })),
})

const verify = z.object({
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

/** Names of files are relative to the directory; `unset` has the keys that the written ones leave for later. */
const init = z.object({
  schemaVersion: z.literal(1),
  directory: z.string(),
  wrote: z.array(z.string()),
  kept: z.array(z.string()),
  unset: z.array(z.string()),
})

const list = z.object({
  schemaVersion: z.literal(1),
  incidents: z.array(
    z.object({
      incident: z.string(),
      title: z.string().nullable(),
      type: z.string(),
      severity: z.enum(SEVERITIES).nullable(),
      drill: z.boolean(),
      phase: z.enum(PHASES),
      startedAt: time,
      declaredAt: time,
      fullyResumedAt: time,
      closedAt: time,
      closedAs: z.string().nullable(),
      intact: z.boolean(),
    }),
  ),
  /** Incidents that this machine has recorded to, and whose log is gone; `kept` is the file that says so. */
  missing: z.array(
    z.object({ incident: z.string(), writer: z.string(), seq: z.int(), hash: z.string(), kept: z.string() }),
  ),
})

const party = z.object({
  id: z.string(),
  title: words,
  /** Whom to call now; null where somebody was reached, an answer is awaited, or there is nobody. */
  next: z.string().nullable(),
  reached: z.string().nullable(),
  people: z.array(
    z.object({
      id: z.string(),
      name: words,
      state: callState,
      at: time,
      by: z.string().nullable(),
      note: z.string().nullable(),
      /** The last page to them. */
      page: page.nullable(),
      languages: z.array(z.string()),
      /** Whether it is within their working hours. */
      working: z.boolean(),
      /** `sends` where the program can page them this way. */
      reach: z.array(z.object({ by: z.enum(WAYS), to: z.string().nullable(), sends: z.boolean() })),
    }),
  ),
})

const calls = z.object({
  schemaVersion: z.literal(1),
  incident: z.string().nullable(),
  /** In the order in which they are told. */
  parties: z.array(party),
  levels: z.array(
    party.extend({
      dueAt: time,
      overdue: z.boolean(),
      raised: z.object({ at: z.string(), by: z.string(), reason: z.string().nullable() }).nullable(),
    }),
  ),
  answerWithinSeconds: z.number(),
})

const drills = z.object({
  schemaVersion: z.literal(1),
  scenarios: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      title: words,
      minutes: z.int(),
      injects: z.int(),
      mark: z.int(),
    }),
  ),
})

const points = z.int().min(0).max(100).nullable()

/** What cost points: `expected` is what an inject asked for, `points` how many of the section's hundred. */
const loss = z.object({
  code: z.enum(CHECK_CODES),
  what: z.string(),
  expected: z.enum(EXPECTATIONS).nullable(),
  dueAt: time,
  at: time,
  points: z.number(),
  message: z.string(),
})

const score = z.object({
  schemaVersion: z.literal(1),
  incident: z.string(),
  scenario: z.string(),
  title: words,
  /** Played by the program. */
  auto: z.boolean(),
  speed: z.int(),
  mark: z.int(),
  total: points,
  passed: z.boolean(),
  /** A section without a score had nothing to judge. */
  sections: z.array(z.object({ id: z.enum(SECTIONS), score: points, checks: z.int(), lost: z.array(loss) })),
  /** Drills before it that were played in the same way, and the real incident where one was replayed. */
  compared: z.array(z.object({ what: z.enum(['original', 'same', 'last']), incident: z.string(), total: points })),
  /** How a real incident was run that the drill replays, section by section. */
  original: z.object({ incident: z.string(), total: points, sections: z.record(z.string(), points) }).nullable(),
})

/** What whoever leads next has to know. */
const handover = z.object({
  schemaVersion: z.literal(1),
  incident: z.string(),
  title: z.string().nullable(),
  type: z.string(),
  severity: z.enum(SEVERITIES).nullable(),
  drill: z.boolean(),
  phase: z.enum(PHASES),
  interruption: z.int(),
  startedAt: time,
  elapsedSeconds: z.number().nullable(),
  lead: z.string().nullable(),
  offer: offer.nullable(),
  /** When whoever leads began to: the notes are those since then. */
  since: time,
  scope: z.array(scope),
  hypotheses: z.array(hypothesis),
  channels: z.array(
    z.object({
      channel: z.string(),
      last: notice.pick({ event: true, stage: true, number: true, at: true }).nullable(),
      nextDueAt: time,
      /** Why it is not to be used; null where it may be. */
      unsafe: z.string().nullable(),
    }),
  ),
  work: z.array(z.object({ who: z.string(), steps: z.array(step) })),
  calls: z.array(called),
  clocks: z.array(clock),
  /** What waits for a decision; `target` is the step, thing, level, channel, person or command that it is about. */
  matters: z.array(
    z.object({
      kind: z.enum(['step', 'conflict', 'escalation', 'channel', 'delivery', 'page', 'command']),
      target: z.string(),
      events: z.array(z.string()),
    }),
  ),
  /** `text` is null where the words are kept beside the log. */
  notes: z.array(z.object({ event: z.string(), at: z.string(), by: z.string(), text: z.string().nullable() })),
})

export const documentSchemas = {
  clocks,
  handover,
  calls,
  status,
  next: z.object({ schemaVersion: z.literal(1), steps: z.array(step) }),
  report,
  stats,
  evidence,
  doctor,
  findings,
  notices,
  verify,
  list,
  drills,
  score,
  init,
}
