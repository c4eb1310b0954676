import * as z from 'zod'
import { isAddress, isLoopback, mailboxOf } from '../domain/address.ts'
import { durationOf } from '../domain/duration.ts'
import { ACTIVE } from '../domain/guard.ts'
import { LANGUAGES } from '../domain/runbook/runbook.ts'
import type { ChannelSettings } from '../domain/settings.ts'
import { duration } from './field-schemas.ts'
import type { FindingCode, FindingParams } from './finding.ts'

type Context = z.core.$RefinementCtx

function say<C extends FindingCode>(context: Context, code: C, params: FindingParams[C], path: string[] = []): void {
  context.addIssue({ code: 'custom', params: { code, ...params }, path })
}

/** The name of an environment variable: what is no name may be the secret itself. */
const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
const path = z.string().min(1)
const argv = z.array(z.string()).min(1)

const LEAST_TIMEOUT = '1s'
const MOST_TIMEOUT = '10m'

const timeout = duration.superRefine((given, context) => {
  const ms = durationOf(given)
  if (ms !== null && (ms < Number(durationOf(LEAST_TIMEOUT)) || ms > Number(durationOf(MOST_TIMEOUT))))
    say(context, 'out-of-range', { key: 'timeout', given, least: LEAST_TIMEOUT, most: MOST_TIMEOUT })
})

const MOST_RATE = 1000

const rate = z.number().superRefine((given, context) => {
  if (!Number.isInteger(given) || given < 1 || given > MOST_RATE)
    say(context, 'out-of-range', { key: 'rate', given: String(given), least: '1', most: String(MOST_RATE) })
})

const mailbox = z.string().superRefine((given, context) => {
  const [active] = ACTIVE.exec(given) ?? []
  if (active !== undefined) say(context, 'bad-character', { key: 'from', character: codePoint(active) })
  else if (mailboxOf(given) === null) say(context, 'bad-address', { given })
})

const address = z.string().superRefine((given, context) => {
  const [active] = ACTIVE.exec(given) ?? []
  if (active !== undefined) say(context, 'bad-character', { key: 'to', character: codePoint(active) })
  else if (!isAddress(given)) say(context, 'bad-address', { given })
})

function codePoint(char: string): string {
  return `U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** A URL of one of these schemes, without a name or password in it. */
function url(key: string, ...schemes: readonly string[]): z.ZodString {
  return z.string().superRefine((given, context) => {
    const parsed = URL.canParse(given) ? new URL(given) : null
    if (parsed === null || parsed.hostname === '' || !schemes.includes(parsed.protocol.slice(0, -1)))
      say(context, 'bad-url', { key, schemes })
    else if (parsed.username !== '' || parsed.password !== '') say(context, 'secret-in-url', { key })
  })
}

const mailServer = url('url', 'smtps', 'smtp').superRefine((given, context) => {
  const parsed = URL.canParse(given) ? new URL(given) : null
  if (parsed !== null && (!['', '/'].includes(parsed.pathname) || parsed.search !== '' || parsed.hash !== ''))
    say(context, 'bad-url', { key: 'url', schemes: ['smtps', 'smtp'] })
})

/** One of several keys that say the same; `least` 0 where none is needed. */
function oneOf<T extends object>(
  file: T,
  context: Context,
  least: 0 | 1,
  ...keys: readonly (keyof T & string)[]
): void {
  const given = keys.filter((key) => file[key] !== undefined)
  if (given.length > 1 || given.length < least) say(context, 'one-of', { keys, given }, given.slice(1, 2))
}

/** What goes over a network unencrypted was allowed in so many words, or stays on this machine. */
function encrypted(text: string, scheme: string, allowed: boolean | undefined, context: Context): void {
  if (!URL.canParse(text)) return
  const { protocol, hostname } = new URL(text)
  if (protocol === `${scheme}:` && !isLoopback(hostname) && !allowed)
    say(context, 'plain-url', { scheme, secure: `${scheme}s` }, ['url'])
}

const common = { languages: z.array(z.enum(LANGUAGES)).min(1).optional() }
const remote = {
  caFile: path.optional(),
  timeout: timeout.optional(),
  allowPlain: z.boolean().optional(),
  ...common,
}

const smtp = z
  .strictObject({
    via: z.literal('smtp'),
    url: mailServer,
    startTls: z.boolean().optional(),
    userEnv: variable.optional(),
    userFile: path.optional(),
    passwordEnv: variable.optional(),
    passwordFile: path.optional(),
    from: mailbox,
    to: z.array(address).min(1).optional(),
    toFile: path.optional(),
    rate: rate.optional(),
    ...remote,
  })
  .superRefine((file, context) => {
    oneOf(file, context, 1, 'to', 'toFile')
    oneOf(file, context, 0, 'userEnv', 'userFile')
    oneOf(file, context, 0, 'passwordEnv', 'passwordFile')
    const user = file.userEnv ?? file.userFile
    const password = file.passwordEnv ?? file.passwordFile
    if (user === undefined && password !== undefined) say(context, 'missing-key', { key: 'userEnv' })
    if (user !== undefined && password === undefined) say(context, 'missing-key', { key: 'passwordEnv' })
    encrypted(file.url, 'smtp', file.allowPlain || file.startTls, context)
  })

const webhook = z
  .strictObject({
    via: z.literal('webhook'),
    url: url('url', 'https', 'http').optional(),
    urlEnv: variable.optional(),
    urlFile: path.optional(),
    secretEnv: variable.optional(),
    secretFile: path.optional(),
    authorizationEnv: variable.optional(),
    authorizationFile: path.optional(),
    body: path.optional(),
    allowPrivate: z.boolean().optional(),
    ...remote,
  })
  .superRefine((file, context) => {
    oneOf(file, context, 1, 'url', 'urlEnv', 'urlFile')
    oneOf(file, context, 0, 'secretEnv', 'secretFile')
    oneOf(file, context, 0, 'authorizationEnv', 'authorizationFile')
    if (file.url !== undefined) encrypted(file.url, 'http', file.allowPlain, context)
  })

const command = z.strictObject({ via: z.literal('command'), run: argv, timeout: timeout.optional(), ...common })

/** How the program reaches a person. */
export const sendSchema = z.discriminatedUnion('via', [smtp, webhook, command])

/** How notices of one channel go out. */
export const channelSchema = z.discriminatedUnion('via', [
  z.strictObject({ via: z.literal('by-hand'), ...common }),
  z.strictObject({
    via: z.literal('file'),
    path,
    format: z.enum(['html', 'markdown']).optional(),
    baseUrl: url('baseUrl', 'https', 'http').optional(),
    publish: argv.optional(),
    timeout: timeout.optional(),
    ...common,
  }),
  smtp,
  webhook,
  command,
])

/** A channel with its time in milliseconds. */
export function normaliseChannel(file: z.infer<typeof channelSchema>): ChannelSettings {
  if (file.via === 'by-hand' || file.timeout === undefined) return file as ChannelSettings
  return { ...file, timeout: durationOf(file.timeout) ?? undefined } as ChannelSettings
}
