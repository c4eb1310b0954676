import * as z from 'zod'
import { FOLLOW_UP_STATES } from '../domain/incident/follow-up-state.ts'
import { COMMAND_ENDS } from '../domain/log/event.ts'
import { DEVIATIONS } from '../domain/report/deviations.ts'
import { LATE_FROM } from '../domain/report/late-notices.ts'
import { PHASES, SEVERITIES, STAGES } from '../domain/runbook/runbook.ts'
import { feedStatus } from '../feeds/schema.ts'
import {
  clock,
  conflict,
  fact,
  head,
  hypothesis,
  instant,
  metrics,
  notice as noticeInBrief,
  nullableInstant,
  nullableString,
  offer,
  ownTexts,
  page,
  partyCalls,
  scopeEntry,
  step,
  string,
  strings,
  words,
} from '../runbook/schema-parts.ts'

// Parts of the JSON report, with all that the log records of them.

/** How long after what a notice came, and within which time it was due. */
export const lateness = z.object({
  from: z.enum(LATE_FROM),
  afterSeconds: z.number(),
  withinSeconds: z.number(),
})

/** An approval (`event`) on which an act rested, and the event that set its writer aside. */
const lostApproval = z.object({ act: string, event: string, by: string, setAside: string, reason: string })

export const deviation = z.object({
  kind: z.enum(DEVIATIONS),
  what: strings,
  reason: nullableString,
  /** What it rested on, and whose writer was set aside since: each approval that counted before. */
  lost: z.array(lostApproval).optional(),
  /** How late a notice was. */
  late: lateness.optional(),
  event: string,
  at: instant,
  by: string,
})

/** `text` was posted by a person, `texts` sent, by language; `sending` is null if posted, and in the customers' report. */
export const notice = noticeInBrief.extend({
  /** Its position among all events. */
  order: z.int(),
  recordedAt: instant,
  /** The position of the event that recorded its time. */
  timeOrder: z.int(),
  by: string,
  /** The last event of each writer that whoever made it had seen. */
  seen: z.array(z.object({ writer: string, seq: z.int() })),
  text: nullableString,
  texts: z.array(z.object({ language: string, subject: nullableString, text: string, digest: string })),
  next: nullableInstant,
  claim: z.object({ evidence: string, approvedBy: string }).nullable(),
  forced: z.object({ reason: string, open: strings }).nullable(),
  sending: z
    .object({
      /** The first intent, as logged; `attempts` names the events of all. */
      intent: z.unknown(),
      attempts: strings,
      journals: strings,
      ended: z.boolean(),
      why: nullableString,
      detail: nullableString,
      /** Numbers of recipients. */
      accepted: z.int().nullable(),
      refused: z.int().nullable(),
      unknown: z.int().nullable(),
    })
    .nullable(),
  /** The event by which a person stated that it arrived, and its times as they were while that was not known. */
  settled: z
    .object({ event: string, before: z.object({ at: instant, recordedAt: instant, timeOrder: z.int() }) })
    .optional(),
})

/** Recorded as posted by mistake: it counts for nothing. */
export const undoneNotice = notice.extend({
  undone: z.object({ event: string, at: instant, by: string, reason: string }),
})

export const action = z.object({
  id: string,
  at: instant,
  by: string,
  text: string,
  texts: ownTexts,
  owner: nullableString,
  due: nullableString,
  /** The prevention fact that it implements. */
  serves: nullableString,
  /** Its key or address in a tracker. */
  ref: nullableString,
  doneAt: nullableInstant,
  doneEvent: nullableString,
  /** Whether a writer that this machine does not know added it, or says that it is done. */
  unknown: z.boolean(),
})

/** The follow-ups of one incident, or of all. */
export const followUps = z.object({
  schemaVersion: z.literal(1),
  actions: z.array(
    action.extend({
      incident: string,
      title: nullableString,
      drill: z.boolean(),
      state: z.enum(FOLLOW_UP_STATES),
      /** The name of the owner in the contacts; null if they do not have it. */
      ownerName: words.nullable(),
    }),
  ),
})

export const correction = z.object({
  event: string,
  target: string,
  by: string,
  recordedAt: instant,
  at: nullableInstant,
  text: nullableString,
  ja: nullableString,
  en: nullableString,
  reason: string,
})

/** While `end` is null, it may still be running. `settled` is what somebody found out later about how it ended. */
export const command = z.object({
  event: string,
  argv: strings,
  step: nullableString,
  at: instant,
  by: string,
  stdout: string,
  stderr: string,
  end: z.object({ how: z.enum(COMMAND_ENDS), code: z.int().nullable(), signal: nullableString }).nullable(),
  settled: z.object({ event: string, at: instant, by: string, words: string }).nullable(),
})

/** An event with its corrections. `data` depends on its type; `original` is as first recorded, null if uncorrected. */
export const entry = z.object({
  event: string,
  at: instant,
  recordedAt: instant,
  by: string,
  /** The program through which they acted: `board`, or `mcp` for an assistant; null for whoever typed it. */
  via: nullableString,
  /** Who made the link by which they acted; null for whoever used the machine. */
  invitedBy: nullableString,
  type: string,
  data: z.unknown(),
  undoneBy: nullableString,
  correctedBy: nullableString,
  setBackSeconds: z.number().nullable(),
  /** How much later than it happened it was recorded, if by more than two minutes. */
  enteredLateSeconds: z.number().nullable(),
  /** For the last of several steps that one operator recorded as done within seconds. */
  stepsInBulk: z.object({ steps: z.int(), seconds: z.int() }).nullable(),
  original: z.object({ at: instant, data: z.unknown() }).nullable(),
})

/** What another person has to approve; "done" also if it was carried out in part, and the rest can be no more. */
const approval = z.object({
  event: string,
  at: instant,
  by: string,
  state: z.enum(['waiting', 'approved', 'refused', 'changed', 'expired', 'done']),
  expiresAt: instant,
  notices: z.array(z.object({ channel: string, stage: z.enum(STAGES), number: z.int().nullable() })),
  lift: strings,
  digest: string,
  granted: z.object({ event: string, at: instant, by: string }).nullable(),
  refused: z.object({ event: string, at: instant, by: string, reason: string }).nullable(),
  /**
   * What voids it: names of facts, the event that replaced it or set a writer aside (with the reason given), or channels; null
   * for nothing.
   */
  changed: z
    .object({
      why: z.enum(['redacted', 'set-aside', 'given-up', 'scope', 'replaced', 'told', 'facts']),
      what: strings,
      reason: string.optional(),
    })
    .nullable(),
  /** What would void it, or keep it from being sent, if the writers of these events were known to the machine. */
  unheeded: z.array(
    z.object({
      why: z.enum(['refused', 'scope', 'told', 'facts']),
      what: strings,
      events: z.array(z.object({ event: string, by: string })),
    }),
  ),
  acts: strings,
})

/** `approve --json` without an event. */
export const approvals = z.object({ schemaVersion: z.literal(1), approvals: z.array(approval) })

export const status = z.object({
  schemaVersion: z.literal(1),
  incident: string,
  title: nullableString,
  type: string,
  severity: z.enum(SEVERITIES).nullable(),
  drill: z.boolean(),
  lead: nullableString,
  /** The offer of the lead, if it is not accepted yet. */
  offer: offer.nullable(),
  phase: z.enum(PHASES),
  interruption: z.int(),
  startedAt: nullableInstant,
  declaredAt: nullableInstant,
  liftedAt: nullableInstant,
  fullyResumedAt: nullableInstant,
  closedAt: nullableInstant,
  scope: z.array(scopeEntry),
  facts: z.record(string, fact),
  steps: z.array(step),
  /** Whom to call, in calling order; `next` is null if nobody is to be called now. */
  calls: z.array(partyCalls),
  pages: z.array(page.extend({ person: string, department: nullableString, level: nullableString })),
  notices: z.array(noticeInBrief),
  metrics,
  /** Notices that told what was taken back since: facts, `scope:OPERATION[:ASSET]` or `type`, and the events that stated it. */
  toCorrect: z.array(z.object({ notice: string, channel: string, what: strings, stated: strings })),
  clocks: z.array(clock),
  outcomesUnknown: z.array(z.object({ event: string, argv: strings, step: nullableString, at: string, by: string })),
  hypotheses: z.array(hypothesis),
  conflicts: z.array(conflict),
  approvals: z.array(approval),
  /** What notices and lifts rested on that no longer counts, since its writer was set aside. */
  lostApprovals: z.array(lostApproval),
  log: z.object({
    files: strings,
    events: z.int(),
    heads: z.array(head),
    head: string,
    intact: z.boolean(),
    unknownWriters: z.array(z.object({ writer: string, by: string, events: z.int() })),
  }),
  /** How far the incident is shared with other machines, as this one last knew. */
  sync: z.object({
    relay: nullableString,
    state: z.enum(['off', 'ok', 'waiting', 'unreachable', 'forked']),
    waiting: z.int(),
    /** The writers of whom the relay has lines that were not looked at yet. */
    unread: strings,
    lastAt: nullableString,
    /**
     * In the last day: the relay is another one than before (`isOther`), in turn with one that had answered before
     * (`alternates`), or it lacked what it had, as after a restore.
     */
    changed: z.object({ at: string, isOther: z.boolean(), alternates: z.boolean() }).nullable(),
    /**
     * The other machines that share incidents, and when each was last heard of: by what they call themselves, or null where
     * no writer that this machine knows has signed that, and by the key that did.
     */
    machines: z.array(z.object({ name: nullableString, key: nullableString, at: string })),
  }),
  /** How far the feeds of this machine were told, of this incident and all others. */
  feeds: z.array(feedStatus),
})

/** The steps that are open now, in the order in which they are proposed. */
export const next = z.object({ schemaVersion: z.literal(1), steps: z.array(step) })

export const list = z.object({
  schemaVersion: z.literal(1),
  incidents: z.array(
    z.object({
      incident: string,
      title: nullableString,
      type: string,
      severity: z.enum(SEVERITIES).nullable(),
      drill: z.boolean(),
      /** Whether its type is confidential in the runbook. */
      confidential: z.boolean(),
      phase: z.enum(PHASES),
      startedAt: nullableInstant,
      declaredAt: nullableInstant,
      declaredBy: nullableString,
      fullyResumedAt: nullableInstant,
      closedAt: nullableInstant,
      closedAs: nullableString,
      intact: z.boolean(),
      /** What speaks against the log as a whole. */
      flaw: z.enum(['damaged', 'declared-twice', 'incomplete']).nullable(),
      /** Whether a writer that this machine does not know recorded in it, or declared it and is known from no other. */
      hasUnknownWriters: z.boolean(),
    }),
  ),
  /** Incidents that this machine has recorded to and whose log is gone; `kept` is the state file that remembers it. */
  missing: z.array(z.object({ incident: string, writer: string, seq: z.int(), hash: string, kept: string })),
})

/** Closed incidents that are like one, and what they have in common with it; `leftOut` are those whose log is in doubt. */
export const similar = z.object({
  schemaVersion: z.literal(1),
  incident: string,
  incidents: z.array(
    z.object({
      incident: string,
      title: nullableString,
      type: string,
      severity: z.enum(SEVERITIES).nullable(),
      startedAt: nullableInstant,
      declaredAt: nullableInstant,
      fullyResumedAt: nullableInstant,
      closedAt: nullableInstant,
      closedAs: nullableString,
      /** What is recorded of its causes. */
      causes: strings,
      /** `scope` is what was restricted in both, `words` those of this one's cause that stand in its causes. */
      shared: z.object({ type: z.boolean(), scope: strings, words: strings }),
      /** As in the list of incidents. */
      hasUnknownWriters: z.boolean(),
    }),
  ),
  /** How many more there are, with less in common or older. */
  more: z.int(),
  leftOut: strings,
})

/** What a command recorded. */
export const recorded = z.object({
  incident: string,
  events: z.array(z.object({ event: string, type: string, at: instant, data: z.unknown() })),
  /** What held already, so that nothing was recorded for it. */
  already: strings,
  /** The event that asked for the approval of another person, if it waits for that: nothing was done yet. */
  awaiting: string.optional(),
})

/** `started` is false if the incident was open already; none is named if an alert was resolved for which none is open. */
export const start = z.object({ schemaVersion: z.literal(1), incident: nullableString, started: z.boolean() })

/** The notes copied to the incident that goes on, and the end of the duplicate. */
export const join = recorded.extend({
  schemaVersion: z.literal(1),
  closed: recorded,
  /** What stays with the duplicate: numbers, and the events of notices that went out. */
  leftBehind: z.object({ privateNotes: z.int(), files: z.int(), notices: strings }),
})

/** What a command recorded, and of some commands what else came of it. */
export const receipt = recorded.extend({
  schemaVersion: z.literal(1),
  /** Of `exec`: whether the command ran. */
  ran: z.boolean().optional(),
  /** Of `handover`: the pack, as the document `handover`. */
  handover: z.record(string, z.unknown()).optional(),
})

/** The stated scope; what nobody has stated is left out. */
export const scope = z.object({ schemaVersion: z.literal(1), scope: z.array(scopeEntry) })

/** What `status --check` found: deadlines that passed, and what unknown writers may have silenced. */
export const alarms = z.object({
  schemaVersion: z.literal(1),
  overdue: z.array(z.object({ incident: string, clock: string, dueAt: instant })),
  silenced: z.array(z.object({ incident: string, event: string, writer: string, by: string, clocks: strings })),
})
