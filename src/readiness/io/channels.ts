import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DeliveryJournal } from '../../delivery/delivery-journal.ts'
import { secretOf } from '../../delivery/io/secrets.ts'
import type { TransportContext, Unready } from '../../delivery/transport.ts'
import { transportFor } from '../../delivery/transports.ts'
import { found, type Place, type Reached, type ReadinessFinding } from '../../domain/readiness/finding.ts'
import type { ChannelSettings } from '../../domain/settings.ts'
import { PRIVATE } from '../../platform/durable.ts'
import { EvidenceStore } from '../../store/evidence-files.ts'
import { readiness, type Told } from '../checks/check-result.ts'
import type { Examination } from './examination.ts'

/** A way to send: of a channel, or to a person. */
interface Way {
  readonly whose: string
  readonly settings: ChannelSettings
  readonly place: Place | null
}

/** With this variable set to 0, Node's programs believe any server, unless they say otherwise, as this one does. */
const TLS_CHECKS = 'NODE_TLS_REJECT_UNAUTHORIZED'

/** Every way to send, as far as it can be tried without sending anything: all at once. */
export async function checkChannels(examination: Examination): Promise<Told[]> {
  const { world, runbook, settings, areSettingsKnown, offline } = examination
  const ways = [...channelsOf(examination), ...peopleOf(examination)]
  const channels = areSettingsKnown ? Object.keys(runbook.channels) : []
  const byHand = channels.filter((id) => (settings.channels[id]?.via ?? 'by-hand') === 'by-hand')
  const remote = ways.filter((way) => isRemote(way.settings))
  const tried = await Promise.all(ways.map((way) => checkWay(examination, way)))
  return readiness(
    ...tried.flat(),
    ...(areSettingsKnown ? [] : [found('info', 'settings-broken', {})]),
    ...(byHand.length === 0 ? [] : [found('info', 'channels-by-hand', { channels: byHand })]),
    ...(world.env[TLS_CHECKS] === '0' ? [found('warning', 'tls-checks-off', { variable: TLS_CHECKS })] : []),
    ...(offline && remote.length > 0 ? [found('info', 'not-connected', { count: remote.length })] : []),
  )
}

function channelsOf({ settings, settingsFile }: Examination): Way[] {
  const source = settingsFile !== null && 'source' in settingsFile ? settingsFile.source : null
  return Object.entries(settings.channels)
    .filter(([, way]) => way.via !== 'by-hand')
    .map(([id, way]) => ({ whose: id, settings: way, place: hiding(source?.placeOf(['channels', id])) }))
}

function peopleOf({ contacts }: Examination): Way[] {
  return Object.entries(contacts?.people ?? {}).flatMap(([id, { reach }]) =>
    reach.flatMap(({ by, send }, i) => {
      const place = hiding(contacts?.source.placeOf(['people', id, 'reach', i, 'send']))
      return send === null ? [] : [{ whose: `${id} ${by}`, settings: send, place }]
    }),
  )
}

/** What follows the host of a URL is often as good as a password. */
function hiding(place: Place | undefined): Place | null {
  if (place === undefined) return null
  return { ...place, excerpt: place.excerpt.replace(/(:\/\/[^\s/"',}]+)\/[^\s"',}]+/g, '$1/***') }
}

const isRemote = ({ via }: ChannelSettings) => via === 'smtp' || via === 'webhook'

async function checkWay(
  { world, offline, now }: Examination,
  { whose, settings, place }: Way,
): Promise<ReadinessFinding[]> {
  const { directory } = world.workspace
  const journal = new DeliveryJournal(
    new EvidenceStore(join(directory, 'incidents'), PRIVATE),
    { file: 'none', resumed: false },
    () => now,
  )
  const context = { workspace: directory, env: world.env, journal, stop: new AbortController().signal }
  const failed = ({ why, detail }: Unready) => found('error', 'way-failed', { whose, why, detail }, place)
  const missing = secretsMissing(settings, context)
  const readable = secretsReadable(settings, directory, place)
  if (missing.length > 0) return [...missing.map(failed), ...readable]
  const transport = await transportFor(settings, context)
  if (transport === null) return readable
  const skips = offline && isRemote(settings)
  const trouble = transport.unready() ?? (skips ? null : await transport.probe())
  if (trouble !== null) return [failed(trouble), ...readable]
  if (skips) return readable
  return [
    found('info', 'way-reached', { whose, target: transport.target, how: howReached(settings, transport.target) }),
    ...readable,
  ]
}

function howReached(way: ChannelSettings, target: string): Reached {
  if (way.via === 'smtp') return (way.userEnv ?? way.userFile) === undefined ? 'connected' : 'logged-in'
  if (way.via === 'webhook') return target.startsWith('https:') ? 'proved' : 'connected'
  return way.via === 'file' ? 'writable' : 'program'
}

/** Every secret that a variable or file should hold and does not, not the first alone. */
function secretsMissing(way: ChannelSettings, context: TransportContext): Unready[] {
  return secretsIn(way).flatMap(([key, name]) => {
    const secret = key.endsWith('Env') ? secretOf(context, name, undefined) : secretOf(context, undefined, name)
    return 'unready' in secret ? [secret.unready] : []
  })
}

/** Files with secrets, or with addresses of customers, that everybody on the machine can read. */
function secretsReadable(way: ChannelSettings, directory: string, place: Place | null): ReadinessFinding[] {
  const lists = way.via === 'smtp' && way.toFile !== undefined ? [way.toFile] : []
  const files = [...secretsIn(way).flatMap(([key, name]) => (key.endsWith('File') ? [name] : [])), ...lists]
  return files.flatMap((path) => {
    const mode = statSync(resolve(directory, path), { throwIfNoEntry: false })?.mode ?? 0
    const shown = (mode & 0o777).toString(8).padStart(4, '0')
    return mode & 0o004 ? [found('warning', 'secret-readable', { path, mode: shown }, place)] : []
  })
}

/** Keys that name where a secret is, each with that name. */
function secretsIn(way: ChannelSettings): [key: string, name: string][] {
  const keys = /^(?:url|user|password|secret|authorization)(?:Env|File)$/
  return Object.entries(way).filter(([key, name]) => keys.test(key) && name !== undefined) as [string, string][]
}
