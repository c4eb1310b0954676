import { existsSync } from 'node:fs'
import { found, type Level, type ReadinessFinding } from '../../domain/readiness/finding.ts'
import { nearestFolder, networkTypeOf, roomIn, storageTrouble } from '../../platform/disk.ts'
import { stateFolder } from '../../store/state.ts'
import { readiness, type Told } from '../checks/check-result.ts'
import type { Examination } from './examination.ts'

const MIB = 1024 * 1024
/** A halt with some evidence needs no more. */
const BYTES = { error: 16 * MIB, warning: 256 * MIB }
const INODES = { error: 100, warning: 1000 }

/** Where logs are written, and where their heads are kept. */
export function checkDisk({ world }: Examination): Told[] {
  const state = stateFolder(world.env)
  const isOthers = existsSync(state.path) && !state.isUsable()
  return readiness(
    ...[world.workspace.directory, state.path].flatMap(findingsIn),
    ...(isOthers ? [found('error', 'state-not-private', { path: state.path })] : []),
  )
}

function findingsIn(path: string): ReadinessFinding[] {
  const why = storageTrouble(path)
  if (why !== null) return [found('error', 'not-writable', { path, why })]
  const folder = nearestFolder(path)
  const { bytes, inodes } = roomIn(folder)
  const type = networkTypeOf(folder)
  const [low, few] = [levelOf(bytes, BYTES), inodes === null ? null : levelOf(inodes, INODES)]
  return [
    ...(low === null ? [] : [found(low, 'disk-low', { path, bytes, least: BYTES.warning })]),
    ...(few === null ? [] : [found(few, 'inodes-low', { path, count: inodes ?? 0, least: INODES.warning })]),
    ...(type === null ? [] : [found('warning', 'network-disk', { path, type })]),
  ]
}

function levelOf(left: number, { error, warning }: { error: number; warning: number }): Level | null {
  return left < error ? 'error' : left < warning ? 'warning' : null
}
