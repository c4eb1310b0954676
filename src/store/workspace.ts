import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { isAnchorMoment } from '../domain/log/anchor-moment.ts'
import type { EventDraft, Guest } from '../domain/log/event.ts'
import { type Access, accessOf } from '../platform/access.ts'
import { storageError } from '../platform/disk.ts'
import { ensureDirectory } from '../platform/durable.ts'
import { errnoName } from '../platform/errno.ts'
import { xdgFolder } from '../platform/private-files.ts'
import type { BuildId } from './cache-files.ts'
import { Journal } from './journal.ts'
import { releaseOldClaims, withLock } from './lock.ts'
import { isIncidentId, isLogName, LOG_SUFFIX } from './log-paths.ts'
import { Snapshots } from './snapshots.ts'
import { type KeptHead, openWriterState, stateFolder } from './state.ts'
import { readUnpackedLog, type UnpackedLog } from './unpacked-log.ts'

export const SETTINGS_FILE = 'halt.yaml'
export const CONTACTS_FILE = 'contacts.yaml'
/** Nobody needs the lock of a workspace for this long. */
const MAX_CLAIM_MS = 60_000

/** How the workspace was chosen: named, found in this or a parent folder, or the user's default. */
export type WorkspaceOrigin = 'named' | 'found' | 'default'

/** An incident of which this writer's key is to be signed, and with `signsHead` the head as well. */
export interface SigningMoment {
  readonly id: string
  readonly signsHead: boolean
}

/** A folder that is named as one of an incident and cannot be read. */
interface UnreadableFolder {
  readonly id: string
  /** Relative to the workspace. */
  readonly path: string
  /** The system's error. */
  readonly why: string
}

/** The folder of incidents, and the logs in it. */
export interface Workspace {
  readonly directory: string
  readonly origin: WorkspaceOrigin
  /** Ids of the incidents, oldest first. */
  ids(): string[]
  /** Paths below `incidents/` that are not incidents, relative to the workspace. */
  strayFolders(): string[]
  /** Folders named as incidents that cannot be read here, and in which this machine has recorded nothing. */
  unreadableFolders(): UnreadableFolder[]
  /** The kept heads of incidents that this machine has recorded to but whose log is gone. */
  missingIncidents(): KeptHead[]
  journal(id: string): Journal
  /** Whoever acts from now on, also in journals that were opened before. */
  changeOperator(operator: string): void
  /** Whether this user has recorded anything here on this machine. */
  hasOwnWriter(): boolean
  /** Runs `act`, which is over in a moment, while no other process does so in this workspace. Throws like `withLock`. */
  exclusively<T>(access: Access, act: () => T): T
  /** Reads the log of an incident from `incidents/` of another folder, to which nothing of this machine belongs. */
  readUnpackedLog(directory: string, id: string): UnpackedLog
  /** Id of the first incident that this run has recorded something in; null if none. */
  readonly firstRecorded: string | null
  /** What keeps the state folder from keeping who has recorded there; null if it was kept, or nothing was recorded. */
  unkeptState(): { readonly path: string; readonly why: string } | null
  /** Whether this run has recorded anything since the last call. */
  takeRecorded(): boolean
  /** The incidents in which this run has recorded, since the last call, something after which it signs. */
  takeSigningMoments(): readonly SigningMoment[]
  /** The new writers that this run has told the operator of, each after the id of its incident. */
  readonly toldWriters: Set<string>
  /** To be called before first use by commands that create the workspace; otherwise one that was named must exist. */
  allowMissing(): void
}

/**
 * Returns the workspace: `--dir`, else HALT_DIR, else the working directory or nearest parent with `halt.yaml`, else `halt`
 * in the user's data folder (XDG). `cwd` is called only if needed, since it throws if the working directory is gone.
 */
export function findWorkspace(
  dir: string | undefined,
  env: NodeJS.ProcessEnv,
  cwd: () => string,
): { readonly directory: string; readonly origin: WorkspaceOrigin } {
  const named = dir ?? env.HALT_DIR
  if (named !== undefined && named !== '')
    return { directory: isAbsolute(named) ? resolve(named) : resolve(cwd(), named), origin: 'named' }
  const nearest = nearestWorkspace(cwd())
  if (nearest !== null) return { directory: nearest, origin: 'found' }
  return { directory: join(xdgFolder(env, 'XDG_DATA_HOME'), 'halt'), origin: 'default' }
}

/** The nearest folder, this one or a parent, that holds `halt.yaml`; null if none does. */
export function nearestWorkspace(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, SETTINGS_FILE))) return at
    if (dirname(at) === at) return null
  }
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** Whether a folder has settings or incidents. */
export function holdsWorkspace(directory: string): boolean {
  return [SETTINGS_FILE, 'incidents'].some((name) => existsSync(join(directory, name)))
}

/**
 * Opens a workspace unchecked. `operator` returns who acts, and `guest` is who let them act, if they do not use this machine.
 * With `leavesCache`, snapshots are not written or removed.
 */
export function openWorkspace(
  directory: string,
  env: NodeJS.ProcessEnv,
  operator: () => string,
  program: () => BuildId = () => null,
  leavesCache = false,
  guest: Guest | null = null,
): Workspace {
  const state = openWriterState(directory, env)
  const snapshots = new Snapshots(directory, env, program, state.key, leavesCache)
  let who = operator
  let recorded: string | null = null
  let hasRecorded = false
  const moments = new Map<string, SigningMoment>()
  const incidents = join(directory, 'incidents')
  /** Throws if the folder of an incident that this machine has recorded to cannot be read: nothing may pass over that. */
  const read = (folder: Dirent) => readFolder(incidents, folder, () => state.head(folder.name) !== null)
  return {
    directory,
    origin: 'default',
    allowMissing: () => {},
    ids: () => folders(incidents).flatMap((folder) => (isIncident(read(folder), folder.name) ? [folder.name] : [])),
    strayFolders: () =>
      folders(incidents).flatMap((folder) =>
        isStray(read(folder), folder.name) ? [join('incidents', folder.name)] : [],
      ),
    unreadableFolders: () =>
      folders(incidents).flatMap((folder) => {
        const found = read(folder)
        const { name: id } = folder
        return found !== null && 'why' in found ? [{ id, path: join('incidents', id), why: found.why }] : []
      }),
    missingIncidents() {
      const existing = new Set(this.ids())
      return state.heads((incident) => !existing.has(incident))
    },
    journal(id) {
      const onRecorded = (drafts: readonly EventDraft[], isFirst: boolean) => {
        recorded ??= id
        hasRecorded = true
        const signsHead = drafts.some(isAnchorMoment) || moments.get(id)?.signsHead === true
        if (signsHead || isFirst) moments.set(id, { id, signsHead })
      }
      return new Journal(directory, id, state, () => who(), onRecorded, snapshots, guest)
    },
    changeOperator(name) {
      who = () => name
    },
    hasOwnWriter: () => state.ownWriters().length > 0,
    exclusively(access, act) {
      ensureDirectory(incidents, access)
      const lock = join(incidents, 'lock')
      // The process of a container or machine that is gone would be waited for each time.
      releaseOldClaims(lock, MAX_CLAIM_MS)
      return withLock(lock, accessOf(incidents), act)
    },
    readUnpackedLog: (folder, id) => readUnpackedLog(folder, id, openWriterState(folder, env), state.head(id)),
    get firstRecorded() {
      return recorded
    },
    unkeptState() {
      if (recorded === null || state.head(recorded) !== null) return null
      const { path } = stateFolder(env, state.key)
      const why = storageError(path)
      return why === null ? null : { path, why }
    },
    toldWriters: new Set(),
    takeRecorded() {
      const taken = hasRecorded
      hasRecorded = false
      return taken
    },
    takeSigningMoments() {
      const taken = [...moments.values()]
      moments.clear()
      return taken
    },
  }
}

/** The workspace as if it had none of these incidents, and none whose log is gone or cannot be read. */
export function withoutIncidents(workspace: Workspace, hidden: ReadonlySet<string>): Workspace {
  const others: Pick<Workspace, 'ids' | 'unreadableFolders' | 'missingIncidents'> = {
    ids: () => workspace.ids().filter((id) => !hidden.has(id)),
    unreadableFolders: () => [],
    missingIncidents: () => [],
  }
  return Object.create(workspace, Object.getOwnPropertyDescriptors(others)) as Workspace
}

/** Entries that may be folders of incidents, sorted by name; other files are skipped. */
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

/** The names in a folder, or why it cannot be read here. */
type FolderContent = { readonly names: readonly string[] } | { readonly why: string }

/**
 * What is in a folder that is named as one of an incident; null if it is none. Throws if it cannot be read and
 * `mustBeReadable`, or for another reason than its permissions: then it may well be an incident.
 */
function readFolder(incidents: string, folder: Dirent, mustBeReadable: () => boolean): FolderContent | null {
  if (!folder.isDirectory() || !isIncidentId(folder.name)) return null
  try {
    return { names: readdirSync(join(incidents, folder.name)) }
  } catch (error) {
    const why = errnoName(error)
    if (why !== 'EACCES' || mustBeReadable()) throw error
    return { why }
  }
}

/** Whether a folder is one of an incident, with its log. */
function isIncident(content: FolderContent | null, id: string): boolean {
  return content !== null && 'names' in content && holdsLog(content.names, id)
}

/** Whether it is no folder of an incident, nor one that was never fully created, which holds no log at all. */
function isStray(content: FolderContent | null, id: string): boolean {
  if (content === null) return true
  return 'names' in content && content.names.some((name) => name.endsWith(LOG_SUFFIX)) && !holdsLog(content.names, id)
}

function holdsLog(names: readonly string[], id: string): boolean {
  return names.some((name) => isLogName(name, id))
}
