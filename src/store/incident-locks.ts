import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { LockHolder } from '../domain/problem.ts'
import { breakLock, holdersOf } from './lock.ts'

/** Names of lock files in the folder of an incident: that of the log, and how those of sending by a channel begin. */
const LOG_LOCK = 'lock'
const SENDING_LOCK = 'sending-'

/** The path of the lock of a log, given the folder of its incident. */
export function logLock(directory: string): string {
  return join(directory, LOG_LOCK)
}

/** The path of the lock of sending by a channel. */
export function sendingLock(directory: string, channel: string): string {
  return join(directory, SENDING_LOCK + channel)
}

function lockPaths(directory: string): string[] {
  const names = readdirSync(directory).filter((name) => name === LOG_LOCK || name.startsWith(SENDING_LOCK))
  return names.map((name) => join(directory, name))
}

/** Who holds the locks of an incident, or waits for them, by path. */
export function lockHolders(directory: string): { readonly path: string; readonly holder: LockHolder }[] {
  return lockPaths(directory).flatMap((path) => holdersOf(path).map((holder) => ({ path, holder })))
}

/** Releases all claims on the locks of an incident, also of processes that may be alive. Returns whose they were. */
export function breakIncidentLocks(directory: string): LockHolder[] {
  return lockPaths(directory).flatMap(breakLock)
}
