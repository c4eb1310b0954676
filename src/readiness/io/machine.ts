import { execFile } from 'node:child_process'
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { engines, name as ourName, version as ours } from '../../../package.json'
import { behindMs } from '../../domain/log/hybrid-clock.ts'
import { type FindingLevel, type ReadinessFinding, readinessFinding } from '../../domain/readiness/finding.ts'
import { localeOf } from '../../i18n/locale.ts'
import { freeSpaceIn, mountTable, nearestFolder, networkFileSystemOf, storageError } from '../../platform/disk.ts'
import { homeFolder } from '../../platform/private-files.ts'
import { findProgram } from '../../platform/process.ts'
import { stateFolder } from '../../store/state.ts'
import { quoteArgv } from '../../view/shell-quote.ts'
import { type CheckResult, readinessResults } from '../checks/check-result.ts'
import type { CheckContext } from './check-context.ts'

/** Checks what the shell finds as `halt` and `haltctl`, without running it, and the version of Node. */
export function checkProgram({ world }: CheckContext): CheckResult[] {
  const { env, root } = world
  const here = workingDirectory() ?? root
  const [short, long] = ['halt', 'haltctl'].map((name) => findProgram(name, here, env.PATH))
  const install = quoteArgv(['npm', 'install', '--global', ...prefixFor(env, here), root])
  const isMissing = long == null && !isOurs(short ?? null, root)
  return readinessResults(
    ...(isMissing ? [readinessFinding('info', 'not-on-path', { install })] : []),
    ...[short, long].flatMap((path) => (path == null ? [] : otherProgram(path, root, install))),
    ...checkNodeVersion(process.versions.node),
  )
}

/** npm's global folder of programs is that of Node. If another `halt` is in it, npm refuses (EEXIST): the user's folder serves. */
function prefixFor(env: NodeJS.ProcessEnv, here: string): string[] {
  const node = findProgram('node', here, env.PATH)
  const other = node === null ? null : findProgram('halt', here, dirname(node))
  return other === null || versionAt(dirname(realpathSync(other))) !== null
    ? []
    : ['--prefix', join(homeFolder(env), '.local')]
}

/** The working directory; null if it has been deleted. */
function workingDirectory(): string | null {
  try {
    return process.cwd()
  } catch {
    return null
  }
}

function isOurs(path: string | null, root: string): boolean {
  return path !== null && realpathSync(path) === realpathSync(join(root, 'bin', 'halt.js'))
}

/** A finding if a program on the PATH is not this one: another version of it, or another program of that name. */
function otherProgram(path: string, root: string, install: string): ReadinessFinding[] {
  if (isOurs(path, root)) return []
  const target = realpathSync(path)
  const version = versionAt(dirname(target))
  if (version !== null)
    return version === ours ? [] : [readinessFinding('warning', 'other-version', { path, version, ours, install })]
  // In a folder of the system, `halt` is the one that stops the machine, usually a link to systemctl.
  const powersOff = basename(path) === 'halt' && (basename(target) === 'systemctl' || /^\/(?:usr\/)?s?bin\//.test(path))
  return [readinessFinding('warning', 'other-halt', { path, target, powersOff })]
}

/** The version of this package that contains a folder; null if the folder is in another package or none. */
function versionAt(folder: string): string | null {
  const path = join(folder, 'package.json')
  if (!existsSync(path)) return dirname(folder) === folder ? null : versionAt(dirname(folder))
  try {
    const { name, version } = JSON.parse(readFileSync(path, 'utf8')) as { name?: unknown; version?: unknown }
    return name === ourName && typeof version === 'string' ? version : null
  } catch {
    return null
  }
}

/** A finding if Node is older than the oldest supported version. */
export function checkNodeVersion(version: string): ReadinessFinding[] {
  const least = engines.node.replace('>=', '')
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [leastMajor = 0, leastMinor = 0] = least.split('.').map(Number)
  const isOld = major < leastMajor || (major === leastMajor && minor < leastMinor)
  return isOld ? [readinessFinding('error', 'node-old', { version, least })] : []
}

/** Checks the machine's clock and time zone: the times in a log are evidence. */
export async function checkClock({ now, logs, world, machineZone, settings }: CheckContext): Promise<CheckResult[]> {
  const synchronised = await isSynchronised(world.env)
  const late = logs.flatMap((log) => ('problem' in log || log.lateMs === 0 ? [] : [log]))
  const [known, unknown] = [late.filter(({ ahead }) => ahead === null), late.filter(({ ahead }) => ahead !== null)]
  // No time before the program was built can be right.
  const built = statSync(join(world.root, 'dist', 'main.cjs'), { throwIfNoEntry: false })?.mtimeMs ?? 0
  const { timezone: workspace } = settings
  const zone =
    machineZone === workspace ? [] : [readinessFinding('info', 'zone-differs', { machine: machineZone, workspace })]
  return readinessResults(
    ...clockBehind(Math.max(0, ...known.map(({ lateMs }) => lateMs)), 'log'),
    // Whoever can write to the folder can be ahead of every clock: one of them is named.
    ...unknown.slice(0, 1).map(({ lateMs, ahead }) => clockFinding('warning', lateMs, { writer: ahead ?? '' })),
    ...clockBehind(behindMs(built, now), 'program'),
    ...synchronisation(synchronised),
    ...zone,
  )
}

function clockBehind(ms: number, than: 'log' | 'program'): ReadinessFinding[] {
  return ms === 0 ? [] : [clockFinding('error', ms, than)]
}

function clockFinding(
  level: FindingLevel,
  ms: number,
  than: 'log' | 'program' | { readonly writer: string },
): ReadinessFinding {
  return readinessFinding(level, 'clock-behind', { seconds: ms / 1000, than })
}

function synchronisation(synchronised: boolean | null): ReadinessFinding[] {
  if (synchronised === null) return [readinessFinding('info', 'clock-unknown', {})]
  return synchronised ? [] : [readinessFinding('warning', 'clock-unsynchronised', {})]
}

const TIMEDATECTL_TIMEOUT_MS = 2000

/** Whether the machine's clock is synchronised according to systemd (`timedatectl(1)`); null if unknown. */
function isSynchronised(env: NodeJS.ProcessEnv): Promise<boolean | null> {
  return new Promise((resolve) => {
    const options = { env, timeout: TIMEDATECTL_TIMEOUT_MS, windowsHide: true }
    execFile('timedatectl', ['show', '--property=NTPSynchronized', '--value'], options, (error, stdout) => {
      const answer = stdout.trim()
      resolve(error !== null || !/^(?:yes|no)$/.test(answer) ? null : answer === 'yes')
    })
  })
}

const MIB = 1024 * 1024
/** The free space below which to report at each level. The higher one is enough for a halt with some evidence. */
const LOW_BYTES = { error: 16 * MIB, warning: 256 * MIB }
const LOW_INODES = { error: 100, warning: 1000 }

/** Checks the folders that logs are written to and that their heads are kept in. */
export function checkDisk({ world }: CheckContext): CheckResult[] {
  const state = stateFolder(world.env)
  const isForeign = existsSync(state.path) && !state.isUsable()
  return readinessResults(
    ...[world.workspace.directory, state.path].flatMap(diskFindings),
    ...(isForeign ? [readinessFinding('error', 'state-not-private', { path: state.path })] : []),
  )
}

/** Findings on the file system of a folder: whether it can be written to, its free space, and whether it is local. */
function diskFindings(path: string): ReadinessFinding[] {
  const why = storageError(path)
  if (why !== null) return [readinessFinding('error', 'not-writable', { path, why })]
  const folder = nearestFolder(path)
  const { bytes, inodes } = freeSpaceIn(folder)
  const count = inodes ?? 0
  const mounts = mountTable()
  const type = mounts === null ? null : networkFileSystemOf(folder, mounts)
  const [low, few] = [levelOf(bytes, LOW_BYTES), inodes === null ? null : levelOf(inodes, LOW_INODES)]
  return [
    ...(low === null ? [] : [readinessFinding(low, 'disk-low', { path, bytes, least: LOW_BYTES.warning })]),
    ...(few === null ? [] : [readinessFinding(few, 'inodes-low', { path, count, least: LOW_INODES.warning })]),
    ...(mounts === null ? [readinessFinding('info', 'disk-unknown', { path })] : []),
    ...(type === null ? [] : [readinessFinding('warning', 'network-disk', { path, type })]),
  ]
}

function levelOf(free: number, { error, warning }: { error: number; warning: number }): FindingLevel | null {
  return free < error ? 'error' : free < warning ? 'warning' : null
}

/** The fewest columns that the walk supports. */
const MIN_COLUMNS = 40

export function checkTerminal({ world: { terminal, env } }: CheckContext): CheckResult[] {
  const { isOutputTerminal, columns } = terminal
  const narrow = isOutputTerminal && columns < MIN_COLUMNS
  const { isUtf8, variable, value } = localeOf(env)
  return readinessResults(
    ...(narrow ? [readinessFinding('warning', 'terminal-narrow', { columns, least: MIN_COLUMNS })] : []),
    ...(env.TERM === 'dumb' ? [readinessFinding('info', 'terminal-dumb', {})] : []),
    ...(isUtf8 ? [] : [readinessFinding('warning', 'not-utf8', { variable, value })]),
  )
}
