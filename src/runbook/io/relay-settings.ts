import { expandPath, machineSettings, maySet } from './machine-settings.ts'

/** The relay that this machine shares incidents through. It belongs to the machine, and is in no incident's settings. */
export interface RelaySettings {
  /** The environment variable that has the URL. */
  readonly urlEnv: string
  /** The path of a file of certificates that vouch for the server; null if those of the system do. */
  readonly ca: string | null
  /** Whether a connection without TLS is allowed to a server that is not on this machine. */
  readonly allowPlain: boolean
  /** Whether commands leave a process behind that shares what they recorded. */
  readonly background: boolean
  /** Whether attached files and the output of commands are shared. */
  readonly evidence: boolean
}

const RELAY = /relay|\\/

const URL_ENV = 'HALT_RELAY_URL'

/**
 * Which variable has the URL for a process that is left behind to share what was recorded; null if none may be. To parse the
 * settings takes nearly as long as to record: that process does it, unless they say something of such processes.
 */
export async function backgroundRelay(workspace: string): Promise<Pick<RelaySettings, 'urlEnv'> | null> {
  if (!maySet(workspace, RELAY)) return null
  if (!maySet(workspace, /background|urlEnv|\\/)) return { urlEnv: URL_ENV }
  const settings = await relaySettings(workspace)
  return settings?.background === true ? settings : null
}

/** The workspace's relay; null if it has none. The file is only parsed if it may have one; one that is broken has none. */
export async function relaySettings(workspace: string): Promise<RelaySettings | null> {
  const { relay } = (await machineSettings(workspace, RELAY)) ?? {}
  if (relay === undefined) return null
  const { urlEnv = URL_ENV, ca, allowPlain = false, background = true, evidence = false } = relay
  return { urlEnv, ca: ca === undefined ? null : expandPath(ca, workspace), allowPlain, background, evidence }
}
