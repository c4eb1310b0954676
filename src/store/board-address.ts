import type { PrivateFolder } from '../platform/private-files.ts'
import { lockEntryLine, newLockEntry, placeOf, readLockEntries } from './lock-entry.ts'
import { stateFolder, workspaceKey } from './state.ts'

const NAME = 'board'
const MAX_BYTES = 4096

/** Where the board of a workspace can be reached that was started last on this machine, as long as its process runs. */
export class BoardAddress {
  private readonly folder: PrivateFolder

  constructor(env: NodeJS.ProcessEnv, workspace: string) {
    this.folder = stateFolder(env, workspaceKey(workspace))
  }

  /** Keeps the origin of the board of this process. The returned function forgets it, unless another board has replaced it. */
  keep(origin: string): () => void {
    const text = `${origin}\n${lockEntryLine(newLockEntry())}\n`
    this.folder.write(NAME, text)
    return () => {
      if (this.read() === text) this.folder.remove(NAME)
    }
  }

  /** The origin; null if no board runs. */
  origin(): string | null {
    const [origin = '', ...lines] = this.read().split('\n')
    const [process] = readLockEntries(lines.join('\n'))
    const isRunning = process !== undefined && placeOf(process, newLockEntry(), () => true) !== 'gone'
    return isRunning ? origin : null
  }

  private read(): string {
    return this.folder.read(NAME, MAX_BYTES)?.toString() ?? ''
  }
}
