import * as z from 'zod'
import { ID_FORM } from '../domain/runbook/names.ts'
import { LANGUAGES, type Runbook, SEVERITIES, type Severity, STAGES } from '../domain/runbook/runbook.ts'
import { DEFAULT_SETTINGS } from '../domain/settings.ts'
import { channelSchema, url } from './channels-schema.ts'
import { feedSchema } from './feeds-schema.ts'
import { addFieldIssue, durationBetween, type RefinementContext, spelled, timezone } from './field-schemas.ts'
import type { YamlSource } from './finding.ts'

const bilingual = z.strictObject({
  ja: z.string().min(1).optional().describe('In Japanese.'),
  en: z.string().min(1).optional().describe('In English.'),
})

/** Limits for the cadence of notices: more often is noise, more rarely is silence. */
const noticeInterval = durationBetween('1m', '7d', 'bad-cadence')

const update = z.literal('on-change').or(noticeInterval)
const rule = update.or(
  z.strictObject({
    first: noticeInterval.optional().describe('As for all notices.'),
    update: update.optional().describe('As for all notices.'),
  }),
)

/** The runbook in force says which channels there are. */
const channelId = z.string().regex(ID_FORM).meta({ title: 'channel' })

const severityRule = rule.optional().describe('What differs for this severity. A single value is that of `update`.')

const cadence = z
  .object({
    first: noticeInterval.optional().meta({
      description: 'How soon after the declaration the first notice is due: from 1m to 7d.',
      default: '5m',
    }),
    update: update.optional().meta({
      description:
        'How soon after a notice the next one is due, unless another time was promised: from 1m to 7d, or `on-change` if notices only go out when something changes.',
      default: '30m',
    }),
    ...(Object.fromEntries(SEVERITIES.map((severity) => [severity, severityRule])) as Record<
      Severity,
      typeof severityRule
    >),
  })
  .catchall(
    rule.describe('What differs for this channel, whatever a severity says. A single value is that of `update`.'),
  )
  .superRefine((file, context) => {
    const keys = Object.keys(file).filter((key) => !channelId.safeParse(key).success)
    if (keys.length > 0) context.addIssue({ code: 'unrecognized_keys', keys, input: file })
  })

/** Keys of the cadence that are no channels. */
const GENERAL: readonly string[] = ['first', 'update', ...SEVERITIES]

/** Each channel needs its own folder: pages are named by incident, number and stage, not by channel. */
function requireSeparateFolders(
  file: Readonly<Record<string, { via?: string | undefined; path?: string } | undefined>>,
  context: RefinementContext,
): void {
  const owners = new Map<string, string>()
  for (const [channel, way] of Object.entries(file)) {
    if (way?.via !== 'file') continue
    const folder = folderOf(way.path ?? '')
    const other = owners.get(folder)
    if (other !== undefined) addFieldIssue(context, 'same-folder', { given: way.path ?? '', other }, [channel, 'path'])
    owners.set(folder, other ?? channel)
  }
}

/** Normalises `./site` and `site/` to `site`. */
function folderOf(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  return `${path.startsWith('/') ? '/' : ''}${parts.join('/')}`
}

const reviewInterval = durationBetween('1d', '3650d').optional()

/** `review` in `halt.yaml`: how often to review files and hold a drill. */
const reviewSchema = z.strictObject({
  runbooks: reviewInterval.meta({ description: 'How long the review of a runbook counts.', default: '180d' }),
  contacts: reviewInterval.meta({ description: 'How long the review of the contact list counts.', default: '90d' }),
  templates: reviewInterval.meta({
    description: 'How long the review of a template of notices or reports counts.',
    default: '180d',
  }),
  drill: reviewInterval.meta({ description: 'The longest time from one drill to the next.', default: '90d' }),
})

/** `runbooks` in `halt.yaml`: whether the shipped manual counts. Like `review`, it is no part of `Settings`. */
const runbooksSchema = z.strictObject({
  shipped: z.boolean().optional().meta({
    description: 'False: the shipped chapters, authorities and drills do not count, only those of the workspace.',
    default: true,
  }),
})

/** A name or a place, in one language for both, or in each. */
const named = z.string().min(1).or(bilingual)
const lei = spelled(/^[A-Z0-9]{18}[0-9]{2}$/, '5493001KJTIIGC8Y1R12')

/** `entity` in `halt.yaml`: the company as authorities know it. */
const entitySchema = z.strictObject({
  name: named.optional().describe('The name it is registered under; `organisation` by default.'),
  registration: z.string().min(1).optional().describe('The number of its registration or licence.'),
  place: named.optional().describe('Where its systems are run: what forms ask for as the place.'),
  lei: lei.optional().describe('Its Legal Entity Identifier (ISO 17442).'),
  country: spelled(/^[A-Z]{2}$/, 'JP')
    .optional()
    .describe('The code of its country (ISO 3166-1), such as JP.'),
  currency: spelled(/^[A-Z]{3}$/, 'EUR')
    .optional()
    .describe('The currency in which it reports (ISO 4217), such as EUR.'),
  types: z.array(z.string().min(1)).min(1).optional().describe('What kinds of company it is, as a form spells them.'),
  contacts: z
    .array(
      z.strictObject({
        name: z.string().min(1).optional().describe('Who it is.'),
        email: spelled(/^[^\s@]+@[^\s@]+$/, 'legal@example.com')
          .optional()
          .describe('The e-mail address.'),
        phone: spelled(/^\+?[1-9][\d\s().-]{4,30}$/, '+81 3 1234 5678')
          .optional()
          .describe('The phone number, with the country code.'),
      }),
    )
    .min(1)
    .optional()
    .describe('Whom authorities can ask: people or offices, of which forms take the first and the second.'),
  parent: z
    .strictObject({
      name: z.string().min(1).optional().describe('Its name.'),
      lei: lei.optional().describe('Its Legal Entity Identifier.'),
    })
    .optional()
    .describe('The ultimate parent company.'),
  systemic: z
    .boolean()
    .optional()
    .describe(
      'Whether rules for systemic companies apply, so that deadlines that these name do not wait for a working day. No by default.',
    ),
  timezone: timezone
    .optional()
    .describe('The IANA time zone of its seat, in which deadlines of authorities count; `timezone` by default.'),
  holidays: z
    .string()
    .min(1)
    .optional()
    .describe('A calendar (.ics) with the days off of its country, relative to the workspace.'),
})

export const settingsSchema = z
  .strictObject({
    organisation: bilingual
      .optional()
      .describe('The name of the organisation in notices, which are not sent until it is set.'),
    contact: bilingual
      .optional()
      .describe('How customers reach the organisation. A contact that is stated in an incident counts before it.'),
    entity: entitySchema
      .optional()
      .describe('The company as authorities know it: for drafts of reports to them, and for their deadlines.'),
    timezone: timezone.optional().meta({
      description: 'The IANA time zone in which times are read and shown.',
      default: DEFAULT_SETTINGS.timezone,
    }),
    language: z
      .enum(LANGUAGES)
      .optional()
      .describe("The operators' language, unless `--lang` or HALT_LANG says otherwise; never that of notices."),
    channels: z
      .record(channelId, channelSchema)
      .superRefine(requireSeparateFolders)
      .optional()
      .describe('How the notices of each channel go out, by the id that the channel has in the runbook.'),
    cadence: cadence
      .optional()
      .describe('How soon notices are due: in general, and what differs for a severity or a channel.'),
    share: z
      .strictObject({
        group: z
          .string()
          .min(1)
          .describe('A group of this machine that you are in: its name, or its number in quotes.'),
      })
      .optional()
      .describe('Who has access to new incidents besides their owner.'),
    words: z
      .strictObject({
        assets: bilingual.optional().describe('What the assets are called in notices.'),
        banned: z.array(z.string().min(1)).optional().describe('Words that no notice may use.'),
        preferred: z
          .record(z.string().min(1).meta({ title: 'word' }), z.string().min(1).describe('The word to use instead.'))
          .optional()
          .describe('Words that notices should not use, each with the one to use instead.'),
      })
      .optional()
      .describe('The vocabulary of notices.'),
    review: reviewSchema
      .optional()
      .describe('How often files are to be reviewed and drills held: from 1d to 3650d each.'),
    runbooks: runbooksSchema.optional().describe('Which runbooks count.'),
    approval: z
      .strictObject({
        notice: z.array(z.enum(STAGES)).optional().describe('Notices of these stages.'),
        lift: z.boolean().optional().describe('The decision to lift a restriction.'),
        claims: z.boolean().optional().describe('Notices with a claim, such as that assets are safe.'),
      })
      .optional()
      .describe('What another person has to approve before it is carried out.'),
    approvers: z
      .array(z.string().regex(/^[A-Za-z0-9][\w.-]*$/))
      .min(1)
      .optional()
      .describe('Who can approve: ids of people and departments in contacts.yaml. By default anybody else can.'),
    relay: z
      .strictObject({
        via: z.literal('postgres').describe('What the relay is: a PostgreSQL database.'),
        urlEnv: z
          .string()
          .regex(/^[A-Za-z_]\w*$/)
          .optional()
          .describe(
            'The environment variable that has its URL (postgres://NAME@HOST/DATABASE); HALT_RELAY_URL by default.',
          ),
        ca: z
          .string()
          .min(1)
          .optional()
          .describe("A file of certificates in PEM that vouch for the server, in place of the system's."),
        allowPlain: z
          .boolean()
          .optional()
          .describe('Whether to connect without TLS to a server that is not on this machine. No, unless you set it.'),
        background: z
          .boolean()
          .optional()
          .describe('Whether commands leave a process behind that shares what they recorded. Yes, unless you set it.'),
        evidence: z
          .boolean()
          .optional()
          .describe('Whether attached files and the output of commands are shared too. No, unless you set it.'),
      })
      .optional()
      .describe(
        'Through what incidents are shared among machines. It is no part of the settings that the log records.',
      ),
    feeds: z
      .record(z.string().regex(ID_FORM).meta({ title: 'feed' }), feedSchema)
      .optional()
      .describe(
        'Rooms and machines that are told what happens. They are no part of the settings that the log records.',
      ),
    sign: z
      .strictObject({
        key: z
          .string()
          .min(1)
          .describe('An SSH key: a private one, or a public one whose private key your agent has. `~/` is your home.'),
      })
      .optional()
      .describe('What this machine signs with. It is no part of the settings that the log records.'),
    signers: z
      .string()
      .min(1)
      .optional()
      .describe('A file of allowed signers (ssh-keygen(1)): whose signatures count, and under which names.'),
    timestamp: z
      .array(url('timestamp', 'https', 'http'))
      .min(1)
      .optional()
      .describe(
        'Time-stamping authorities (RFC 3161), asked in this order until one gives a token that can be trusted. They learn only the hash of a head.',
      ),
    timestampCa: z
      .string()
      .min(1)
      .optional()
      .describe("A file of certificates in PEM that vouch for such authorities, in place of the system's."),
  })
  .meta({
    title: 'Settings: halt.yaml',
    description: 'The settings of a workspace. Every key is optional.',
  })

export type SettingsFile = z.infer<typeof settingsSchema>
export type CadenceFile = z.infer<typeof cadence>
export type CadenceRuleFile = z.infer<typeof rule>
export type NamedFile = z.infer<typeof named>
export type ReviewFile = z.infer<typeof reviewSchema>

export type HasChannels = Pick<Runbook, 'channels'>

/** Where the settings name channels that the runbook does not have. */
export function unknownChannels(file: SettingsFile, { channels }: HasChannels): [section: string, id: string][] {
  const named = [
    ...Object.keys(file.channels ?? {}).map((id): [string, string] => ['channels', id]),
    ...channelsIn(file.cadence ?? {}).map((id): [string, string] => ['cadence', id]),
  ]
  return named.filter(([, id]) => !Object.hasOwn(channels, id))
}

/** Reports channels that the runbook does not have. */
export function checkSettings(file: SettingsFile, runbook: HasChannels, source: YamlSource): void {
  for (const [section, given] of unknownChannels(file, runbook))
    source.addFinding('unknown-channel', { given, allowed: Object.keys(runbook.channels) }, [section, given])
}

export function channelsIn(file: CadenceFile): string[] {
  return Object.keys(file).filter((key) => !GENERAL.includes(key))
}
