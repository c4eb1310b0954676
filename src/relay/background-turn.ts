import { join } from 'node:path'
import { type LockHolder, ProblemError } from '../domain/problem.ts'
import { OWNER_ONLY } from '../platform/access.ts'
import { storageError } from '../platform/disk.ts'
import type { PrivateFolder } from '../platform/private-files.ts'
import { holdersOf, releaseOldClaims, takeLock } from '../store/lock.ts'
import { stateFolder } from '../store/state.ts'

/** Held by the one process of a workspace that shares in the background. */
const LOCK = 'relay.lock'
/** How long such a process goes on at most. */
export const BACKGROUND_MS = 120_000
/** It may be stopped, or have died with its container: a claim that is older than this does not count. */
const MAX_CLAIM_MS = 180_000
/**
 * Is there while something is to be shared that no process has begun to share; it says since when, and whether the process
 * that was left behind for it has the URL of the relay.
 */
const WANTED = 'relay.wanted'
const HAS_URL = 'url'
const MAX_BYTES = 32
/** A process that was left behind has begun after this long, or never will. */
const START_MS = 10_000

/**
 * What keeps processes from sharing in the background: the system's error of a folder that cannot be written to (`why`), who holds
 * their lock, or, if both are null, something in the place of their file.
 */
export interface BackgroundObstacle {
  readonly path: string
  readonly why: string | null
  readonly holder: LockHolder | null
}

/** Lets one process of a workspace at a time share in the background, and no word of something to share get lost. */
export class BackgroundTurn {
  private readonly folder: PrivateFolder
  private readonly lock: string

  /** `key` is that of the workspace (`workspaceKey`). */
  constructor(env: NodeJS.ProcessEnv, key: string) {
    this.folder = stateFolder(env, key)
    this.lock = join(this.folder.path, LOCK)
  }

  /**
   * Says that there is something to share. Whether a process has to be left behind for it: none that is there will do it. One
   * without the URL of the relay does it for nobody who has it. Where that cannot be said, none could begin: the error is returned.
   */
  want(now: number, hasUrl: boolean): boolean | BackgroundObstacle {
    const [since, word] = String(this.folder.read(WANTED, MAX_BYTES)).split(' ')
    if (Math.abs(now - Number(since)) < START_MS && (word === HAS_URL || !hasUrl)) return false
    // Before looking who is there: whoever ends looks for this after that.
    const isSaid = this.folder.write(WANTED, hasUrl ? `${now} ${HAS_URL}` : String(now))
    const full = isSaid ? null : this.storageObstacle()
    if (full !== null) return full
    releaseOldClaims(this.lock, MAX_CLAIM_MS)
    return holdersOf(this.lock).length === 0
  }

  /** Says that this process, which was left behind, cannot share: another is to be for whatever is recorded next. */
  giveUp(): void {
    if (this.folder.read(WANTED, MAX_BYTES) !== null) this.folder.write(WANTED, '0')
  }

  /**
   * Has `share` called until nothing more is to be shared or it is `stopped`, unless another process does that. What was asked
   * for while an attempt failed has one of its own.
   */
  async run(share: () => Promise<void>, stopped: AbortSignal): Promise<void> {
    if (!this.folder.create()) return
    releaseOldClaims(this.lock, MAX_CLAIM_MS)
    do {
      const unlock = takeLock(this.lock, OWNER_ONLY, 0)
      try {
        this.folder.remove(WANTED)
        await share()
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
      } finally {
        unlock()
      }
    } while (this.folder.read(WANTED, MAX_BYTES) !== null && !stopped.aborted)
  }

  /** What keeps processes from beginning; null if nothing does, or one that runs here is at it. */
  obstacle(): BackgroundObstacle | null {
    const full = this.storageObstacle()
    if (full !== null) return full
    const names = this.folder.names()
    const isForeign = (name: string) => names.includes(name) && !this.folder.withFile(name, () => true)
    for (const name of [WANTED, LOCK])
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
