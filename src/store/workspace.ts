import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { LANGUAGES, type Language } from '../domain/runbook/runbook.ts'
import { readBounded } from '../platform/bounded.ts'
import { xdgFolder } from '../platform/xdg.ts'
import { Journal } from './journal.ts'
import { isId, isLogName } from './log-names.ts'
import { type Program, Snapshots } from './snapshots.ts'
import { type KeptHead, stateOf } from './state.ts'

export const SETTINGS_FILE = 'halt.yaml'
export const CONTACTS_FILE = 'contacts.yaml'
const MOST_SETTINGS = 256 * 1024

/** How a workspace was come by: named, found in a folder above, or the user's own where nothing says another. */
export type Origin = 'named' | 'found' | 'default'

/** Where incidents live, and the logs in it. */
export interface Workspace {
  readonly directory: string
  readonly origin: Origin
  /** Ids of the incidents that are there, oldest first. */
  ids(): string[]
  /** Folders that lie among the incidents and are none, relative to the workspace. */
  ignored(): string[]
  /** Incidents that this machine has recorded to, and whose log is gone. */
  missing(): KeptHead[]
  journal(id: string): Journal
  /** The incident that this run has recorded something in; null where it has recorded nothing. */
  readonly recorded: string | null
  /** Said before it is used by commands that make it where it is not there; to others one that was named has to be. */
  allowMissing(): void
}

/**
 * `--dir`, else HALT_DIR, else the nearest parent that holds `halt.yaml`, else the user's data directory (XDG).
 * The working directory may have been deleted: it is asked for only where it is needed, and its error is thrown.
 */
export function findWorkspace(
  dir: string | undefined,
  env: NodeJS.ProcessEnv,
  cwd: () => string,
): { readonly directory: string; readonly origin: Origin } {
  const named = dir ?? env.HALT_DIR
  if (named !== undefined && named !== '')
    return { directory: isAbsolute(named) ? resolve(named) : resolve(cwd(), named), origin: 'named' }
  const nearest = nearestWorkspace(cwd())
  if (nearest !== null) return { directory: nearest, origin: 'found' }
  return { directory: join(xdgFolder(env, 'XDG_DATA_HOME', join('.local', 'share')), 'halt'), origin: 'default' }
}

/** The nearest folder, this one or one above it, that holds `halt.yaml`. */
export function nearestWorkspace(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, SETTINGS_FILE))) return at
    if (dirname(at) === at) return null
  }
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

export function holdsWorkspace(directory: string): boolean {
  return [SETTINGS_FILE, 'incidents'].some((name) => existsSync(join(directory, name)))
}

/**
 * `program` tells which build of the program it is that opens it (`snapshots.ts`); where it `leavesCache`, reading leaves
 * the snapshots of logs as they are.
 */
export function openWorkspace(
  directory: string,
  env: NodeJS.ProcessEnv,
  operator: () => string,
  program: () => Program = () => null,
  leavesCache = false,
): Workspace {
  const kept = stateOf(directory, env)
  const snapshots = new Snapshots(directory, env, program, kept.key, leavesCache)
  let recorded: string | null = null
  const incidents = join(directory, 'incidents')
  return {
    directory,
    origin: 'default',
    allowMissing: () => {},
    ids: () => folders(incidents).flatMap((folder) => (isIncident(incidents, folder) ? [folder.name] : [])),
    ignored: () =>
      folders(incidents).flatMap((folder) => (isStray(incidents, folder) ? [join('incidents', folder.name)] : [])),
    missing() {
      const there = new Set(this.ids())
      return kept.heads((incident) => !there.has(incident))
    },
    journal(id) {
      const onRecorded = () => {
        recorded ??= id
      }
      return new Journal(directory, id, kept, operator, onRecorded, snapshots)
    },
    get recorded() {
      return recorded
    },
  }
}

/** What may be the folder of an incident, in the order of the names; files are not looked at. */
function folders(incidents: string): Dirent[] {
  try {
    return readdirSync(incidents, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function isIncident(incidents: string, folder: Dirent): boolean {
  const { name } = folder
  return folder.isDirectory() && isId(name) && holdsLog(readdirSync(join(incidents, name)), name)
}

/** No incident, and no beginning that never became one: such a folder holds no log of any name. */
function isStray(incidents: string, folder: Dirent): boolean {
  if (!folder.isDirectory() || !isId(folder.name)) return true
  const names = readdirSync(join(incidents, folder.name))
  return names.some((name) => name.endsWith('.jsonl')) && !holdsLog(names, folder.name)
}

function holdsLog(names: readonly string[], id: string): boolean {
  return names.some((name) => isLogName(name, id))
}

/**
 * The operator's language: `--lang`, HALT_LANG, `halt.yaml`, the locale, else English. Every command needs it, so the
 * one top-level line of `halt.yaml` is read here without a YAML parser.
 */
export function languageOf(lang: string | undefined, env: NodeJS.ProcessEnv, directory: string): Language {
  for (const word of [lang, env.HALT_LANG]) if (isLanguage(word)) return word
  const locale = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((value) => value !== undefined && value !== '') ?? ''
  return [settingsLanguage(directory), locale.slice(0, 2)].find(isLanguage) ?? 'en'
}

function isLanguage(word: string | undefined): word is Language {
  return LANGUAGES.includes(word as Language)
}

function settingsLanguage(directory: string): string | undefined {
  try {
    return /^language:\s*["']?(\w+)/m.exec(readBounded(join(directory, SETTINGS_FILE), MOST_SETTINGS))?.[1]
  } catch {
    return undefined
  }
}
