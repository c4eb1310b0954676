import * as z from 'zod'
import { FEED_EVENTS, type FeedFilter } from '../domain/feeds/feed-event.ts'
import { LANGUAGES, type Language, SEVERITIES } from '../domain/runbook/runbook.ts'
import { FEED_FORMS, type FeedDestination } from '../domain/settings.ts'
import { checkWebServer, programKeys, webServerKeys } from './channels-schema.ts'
import { addFieldIssue, millisecondsOf } from './field-schemas.ts'

/** A feed, as the settings of this machine have it. */
export interface Feed {
  readonly name: string
  readonly destination: FeedDestination
  readonly filter: FeedFilter
  readonly languages: readonly Language[]
}

/** PagerDuty's address for events, but for accounts in its European region. */
const PAGERDUTY_URL = 'https://events.pagerduty.com/v2/enqueue'

const SECRET = '{{secret}}'

/** What a feed hears of, whatever it is. */
const heard = {
  on: z.array(z.enum(FEED_EVENTS)).min(1).optional().describe('What is told (default: all of it).'),
  languages: z
    .array(z.enum(LANGUAGES))
    .min(1)
    .optional()
    .describe('The languages of what is told, in this order (default: that of `language`, else ja).'),
  severity: z
    .enum(SEVERITIES)
    .optional()
    .describe(
      'Incidents from this severity on are told of, and those whose severity nobody has stated (default: all).',
    ),
  drills: z
    .boolean()
    .optional()
    .meta({ description: 'Whether drills are told of too, marked as such.', default: false }),
}

/** The name of a header, but for those that every request has. */
const header = z
  .string()
  .regex(/^(?!(?:content-|transfer-|host$|connection$|webhook-|idempotency-key$|authorization$))[a-z0-9-]+$/i)
  .meta({ title: 'header' })

const webhook = z
  .strictObject({
    ...webServerKeys,
    secretEnv: webServerKeys.secretEnv.describe(
      'The environment variable that contains the secret: the routing key of PagerDuty, what stands for `{{secret}}`, or else the key to sign requests with (Standard Webhooks).',
    ),
    secretFile: webServerKeys.secretFile.describe('A file that contains only the secret.'),
    form: z.enum(FEED_FORMS).optional().describe('The service, whose form the messages have.'),
    body: webServerKeys.body.describe(
      'A JSON file to send for another service, in place of `form`, with names such as `{{text}}` to be filled in.',
    ),
    headers: z
      .record(header, z.string().regex(/^[\x20-\x7e]*$/))
      .optional()
      .describe('Further headers of each request; `{{secret}}` stands for the secret.'),
    ...heard,
  })
  .superRefine((file, context) => {
    const isPagerDuty = file.form === 'pagerduty'
    checkWebServer(file, context, isPagerDuty ? 0 : 1)
    const given = (['form', 'body'] as const).filter((key) => file[key] !== undefined)
    if (given.length !== 1) addFieldIssue(context, 'one-of', { keys: ['form', 'body'], given }, given.slice(1))
    const usesSecret = isPagerDuty || [file.url ?? '', ...Object.values(file.headers ?? {})].join().includes(SECRET)
    if (usesSecret && (file.secretEnv ?? file.secretFile) === undefined)
      addFieldIssue(context, 'missing-key', { key: 'secretEnv' })
  })

/** A room or a machine that is told what happens: an entry of `feeds` in the settings. */
export const feedSchema = z.discriminatedUnion('via', [
  webhook,
  z.strictObject({
    ...programKeys,
    run: programKeys.run.describe(
      'The program and its arguments. It is run without a shell, with a JSON document on standard input.',
    ),
    ...heard,
  }),
])

/** A feed from its entry in the file; `language` is what it speaks unless it says so itself. */
export function normaliseFeed(name: string, file: z.infer<typeof feedSchema>, language: Language): Feed {
  const { on = FEED_EVENTS, severity = null, drills = false, languages = [language], ...rest } = file
  const timeout = millisecondsOf(rest.timeout)
  const isAtPagerDuty = 'form' in rest && rest.form === 'pagerduty' && (rest.urlEnv ?? rest.urlFile) === undefined
  const destination = {
    ...(isAtPagerDuty && { url: PAGERDUTY_URL }),
    ...rest,
    ...(timeout !== undefined && { timeout }),
  } as FeedDestination
  return { name, destination, filter: { on, severity, drills }, languages }
}
