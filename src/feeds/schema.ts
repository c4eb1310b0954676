import * as z from 'zod'
import { FEED_EVENTS } from '../domain/feeds/feed-event.ts'
import { SCOPE_STATES } from '../domain/log/scope-change.ts'
import { LANGUAGES, PHASES, SEVERITIES } from '../domain/runbook/runbook.ts'
import { FEED_FORMS } from '../domain/settings.ts'

/** What a feed of the form `json`, or a command, is told of one event. */
export const feed = z.object({
  schemaVersion: z.literal(1),
  /** The same whenever this is told: at least once. */
  key: z.string(),
  feed: z.string(),
  what: z.enum([...FEED_EVENTS, 'test']),
  /** It had been recorded by mistake, and was undone. */
  takenBack: z.boolean(),
  drill: z.boolean(),
  confidential: z.boolean(),
  /** When it happened. */
  at: z.string(),
  /** How the incident stood then; null in a test, and if it is confidential. */
  incident: z.nullable(
    z.object({
      id: z.string(),
      /** The event of its log; null if nothing was recorded: a deadline passed. */
      event: z.nullable(z.string()),
      by: z.nullable(z.string()),
      type: z.string(),
      severity: z.nullable(z.enum(SEVERITIES)),
      titles: z.object({ ja: z.nullable(z.string()), en: z.nullable(z.string()) }),
      phase: z.enum(PHASES),
      lead: z.nullable(z.string()),
      /** Null if nobody has stated what is stopped. */
      restricted: z.nullable(
        z.array(
          z.object({
            operation: z.string(),
            asset: z.nullable(z.string()),
            state: z.enum(SCOPE_STATES),
            words: z.nullable(z.string()),
            since: z.string(),
          }),
        ),
      ),
    }),
  ),
  /** The deadline that passed, as `status --json` names it, and `at` is when that was due; null for all else. */
  clock: z.nullable(z.string()),
  /** What becomes of an alert with this key in a pager; null if nothing does. */
  alert: z.nullable(z.object({ key: z.string(), action: z.enum(['trigger', 'acknowledge', 'resolve']) })),
  texts: z.array(z.object({ language: z.enum(LANGUAGES), title: z.string(), text: z.string() })),
})

/** How far a feed was told, as it was last known. */
export const feedStatus = z.object({
  feed: z.string(),
  /** When something was last told; null if nothing ever was. */
  lastAt: z.nullable(z.string()),
  /** How many messages wait because the feed cannot be told. */
  waiting: z.int(),
  /** Since when, and why. */
  trouble: z.nullable(z.object({ since: z.string(), why: z.string(), detail: z.string() })),
  /** Messages that were not told and never will be. */
  leftOut: z.nullable(z.object({ count: z.int(), at: z.string(), why: z.string(), detail: z.string() })),
})

/** The feeds of a workspace, in `feed list`. */
export const feeds = z.object({
  schemaVersion: z.literal(1),
  feeds: z.array(
    z.object({
      ...feedStatus.shape,
      via: z.enum(['webhook', 'command']),
      /** Null for a template of the team's own. */
      form: z.nullable(z.enum([...FEED_FORMS, 'command'])),
      /** Without secrets. */
      target: z.string(),
      on: z.array(z.enum(FEED_EVENTS)),
      languages: z.array(z.enum(LANGUAGES)),
      severity: z.nullable(z.enum(SEVERITIES)),
      drills: z.boolean(),
    }),
  ),
})

/** What came of `feed test`. */
export const feedTest = z.object({
  schemaVersion: z.literal(1),
  feed: z.string(),
  form: z.nullable(z.string()),
  target: z.string(),
  told: z.boolean(),
  why: z.nullable(z.string()),
  detail: z.nullable(z.string()),
})

/** What came of `feed send`. */
export const feedsTold = z.object({
  schemaVersion: z.literal(1),
  feeds: z.array(
    z.object({
      feed: z.string(),
      told: z.int(),
      waiting: z.int(),
      why: z.nullable(z.string()),
      detail: z.nullable(z.string()),
    }),
  ),
})
