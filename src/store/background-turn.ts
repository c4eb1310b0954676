import { join } from 'node:path'
import { type LockHolder, ProblemError } from '../domain/problem.ts'
import { OWNER_ONLY } from '../platform/access.ts'
import { storageError } from '../platform/disk.ts'
import type { PrivateFolder } from '../platform/private-files.ts'
import type { World } from '../world.ts'
import { holdersOf, releaseOldClaims, takeLock } from './lock.ts'
import { stateFolder, workspaceKey } from './state.ts'

/** How long such a process goes on at most. */
export const BACKGROUND_MS = 120_000
/** It may be stopped, or have died with its container: a claim that is older than this does not count. */
const MAX_CLAIM_MS = 180_000
/** What is said of a process that knows what it needs, such as the URL of the relay. */
const IS_EQUIPPED = 'url'
const MAX_BYTES = 32
/** A process that was left behind has begun after this long, or never will. */
const START_MS = 10_000

/** What processes that commands leave behind do: share incidents through the relay, or tell feeds. */
type BackgroundWork = 'relay' | 'feeds'

/**
 * What keeps processes from working in the background: the system's error of a folder that cannot be written to (`why`), who holds
 * their lock, or, if both are null, something in the place of their file.
 */
export interface BackgroundObstacle {
  readonly path: string
  readonly why: string | null
  readonly holder: LockHolder | null
}

/** Lets one process of a workspace at a time do such work in the background, and no word of something to do get lost. */
export class BackgroundTurn {
  private readonly folder: PrivateFolder
  /** Held by the one process that is at it. */
  private readonly lockName: string
  private readonly lock: string
  /**
   * Is there while something is to be done that no process has begun to do; it says since when, and whether the process that
   * was left behind for it is equipped.
   */
  private readonly wanted: string

  /** `key` is that of the workspace (`workspaceKey`). */
  constructor(env: NodeJS.ProcessEnv, key: string, work: BackgroundWork) {
    this.folder = stateFolder(env, key)
    this.lockName = `${work}.lock`
    this.lock = join(this.folder.path, this.lockName)
    this.wanted = `${work}.wanted`
  }

  /**
   * Says that there is something to do. Whether a process has to be left behind for it: none that is there will do it. One
   * that is not equipped (without the URL of the relay) does it for nobody who is. Where that cannot be said, none could
   * begin: the error is returned.
   */
  want(now: number, isEquipped: boolean): boolean | BackgroundObstacle {
    const [since, word] = String(this.folder.read(this.wanted, MAX_BYTES)).split(' ')
    if (Math.abs(now - Number(since)) < START_MS && (word === IS_EQUIPPED || !isEquipped)) return false
    // Before looking who is there: whoever ends looks for this after that.
    const isSaid = this.folder.write(this.wanted, isEquipped ? `${now} ${IS_EQUIPPED}` : String(now))
    const full = isSaid ? null : this.storageObstacle()
    if (full !== null) return full
    releaseOldClaims(this.lock, MAX_CLAIM_MS)
    return holdersOf(this.lock).length === 0
  }

  /** Says that this process, which was left behind, cannot do it: another is to be for whatever is recorded next. */
  giveUp(): void {
    if (this.folder.read(this.wanted, MAX_BYTES) !== null) this.folder.write(this.wanted, '0')
  }

  /**
   * Has `act` called until nothing more is to be done or it is `stopped`, unless another process does that. What was asked for
   * while an attempt failed has one of its own. Throws `lock-timeout` if another process is at it.
   */
  async run(act: () => Promise<void>, stopped: AbortSignal): Promise<void> {
    if (!this.folder.create()) return
    releaseOldClaims(this.lock, MAX_CLAIM_MS)
    do {
      const unlock = takeLock(this.lock, OWNER_ONLY)
      try {
        this.folder.remove(this.wanted)
        await act()
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
      } finally {
        unlock()
      }
    } while (this.folder.read(this.wanted, MAX_BYTES) !== null && !stopped.aborted)
  }

  /** What keeps processes from beginning; null if nothing does, or one that runs here is at it. */
  obstacle(): BackgroundObstacle | null {
    const full = this.storageObstacle()
    if (full !== null) return full
    const names = this.folder.names()
    const isForeign = (name: string) => names.includes(name) && !this.folder.withFile(name, () => true)
    for (const name of [this.wanted, this.lockName])
      if (isForeign(name)) return { path: join(this.folder.path, name), why: null, holder: null }
    try {
      const holder = holdersOf(this.lock).find(({ place }) => place !== 'here')
      return holder === undefined ? null : { path: this.lock, why: null, holder }
    } catch (error) {
      if (error instanceof ProblemError) return { path: this.lock, why: null, holder: null }
      throw error
    }
  }

  private storageObstacle(): BackgroundObstacle | null {
    const { path } = this.folder
    const why = storageError(path)
    return why === null ? null : { path, why, holder: null }
  }
}

/**
 * Leaves a process behind that does such work by a command line, unless another one is about to. Resolves to what keeps
 * such processes from beginning, null if nothing does.
 */
export async function leaveBehind(
  world: World,
  work: BackgroundWork,
  isEquipped: boolean,
  command: readonly string[],
): Promise<BackgroundObstacle | null> {
  const { directory } = world.workspace
  const wanted = new BackgroundTurn(world.env, workspaceKey(directory), work).want(world.now(), isEquipped)
  if (typeof wanted === 'object') return wanted
  if (wanted) await world.inBackground([...command, '--background', '--no-input', '--dir', directory])
  return null
}
