import * as z from 'zod'
import { authority, filing } from '../authority/schema.ts'
import { CONTACT_METHODS } from '../domain/contacts/contacts.ts'
import { DELIVERY_OUTCOMES } from '../domain/log/event.ts'
import { UNMET } from '../domain/report/clause-demands.ts'
import { NOT_DONE } from '../domain/report/clause-states.ts'
import { PHASES, REPORT_PARTS } from '../domain/runbook/runbook.ts'
import { evidencePiece } from '../evidence/schema.ts'
import { action, command, correction, deviation, entry, lateness, notice, undoneNotice } from '../incident/schema.ts'
import {
  conflict,
  fact,
  hypothesis,
  instant,
  metrics,
  nullableInstant,
  nullableSeconds,
  offer,
  scopeEntry,
  step,
  words,
} from '../runbook/schema-parts.ts'

const text = z.string()
const nullableText = text.nullable()

const spread = z.object({ count: z.int(), median: z.number(), least: z.number(), most: z.number() }).nullable()

/** A figure of the incident, and the spread of the known ones of the earlier incidents. */
const compared = z.object({ own: z.number().nullable(), earlier: spread })

const comparison = z.object({
  /** Ids, the latest first. */
  incidents: z.array(text),
  /** Ids of incidents that cannot be read in full. */
  leftOut: z.array(text),
  /** Ids of later ones that were left out for these, declared as `declaredByUnknown` says. */
  passedOver: z.array(text),
  /** How many earlier incidents were not looked through, although fewer than five known ones of those that were could be compared. */
  notRead: z.int(),
  /** Ids of those compared in which a writer recorded that this machine does not know. */
  unknownWriters: z.array(text),
  /** Ids of those in which this machine recorded nothing, declared by a writer that it knows from none in which it did. */
  declaredByUnknown: z.array(text),
  timeToDetect: compared,
  timeToNotify: compared,
  timeToResume: compared,
  /** The share of the promised updates that fell due and were kept. */
  updatesKept: compared,
})

/** The draft of a report to an authority whose form has no document of its own. */
export const draft = z.object({
  schemaVersion: z.literal(1),
  incident: text,
  authority,
  /** The report by its name in the file; null if the form is the same for every report. */
  report: text.nullable(),
  complete: z.boolean(),
  fields: z.array(
    z.object({
      id: text,
      title: words,
      /** `blank` fields may stay empty. */
      state: z.enum(['answered', 'missing', 'blank', 'not-asked']),
      value: z.union([text, z.number(), z.boolean(), z.array(text)]).nullable(),
      /** Where it comes from besides the events: what halt.yaml says of the company, or the form. */
      origin: z.enum(['settings', 'form']).nullable(),
      events: z.array(text),
      /** The names of its sources that operators recorded for themselves. */
      internal: z.array(text),
      /** What of its sources is missing, whom to ask, and the command or the key of the settings that states it. */
      gaps: z.array(z.object({ name: text, isUnknown: z.boolean(), department: text.nullable(), command: text })),
    }),
  ),
})

export const report = z.object({
  schemaVersion: z.literal(1),
  incident: text,
  partial: z.boolean(),
  /** Where the log is damaged, and what else it lacks, in words. */
  damage: z.array(text),
  /** The writers that the machine which made the report does not know; null for customers and authorities. */
  unknownWriters: z.array(z.object({ writer: text, by: text, events: z.int() })).nullable(),
  title: nullableText,
  titles: z.object({ ja: nullableText, en: nullableText }),
  type: text,
  types: z.array(z.object({ type: text, at: instant })),
  severity: nullableText,
  drill: z.boolean(),
  phase: text,
  closedAs: nullableText,
  startedAt: nullableInstant,
  declaredAt: instant,
  /** Empty for outside audiences, like all names of people. */
  declaredBy: text,
  timezone: text,
  liftedAt: nullableInstant,
  fullyResumedAt: nullableInstant,
  closedAt: nullableInstant,
  planned: z.object({ from: nullableInstant, to: nullableInstant }).nullable(),
  interruptions: z.int(),
  people: z.array(text),
  severities: z.array(z.object({ severity: text, at: instant })),
  /** When it was in each phase; `phase` is null before the declaration. */
  phases: z.array(z.object({ phase: z.enum(PHASES).nullable(), from: instant, to: instant })),
  impact: z.object({
    operations: z.array(
      z.object({
        target: text,
        stoppedSeconds: z.number(),
        restrictedSeconds: z.number(),
        timeToResumeSeconds: nullableSeconds,
      }),
    ),
    noticesSent: z.int(),
    recipientsAccepted: z.int(),
    recipientsRefused: z.int(),
  }),
  scope: z.array(scopeEntry),
  scopeHistory: z.array(
    z.object({ target: text, spans: z.array(z.object({ state: text, from: instant, to: instant })) }),
  ),
  promises: z.array(
    z.object({
      channel: text,
      dueAt: instant,
      at: nullableInstant,
      /** Whether `at` is when it came on the page that the channel names for it, and not on the channel. */
      onPage: z.boolean(),
      kept: z.boolean(),
    }),
  ),
  /** Next reports that were late without a time that customers had been told. */
  lateUpdates: z.array(
    z.object({
      channel: text,
      dueAt: instant,
      at: nullableInstant,
      onPage: z.boolean(),
      /** Within how long of the notice before it was due; null if by a time planned without telling customers. */
      withinSeconds: z.number().nullable(),
    }),
  ),
  facts: z.record(text, fact),
  factsByPerson: z.record(text, z.array(fact)),
  factHistory: z.array(
    z.object({
      fact: text,
      event: text,
      at: instant,
      by: text,
      known: z.boolean().nullable(),
      value: nullableText,
      ja: nullableText,
      en: nullableText,
      undone: z.boolean(),
    }),
  ),
  parts: z.record(z.enum(REPORT_PARTS), z.array(z.object({ fact: text, view: fact }))),
  milestones: z.array(
    z.object({
      id: text,
      at: instant,
      offsetSeconds: z.number().nullable(),
      interruption: z.int(),
      /** How much later than it happened it was recorded, if by more than two minutes. */
      enteredLateSeconds: nullableSeconds,
      /** The number of a notice. */
      number: z.int().nullable(),
      /** For `lifted`: whether something was still restricted after it. */
      partial: z.boolean(),
    }),
  ),
  metrics,
  /** Key moments; if nobody marked any, those that the program picks. */
  story: z.object({ isMarked: z.boolean(), entries: z.array(entry) }),
  /** With up to five earlier incidents of its type; null if there are none, and for outside audiences. */
  comparison: comparison.nullable(),
  /** Who led when; `until` is null for the current lead. */
  leads: z.array(z.object({ event: text, name: text, from: instant, until: nullableInstant, reason: nullableText })),
  offer: offer.nullable(),
  /** Steps assigned to people; `until` is null while the assignment lasts. */
  assignments: z.array(z.object({ event: text, step: text, to: text, at: instant, by: text, until: nullableInstant })),
  called: z.array(
    z.object({
      event: text,
      at: instant,
      by: text,
      kind: z.enum(['tried', 'reached', 'paged', 'raised']),
      who: text,
      way: z.enum(CONTACT_METHODS).nullable(),
      outcome: z.enum(DELIVERY_OUTCOMES).optional(),
      note: nullableText,
    }),
  ),
  hypotheses: z.array(hypothesis),
  filings: z.array(filing.extend({ authority })),
  clauses: z.array(
    z.object({
      id: text,
      state: z.enum(['done', 'declined', 'skipped', 'open', 'not-applicable', 'carried']),
      /** The steps that give it this state, or all if it is carried, and `place:NAME`; if it is open, those skipped too. */
      by: z.array(text),
      /** If it is open or skipped: the steps that were done all the same; of those in `by`, before a reopening. */
      alsoDone: z.array(text),
      /** What somebody gave as the reason, or noted of it. */
      reason: nullableText,
      /** If it is open or not applicable: why, as far as that follows from the log. */
      why: z.enum(NOT_DONE).nullable(),
      /** If it is open or skipped because of its steps: what its follow-ups lack beside that. */
      followUps: z.enum(UNMET).nullable(),
      // What follows is said of what is done, at least in part.
      /** The fact that it asks for, if that is not known all the same. */
      unknownFact: nullableText,
      /** If updates belong to it: how many fell due, and how many of those came in time; null if none fell due. */
      updates: z.object({ due: z.int(), kept: z.int() }).nullable(),
      /** If it is done by steps with an interval: how often, and how many of the times that they fell due were kept. */
      intervals: z.object({ done: z.int(), due: z.int(), kept: z.int() }).nullable(),
      /** Whether it is done by a step that still recurs. */
      goesOn: z.boolean(),
      /** The steps that belong before the resumption, and were done only after it. */
      afterResumption: z.array(text),
      /** If it asks for promptness: the notice that was latest, if one came after it was due. */
      late: lateness.extend({ step: text }).nullable(),
      /** Whether it asks for a text that is not kept. */
      textNotKept: z.boolean(),
      /** The steps that carry it too and were declined, with the reason. */
      declined: z.array(z.object({ step: text, reason: nullableText })),
    }),
  ),
  steps: z.array(step),
  deviations: z.array(deviation),
  notices: z.array(notice),
  /** By whom notices were approved, other than their authors. */
  noticeApprovals: z.array(z.object({ notice: z.string(), by: z.string() })),
  undoneNotices: z.array(undoneNotice),
  actions: z.array(action),
  corrections: z.array(correction.extend({ passedOver: z.boolean() })),
  /** What was undone: `event` undid `target`. */
  undone: z.array(z.object({ event: text, recordedAt: instant, by: text, reason: text, target: entry })),
  evidence: z.array(evidencePiece),
  commands: z.array(command),
  conflicts: z.array(conflict),
  timeline: z.array(entry),
  /**
   * How many events were recorded more than two minutes after the time that they have now, by how much at most, and how many
   * had their time corrected.
   */
  enteredLate: z.object({ events: z.int(), mostSeconds: z.number(), correctedTimes: z.int() }),
  /** Steps that one operator recorded as done within seconds; `event` is the last. */
  stepsInBulk: z.array(
    z.object({
      by: text,
      recordedAt: instant,
      seconds: z.int(),
      steps: z.array(text),
      events: z.array(text),
      event: text,
    }),
  ),
  log: z.object({ events: z.int(), head: text }),
  /**
   * Counts of writers, of torn writes set aside, and of writers whose missing records were given up; and the events `from` to
   * `to` of a writer that were recorded on another machine with the same state folder and are not in this log.
   */
  chain: z.object({
    writers: z.int(),
    tornEnds: z.int(),
    givenUp: z.int(),
    absent: z.array(z.object({ writer: text, from: z.int(), to: z.int(), continuedBy: text })),
  }),
})

/** How many follow-ups there are of each state. */
const followUpCounts = z.object({
  overdue: z.int(),
  open: z.int(),
  'done-late': z.int(),
  'done-in-time': z.int(),
  done: z.int(),
})

/** Times are in seconds. */
const figures = {
  /** How many of the incidents were planned; they have no time to detect. */
  planned: z.int(),
  timeToDetect: spread,
  timeToNotify: spread,
  timeToResume: spread,
  updatesDue: z.int(),
  updatesKept: z.int(),
  followUps: followUpCounts,
}

export const stats = z.object({
  schemaVersion: z.literal(1),
  /** Ids of incidents whose logs are not whole, or whose runbook is missing. */
  leftOut: z.array(text),
  /** Ids of incidents in which a writer recorded that this machine does not know. */
  unknownWriters: z.array(text),
  /** Ids of those in which this machine recorded nothing, declared by a writer that it knows from none in which it did. */
  declaredByUnknown: z.array(text),
  incidents: z.int(),
  drills: z.int(),
  falseAlarms: z.int(),
  duplicates: z.int(),
  ...figures,
  types: z.array(z.object({ type: text, count: z.int(), ...figures })),
  skipped: z.array(
    z.object({ step: text, title: z.object({ ja: text, en: text }), count: z.int(), reasons: z.array(text) }),
  ),
  overdue: z.array(z.object({ incident: text, event: text, text, owner: nullableText, due: text, ref: nullableText })),
  months: z.array(z.object({ month: text, count: z.int() })),
  /** Of all incidents first (`type` is null), then of each type; by the calendar quarter in which incidents began. */
  trends: z.array(
    z.object({
      type: nullableText,
      /** `incidents` are the ids of those behind the figures; a spread counts those of which the time is known. */
      quarters: z.array(z.object({ quarter: text, incidents: z.array(text), ...figures })),
    }),
  ),
  /** The incidents behind the figures. */
  cases: z.array(
    z.object({
      incident: text,
      title: nullableText,
      type: text,
      severity: nullableText,
      planned: z.boolean(),
      began: text,
      quarter: nullableText,
      timeToDetectSeconds: nullableSeconds,
      timeToNotifySeconds: nullableSeconds,
      timeToResumeSeconds: nullableSeconds,
      updatesDue: z.int(),
      updatesKept: z.int(),
      followUps: followUpCounts,
    }),
  ),
})
