import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { secretOf } from '../../delivery/io/secrets.ts'
import { MailJournal } from '../../delivery/mail-journal.ts'
import type { TransportContext, Unreadiness } from '../../delivery/transport.ts'
import { transportFor } from '../../delivery/transports.ts'
import { targetWords } from '../../delivery/words.ts'
import { type FilePosition, type ReadinessFinding, readinessFinding } from '../../domain/readiness/finding.ts'
import type { ChannelSettings, FeedDestination } from '../../domain/settings.ts'
import { feedSender } from '../../feeds/senders.ts'
import { typedName } from '../../incident/labels.ts'
import { OWNER_ONLY } from '../../platform/access.ts'
import { feedSettings } from '../../runbook/io/feed-settings.ts'
import { EvidenceStore } from '../../store/evidence-files.ts'
import { type CheckResult, readinessResults } from '../checks/check-result.ts'
import type { CheckContext } from './check-context.ts'

/** A way to send notices on a channel, to reach a person, or to tell a feed. */
interface Way {
  /** The channel, the person and the kind of way, such as `sato pager`, or `feeds.` and the name of the feed. */
  readonly owner: string
  readonly settings: WaySettings
  readonly isFeed?: true
  readonly place: FilePosition | null
}

/** If this is 0, Node accepts any server certificate by default; this program overrides that. */
const TLS_CHECK_VARIABLE = 'NODE_TLS_REJECT_UNAUTHORIZED'

/** Tries every way to send, concurrently, without sending anything. */
export async function checkChannels(context: CheckContext): Promise<CheckResult[]> {
  const { world, runbook, settings, areSettingsKnown, offline } = context
  const ways = [...channelsOf(context), ...peopleOf(context), ...(await feedsOf(context))]
  const channels = areSettingsKnown ? Object.keys(runbook.channels) : []
  const byHand = channels.filter((id) => (settings.channels[id]?.via ?? 'by-hand') === 'by-hand')
  const remote = ways.filter((way) => isRemote(way.settings))
  const results = await Promise.all(ways.map((way) => checkWay(context, way)))
  return readinessResults(
    ...results.flat(),
    ...(areSettingsKnown ? [] : [readinessFinding('info', 'settings-broken', {})]),
    ...(byHand.length === 0
      ? []
      : [
          readinessFinding('info', 'channels-by-hand', {
            channels: byHand.map((id) => typedName(id, runbook.channels, world.text)),
          }),
        ]),
    ...(world.env[TLS_CHECK_VARIABLE] === '0'
      ? [readinessFinding('warning', 'tls-checks-off', { variable: TLS_CHECK_VARIABLE })]
      : []),
    ...(offline && remote.length > 0 ? [readinessFinding('info', 'not-connected', { count: remote.length })] : []),
  )
}

function channelsOf({ settings, settingsFile }: CheckContext): Way[] {
  const source = settingsFile !== null && 'source' in settingsFile ? settingsFile.source : null
  return Object.entries(settings.channels)
    .filter(([, way]) => way.via !== 'by-hand')
    .map(([id, way]) => ({ owner: id, settings: way, place: withoutUrlPath(source?.placeOf(['channels', id])) }))
}

function peopleOf({ contacts }: CheckContext): Way[] {
  return Object.entries(contacts?.people ?? {}).flatMap(([id, { reach }]) =>
    reach.flatMap(({ by, send }, i) => {
      const place = withoutUrlPath(contacts?.source.placeOf(['people', id, 'reach', i, 'send']))
      return send === null ? [] : [{ owner: `${id} ${by}`, settings: send, place }]
    }),
  )
}

async function feedsOf({ world, settingsFile }: CheckContext): Promise<Way[]> {
  const source = settingsFile !== null && 'source' in settingsFile ? settingsFile.source : null
  const { feeds } = await feedSettings(world.workspace.directory)
  return feeds.map(({ name, destination }) => ({
    owner: `feeds.${name}`,
    settings: destination,
    isFeed: true,
    place: withoutUrlPath(source?.placeOf(['feeds', name])),
  }))
}

/** Masks what follows the host of a URL: it is often as secret as a password. */
function withoutUrlPath(place: FilePosition | undefined): FilePosition | null {
  if (place === undefined) return null
  return { ...place, excerpt: place.excerpt.replace(/(:\/\/[^\s/"',}]+)\/[^\s"',}]+/g, '$1/***') }
}

type WaySettings = ChannelSettings | FeedDestination

const isRemote = ({ via }: WaySettings) => via === 'smtp' || via === 'webhook'

/** Checks the secrets of a way to send, and whether it works so far as that can be tried without sending anything. */
async function checkWay({ world, offline, now }: CheckContext, way: Way): Promise<ReadinessFinding[]> {
  const { owner, settings, place, isFeed = false } = way
  const { directory } = world.workspace
  const evidence = new EvidenceStore(join(directory, 'incidents'), OWNER_ONLY)
  // A transport needs a journal; nothing is sent, so it is never opened.
  const journal = new MailJournal(evidence, { file: 'none', isResumed: false }, () => now)
  const transportContext = { workspace: directory, env: world.env, journal, stop: new AbortController().signal }
  const failed = ({ why, detail }: Unreadiness) =>
    readinessFinding('error', 'way-failed', { whose: owner, why, detail }, place)
  const missing = missingSecrets(settings, transportContext)
  const readable = readableSecrets(settings, directory, place)
  if (missing.length > 0) return [...missing.map(failed), ...readable]
  const transport = isFeed
    ? feedSender(settings as FeedDestination, transportContext)
    : await transportFor(settings as ChannelSettings, transportContext)
  if (transport === null) return readable
  const isSkipped = offline && isRemote(settings)
  const unready = transport.unreadiness() ?? (isSkipped ? null : await transport.probe())
  if (unready !== null) return [failed(unready), ...readable]
  if (isSkipped) return readable
  const target = await targetWords(transport, world.text.language)
  return [readinessFinding('info', 'way-reached', { whose: owner, target, how: transport.probed }), ...readable]
}

/** A result for every secret that cannot be read from its variable or file, not just for the first. */
function missingSecrets(way: WaySettings, context: TransportContext): Unreadiness[] {
  return secretsIn(way).flatMap(([key, name]) => {
    const secret = key.endsWith('Env') ? secretOf(context, name, undefined) : secretOf(context, undefined, name)
    return 'unready' in secret ? [secret.unready] : []
  })
}

/** Findings on files with secrets or customers' addresses that everybody on the machine can read. */
function readableSecrets(way: WaySettings, directory: string, place: FilePosition | null): ReadinessFinding[] {
  const lists = way.via === 'smtp' && way.toFile !== undefined ? [way.toFile] : []
  const files = [...secretsIn(way).flatMap(([key, name]) => (key.endsWith('File') ? [name] : [])), ...lists]
  return files.flatMap((path) => {
    const mode = statSync(resolve(directory, path), { throwIfNoEntry: false })?.mode ?? 0
    const shown = (mode & 0o777).toString(8).padStart(4, '0')
    return mode & 0o004 ? [readinessFinding('warning', 'secret-readable', { path, mode: shown }, place)] : []
  })
}

/** The settings that say where a secret is (`…Env`, `…File`), with the variable or file that they name. */
function secretsIn(way: WaySettings): [key: string, name: string][] {
  const keys = /^(?:url|user|password|secret|authorization)(?:Env|File)$/
  return Object.entries(way).filter(([key, name]) => keys.test(key) && name !== undefined) as [string, string][]
}
