import * as z from 'zod'
import { isLoopbackHost, isMailAddress, parseMailbox } from '../domain/address.ts'
import { TERMINAL_CONTROLS } from '../domain/guard.ts'
import { LANGUAGES } from '../domain/runbook/runbook.ts'
import type { ChannelSettings } from '../domain/settings.ts'
import { codePointName } from '../view/inert.ts'
import { addFieldIssue, durationBetween, millisecondsOf, type RefinementContext, wholeNumber } from './field-schemas.ts'

/** The name of an environment variable. Anything else could be the secret itself, pasted by mistake. */
const variable = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
  .meta({ title: 'variable' })
const path = z.string().min(1)
const argv = z.array(z.string()).min(1)

const timeout = durationBetween('1s', '10m')

const MAX_RATE = 1000

const rate = wholeNumber(1, MAX_RATE)

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
export function url(key: string, ...schemes: readonly string[]): z.ZodString {
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

const common = {
  languages: z
    .array(z.enum(LANGUAGES))
    .min(1)
    .optional()
    .describe(
      "The languages of a notice, in this order (default: the manual's only one, else ja), or that of a page (default: the person's first).",
    ),
}
const whole = (what: string) => `A file that contains only ${what}.`
const inVariable = (what: string) => `The environment variable that contains ${what}.`

/** The keys of a web server that gets POST requests. */
export const webServerKeys = {
  via: z.literal('webhook').describe('By a POST request to a web server.'),
  url: url('url', 'https', 'http').optional().describe('The URL to send to.'),
  urlEnv: variable.optional().describe(inVariable('the URL, for one that is itself a secret')),
  urlFile: path.optional().describe(whole('the URL')),
  secretEnv: variable.optional().describe(inVariable('the key to sign requests with (Standard Webhooks)')),
  secretFile: path.optional().describe(whole('the key to sign requests with')),
  authorizationEnv: variable.optional().describe(inVariable('the token for `Authorization: Bearer`')),
  authorizationFile: path.optional().describe(whole('the token for `Authorization: Bearer`')),
  body: path.optional().describe('A JSON file to send instead, with names such as `{{text}}` to be filled in.'),
  allowPrivate: z
    .boolean()
    .optional()
    .meta({ description: 'Allows a host that has only private addresses.', default: false }),
  timeout: timeout.optional().meta({ description: 'How long to wait for the reply: from 1s to 10m.', default: '10s' }),
  allowPlain: z.boolean().optional().meta({ description: 'Allows `http://` to another machine.', default: false }),
  caFile: path.optional().describe('A file of certificates in PEM to trust as well.'),
}

/** What is wrong with such keys together; `minimum` is 0 where the URL need not be given. */
export function checkWebServer(
  file: z.infer<z.ZodObject<typeof webServerKeys>>,
  context: RefinementContext,
  minimum: 0 | 1 = 1,
): void {
  oneOf(file, context, minimum, 'url', 'urlEnv', 'urlFile')
  oneOf(file, context, 0, 'secretEnv', 'secretFile')
  oneOf(file, context, 0, 'authorizationEnv', 'authorizationFile')
  if (file.url !== undefined) requireEncryption(file.url, 'http', file.allowPlain, context)
}

const smtp = z
  .strictObject({
    via: z.literal('smtp').describe('By mail, through a mail server.'),
    url: mailServer.describe('`smtps://HOST`, or `smtp://HOST:587` with `startTls`.'),
    startTls: z
      .boolean()
      .optional()
      .meta({ description: 'With `smtp://`: nothing is sent before the connection is encrypted.', default: false }),
    userEnv: variable.optional().describe(inVariable('the user name')),
    userFile: path.optional().describe(whole('the user name')),
    passwordEnv: variable.optional().describe(inVariable('the password')),
    passwordFile: path.optional().describe(whole('the password')),
    from: mailbox.describe('The sender: an address, or `Name <address>`.'),
    to: z
      .array(address)
      .min(1)
      .optional()
      .describe('The addresses to send to. They go into the log; those of customers belong in `toFile`.'),
    toFile: path.optional().describe('A file with the addresses to send to, one on each line.'),
    rate: rate.optional().meta({ description: 'Messages per second.', default: 10 }),
    timeout: timeout.optional().meta({
      description: 'How long to wait for the connection, and for each reply: from 1s to 10m.',
      default: '30s',
    }),
    allowPlain: z.boolean().optional().meta({
      description: 'Allows `smtp://` without `startTls` to another machine.',
      default: false,
    }),
    caFile: webServerKeys.caFile,
    ...common,
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
    ...webServerKeys,
    idempotent: z.boolean().optional().meta({
      description:
        'The server ignores a request whose `Idempotency-Key` it has seen: a request that may have been taken is then tried again.',
      default: false,
    }),
    ...common,
  })
  .superRefine((file, context) => checkWebServer(file, context))

/** The keys of a program that is run. */
export const programKeys = {
  via: z.literal('command').describe('By a program of your own.'),
  run: argv.describe('The program and its arguments. It is run without a shell, with the text on standard input.'),
  timeout: timeout.optional().meta({ description: 'How long it may take: from 1s to 10m.', default: '1m' }),
}

const command = z.strictObject({ ...programKeys, ...common })

/** How the program sends a page to a person: `send` in the contact list. */
export const pagingSchema = z.discriminatedUnion('via', [smtp, webhook, command])

/** How the notices of a channel are sent: an entry of `channels` in the settings. */
export const channelSchema = z.discriminatedUnion('via', [
  z.strictObject({
    via: z.literal('by-hand').optional().describe('A person posts the text. This is the default.'),
    ...common,
  }),
  z.strictObject({
    via: z.literal('file').describe('As pages and a feed in a folder.'),
    path: path.describe('The folder, which no other channel has.'),
    format: z.enum(['html', 'markdown']).optional().meta({ description: 'The form of the pages.', default: 'html' }),
    baseUrl: url('baseUrl', 'https', 'http').optional().describe('The URL at which the folder is published.'),
    publish: argv.optional().describe('A program, with its arguments, that is run after the pages are written.'),
    timeout: timeout.optional().meta({ description: 'How long `publish` may take: from 1s to 10m.', default: '1m' }),
    ...common,
  }),
  smtp,
  webhook,
  command,
])

/** The settings of a channel from its entry in the file, by hand if it does not say how: the timeout in milliseconds. */
export function normaliseChannel(file: z.infer<typeof channelSchema>): ChannelSettings {
  const { via = 'by-hand' } = file
  const timeout = 'timeout' in file ? millisecondsOf(file.timeout) : undefined
  return { ...file, via, ...(timeout !== undefined && { timeout }) } as ChannelSettings
}
