import * as z from 'zod'
import { isLoopbackHost, isMailAddress, parseMailbox } from '../domain/address.ts'
import { TERMINAL_CONTROLS } from '../domain/guard.ts'
import { LANGUAGES } from '../domain/runbook/runbook.ts'
import type { ChannelSettings } from '../domain/settings.ts'
import { codePointName } from '../view/inert.ts'
import { addFieldIssue, durationBetween, millisecondsOf, type RefinementContext } from './field-schemas.ts'

/** The name of an environment variable. Anything else could be the secret itself, pasted by mistake. */
const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
const path = z.string().min(1)
const argv = z.array(z.string()).min(1)

const timeout = durationBetween('1s', '10m')

const MAX_RATE = 1000

const rate = z.number().superRefine((given, context) => {
  if (!Number.isInteger(given) || given < 1 || given > MAX_RATE)
    addFieldIssue(context, 'out-of-range', { given: String(given), least: '1', most: String(MAX_RATE) })
})

/** A text that `isValid` accepts, without control characters. */
const addressField = (isValid: (text: string) => boolean, key: 'from' | 'to') =>
  z.string().superRefine((given, context) => {
    const [active] = TERMINAL_CONTROLS.exec(given) ?? []
    if (active !== undefined) addFieldIssue(context, 'bad-character', { key, character: codePointName(active) })
    else if (!isValid(given)) addFieldIssue(context, 'bad-address', { given })
  })
const mailbox = addressField((text) => parseMailbox(text) !== null, 'from')
const address = addressField(isMailAddress, 'to')

/** A URL with one of these schemes, and without credentials. */
function url(key: string, ...schemes: readonly string[]): z.ZodString {
  return z.string().superRefine((given, context) => {
    const parsed = URL.canParse(given) ? new URL(given) : null
    if (parsed === null || parsed.hostname === '' || !schemes.includes(parsed.protocol.slice(0, -1)))
      addFieldIssue(context, 'bad-url', { key, schemes })
    else if (parsed.username !== '' || parsed.password !== '') addFieldIssue(context, 'secret-in-url', { key })
  })
}

/** The URL of a mail server: nothing after the host and port. */
const mailServer = url('url', 'smtps', 'smtp').superRefine((given, context) => {
  const parsed = URL.canParse(given) ? new URL(given) : null
  if (parsed !== null && (!['', '/'].includes(parsed.pathname) || parsed.search !== '' || parsed.hash !== ''))
    addFieldIssue(context, 'bad-url', { key: 'url', schemes: ['smtps', 'smtp'] })
})

/** Reports mutually exclusive keys given together, or fewer of them than `minimum`. */
function oneOf<T extends object>(
  file: T,
  context: RefinementContext,
  minimum: 0 | 1,
  ...keys: readonly (keyof T & string)[]
): void {
  const given = keys.filter((key) => file[key] !== undefined)
  // Positioned at the second key given, if there is one.
  if (given.length > 1 || given.length < minimum) addFieldIssue(context, 'one-of', { keys, given }, given.slice(1, 2))
}

/** Reports an unencrypted scheme, unless it is explicitly allowed or the host is this machine. */
function requireEncryption(
  text: string,
  scheme: string,
  allowed: boolean | undefined,
  context: RefinementContext,
): void {
  if (!URL.canParse(text)) return
  const { protocol, hostname } = new URL(text)
  if (protocol === `${scheme}:` && !isLoopbackHost(hostname) && !allowed)
    addFieldIssue(context, 'plain-url', { scheme, secure: `${scheme}s` }, ['url'])
}

const common = { languages: z.array(z.enum(LANGUAGES)).min(1).optional() }
const remote = { caFile: path.optional(), timeout: timeout.optional(), allowPlain: z.boolean().optional(), ...common }

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
    if (user === undefined && password !== undefined) addFieldIssue(context, 'missing-key', { key: 'userEnv' })
    if (user !== undefined && password === undefined) addFieldIssue(context, 'missing-key', { key: 'passwordEnv' })
    requireEncryption(file.url, 'smtp', file.allowPlain || file.startTls, context)
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
    if (file.url !== undefined) requireEncryption(file.url, 'http', file.allowPlain, context)
  })

const command = z.strictObject({ via: z.literal('command'), run: argv, timeout: timeout.optional(), ...common })

/** How the program sends a page to a person: `send` in the contact list. */
export const pagingSchema = z.discriminatedUnion('via', [smtp, webhook, command])

/** How the notices of a channel are sent: an entry of `channels` in the settings. */
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

/** The settings of a channel from its entry in the file: the timeout in milliseconds. */
export function normaliseChannel(file: z.infer<typeof channelSchema>): ChannelSettings {
  if (file.via === 'by-hand' || file.timeout === undefined) return file as ChannelSettings
  return { ...file, timeout: millisecondsOf(file.timeout) } as ChannelSettings
}
