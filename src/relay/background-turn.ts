import { join } from 'node:path'
import { ProblemError } from '../domain/problem.ts'
import { OWNER_ONLY } from '../platform/access.ts'
import type { PrivateFolder } from '../platform/private-files.ts'
import { holdersOf, takeLock } from '../store/lock.ts'
import { stateFolder } from '../store/state.ts'

/** Held by the one process of a workspace that shares in the background. */
const LOCK = 'relay.lock'
/** Is there while something is to be shared that no process has begun to share; it says since when. */
const WANTED = 'relay.wanted'
const MAX_BYTES = 32
/** A process that was left behind has begun after this long, or never will. */
const START_MS = 10_000

/** Lets one process of a workspace at a time share in the background, and no word of something to share get lost. */
export class BackgroundTurn {
  private readonly folder: PrivateFolder
  private readonly lock: string

  /** `key` is that of the workspace (`workspaceKey`). */
  constructor(env: NodeJS.ProcessEnv, key: string) {
    this.folder = stateFolder(env, key)
    this.lock = join(this.folder.path, LOCK)
  }

  /** Says that there is something to share. Whether a process has to be left behind for it: none that is there will do it. */
  want(now: number): boolean {
    const since = Number(this.folder.read(WANTED, MAX_BYTES) ?? Number.NaN)
    if (Math.abs(now - since) < START_MS) return false
    // Before looking who is there: whoever ends looks for this after that.
    return this.folder.write(WANTED, String(now)) && holdersOf(this.lock).length === 0
  }

  /**
   * Has `share` called until nothing more is to be shared or it is `stopped`, unless another process does that. What was asked
   * for while an attempt failed has one of its own.
   */
  async run(share: () => Promise<void>, stopped: AbortSignal): Promise<void> {
    if (!this.folder.create()) return
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
}
