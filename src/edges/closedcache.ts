import { join } from 'node:path'
import type { Digest } from '../domain/stats/digest.ts'
import type { World } from '../world.ts'
import { type Program, programIn, readCache, writeCache } from './cachefile.ts'
import { type Mark, markOf } from './mark.ts'
import { keyOf } from './state.ts'
import { xdgFolder } from './xdg.ts'

/** From so many incidents on, looking into the cache takes less than reading them all: as measured, with a few to spare. */
const WORTH_IT = 5
const MOST_BYTES = 256 * 1024 * 1024

/** What the cache has of an incident, and how it is told more. */
export interface Look {
  /** Whether the log is the one that was read as sound and closed. */
  readonly isClosed: boolean
  /** What was kept of it; null where nothing was. */
  digest(): Digest | null
  /** Keeps that the log, which was read since, is sound and closed, and a digest of it. */
  keep(digest: Digest | null): void
}

/**
 * What is known of closed incidents, so that not each of them has to be read each time: a file outside the workspace that
 * may be deleted at any time. It counts only for logs that look just as they did when they were read (`markOf`), and only
 * for the program that wrote it. Whatever is wrong with it, it is as if it were empty, and nothing is said.
 */
export class ClosedCache {
  private readonly path: string
  private readonly incidents: string
  private readonly program: Program
  private readonly now: () => number
  /** By id: `[ID,MARK,DIGEST]` in JSON. */
  private readonly lines: Map<string, string>
  private isStale = false

  /** `now` is in milliseconds. */
  constructor(workspace: string, env: NodeJS.ProcessEnv, program: Program, now: () => number) {
    this.path = join(xdgFolder(env, 'XDG_CACHE_HOME', '.cache'), 'halt', `${keyOf(workspace)}.closed`)
    this.incidents = join(workspace, 'incidents')
    this.program = program
    this.now = now
    const lines = readCache(this.path, program, MOST_BYTES, ({ lines, at, end }) => (at === end ? byId(lines) : null))
    this.lines = lines ?? new Map()
  }

  look(id: string): Look {
    const mark = this.markOf(id)
    const start = mark === null ? null : startOf(id, mark)
    const line = this.lines.get(id)
    const found = start !== null && line?.startsWith(start) ? line : null
    return {
      isClosed: found !== null,
      digest: () => (found === null ? null : (JSON.parse(found)[2] as Digest | null)),
      keep: (digest) => {
        if (start === null || !mark?.isAtRest || this.markOf(id)?.text !== mark.text) return
        this.lines.set(id, `${start}${JSON.stringify(digest)}]`)
        this.isStale = true
      },
    }
  }

  /** Writes what was kept, of the incidents that there are. */
  save(ids: readonly string[]): void {
    if (!this.isStale) return
    const lines = ids.flatMap((id) => this.lines.get(id) ?? [])
    writeCache(this.path, this.program, MOST_BYTES, lines)
    this.isStale = false
  }

  private markOf(id: string): Mark | null {
    return markOf(join(this.incidents, id), id, this.now())
  }
}

/** The cache of a workspace; null where it has too few incidents for one. */
export function cacheFor({ root, env, workspace }: World, incidents: number): ClosedCache | null {
  return incidents < WORTH_IT ? null : new ClosedCache(workspace.directory, env, programIn(root), Date.now)
}

/** What a line begins with as long as the log looks the same. */
function startOf(id: string, mark: Mark): string {
  return `[${JSON.stringify(id)},${mark.text},`
}

function byId(lines: Iterable<string>): Map<string, string> {
  const found = new Map<string, string>()
  for (const line of lines) found.set(line.slice(2, line.indexOf('"', 2)), line)
  return found
}
