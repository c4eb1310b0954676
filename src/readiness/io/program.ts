import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { engines, name as ourName, version as ours } from '../../../package.json'
import { found, type ReadinessFinding } from '../../domain/readiness/finding.ts'
import { whichProgram } from '../../platform/process.ts'
import { shellWords } from '../../view/shell.ts'
import { readiness, type Told } from '../checks/check-result.ts'
import type { Examination } from './examination.ts'

/** What the shell finds under the program's two names, by looking alone, and what runs it. */
export function checkProgram({ world }: Examination): Told[] {
  const { env, root } = world
  const here = workingDirectory() ?? root
  const [short, long] = ['halt', 'haltctl'].map((name) => whichProgram(name, here, env.PATH))
  const install = shellWords(['npm', 'install', '--global', root])
  const missing = long == null && !isOurs(short ?? null, root) ? [found('info', 'not-on-path', { install })] : []
  return readiness(
    ...missing,
    ...[short, long].flatMap((path) => (path == null ? [] : notOurs(path, root, install))),
    ...oldNode(process.versions.node),
  )
}

/** Null where it has been deleted. */
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

function notOurs(path: string, root: string, install: string): ReadinessFinding[] {
  if (isOurs(path, root)) return []
  const target = realpathSync(path)
  const version = versionAt(dirname(target))
  if (version !== null)
    return version === ours ? [] : [found('warning', 'other-version', { path, version, ours, install })]
  const powersOff = basename(path) === 'halt' && (basename(target) === 'systemctl' || /^\/(?:usr\/)?s?bin\//.test(path))
  return [found('warning', 'other-halt', { path, target, powersOff })]
}

/** The version of this package that a folder of it belongs to; null where it belongs to none. */
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

/** A finding where Node is older than what this was tried on. */
export function oldNode(version: string): ReadinessFinding[] {
  const least = engines.node.replace('>=', '')
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [leastMajor = 0, leastMinor = 0] = least.split('.').map(Number)
  const isOld = major < leastMajor || (major === leastMajor && minor < leastMinor)
  return isOld ? [found('error', 'node-old', { version, least })] : []
}
