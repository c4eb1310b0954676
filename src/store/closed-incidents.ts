import { join } from 'node:path'
import type { IncidentSummary } from '../domain/stats/stats.ts'
import { type BuildId, buildIdOf, CacheFiles } from './cache-files.ts'
import { type Fingerprint, fingerprintOf } from './log-fingerprint.ts'
import { keptHeadTexts, workspaceKey } from './state.ts'

/** From this many incidents on, reading the rows is faster than reading the logs (measured, with a small margin). */
const MIN_INCIDENTS = 5

/** What is known of an incident without reading its log, and a way to store more. */
export interface ClosedIncidentEntry {
  /** Whether the log is unchanged since it was found sound and closed. */
  readonly isClosed: boolean
  /** The stored summary of the incident; null if none was stored. */
  digest(): IncidentSummary | null
  /** Stores that the log is sound and closed, unless it changed since `look`, or so recently that this might not show. */
  keep(summary: IncidentSummary | null): void
}

/** One row per closed incident, in place of reading its log. It counts as long as the log has the same fingerprint. */
export class ClosedIncidents {
  private readonly name: string
  private readonly incidents: string
  private readonly files: CacheFiles | null
  private readonly now: () => number
  private readonly keptHead: (id: string) => string
  /** By id: `[ID,FINGERPRINT,SUMMARY]` in JSON. */
  private readonly rows: Map<string, string>
  /** Whether rows have been added that are not saved. */
  private isUnsaved = false

  /** `now` is in milliseconds. */
  constructor(workspace: string, env: NodeJS.ProcessEnv, program: BuildId, now: () => number) {
    this.name = `${workspaceKey(workspace)}.list`
    this.incidents = join(workspace, 'incidents')
    this.files = program === null ? null : new CacheFiles(env, program)
    this.now = now
    this.keptHead = keptHeadTexts(env, workspace)
    this.rows = rowsIn(this.files?.read(this.name) ?? [])
  }

  /** Takes the log's fingerprint, and looks up its row. */
  look(id: string): ClosedIncidentEntry {
    const fingerprint = this.fingerprint(id)
    const start = fingerprint === null ? null : `[${JSON.stringify(id)},${fingerprint.text},`
    const row = this.rows.get(id)
    const found = start !== null && row?.startsWith(start) ? row : null
    return {
      isClosed: found !== null,
      digest: () => (found === null ? null : (JSON.parse(found)[2] as IncidentSummary | null)),
      keep: (summary) => {
        if (start === null || !fingerprint?.isAtRest || this.fingerprint(id)?.text !== fingerprint.text) return
        this.rows.set(id, `${start}${JSON.stringify(summary)}]`)
        this.isUnsaved = true
      },
    }
  }

  /** Writes the rows of the incidents that still exist. */
  save(ids: readonly string[]): void {
    if (!this.isUnsaved) return
    const rows = ids.flatMap((id) => this.rows.get(id) ?? [])
    this.files?.write(this.name, [Buffer.from(rows.join('\n'))])
    this.isUnsaved = false
  }

  /** With the head that this machine keeps: a log that is as it was before lacks what was recorded since. */
  private fingerprint(id: string): Fingerprint | null {
    const found = fingerprintOf(join(this.incidents, id), id, this.now())
    return found && { ...found, text: JSON.stringify([found.text, this.keptHead(id)]) }
  }
}

/** The folder `root` that the program is installed in, and the workspace that it works on. */
interface Installed {
  readonly root: string
  readonly env: NodeJS.ProcessEnv
  readonly workspace: { readonly directory: string }
}

/** Returns the rows of a workspace; null if it has too few incidents for that to pay off. */
export function closedIncidents({ root, env, workspace }: Installed, incidents: number): ClosedIncidents | null {
  return incidents < MIN_INCIDENTS ? null : new ClosedIncidents(workspace.directory, env, buildIdOf(root), Date.now)
}

/** By the id that each row begins with. */
function rowsIn(lines: readonly Buffer[]): Map<string, string> {
  // The id follows `["`, and contains nothing that JSON would escape.
  return new Map(lines.map(String).map((row) => [row.slice(2, row.indexOf('"', 2)), row]))
}
