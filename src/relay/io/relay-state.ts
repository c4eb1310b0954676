import { lstatSync } from 'node:fs'
import { isRecord } from '../../domain/guard.ts'
import type { PrivateFolder } from '../../platform/private-files.ts'
import { logPaths } from '../../store/log-file.ts'
import { stateFolder } from '../../store/state.ts'

const NAME = 'relay'
const MAX_BYTES = 16 * 1024 * 1024

/** What this machine knows of an incident that it shares. */
export interface SharedIncident {
  /** How many bytes the files of its log had when all of it was last known to be in the relay. */
  readonly bytes: number
  /** How many events it had then. */
  readonly events: number
}

/** What this machine knows of its relay, kept outside the workspace. Losing it costs time, and nothing else. */
export class RelayState {
  private readonly folder: PrivateFolder
  private readonly incidents: Map<string, SharedIncident>
  /** When the relay last answered: milliseconds since 1970; null if it never did. */
  lastAt: number | null
  /** What was refused and has been said: it is named once. */
  readonly told: Set<string>

  /** `key` is that of the workspace (`workspaceKey`). */
  constructor(env: NodeJS.ProcessEnv, key: string) {
    this.folder = stateFolder(env, key)
    const kept = parsed(this.folder.read(NAME, MAX_BYTES))
    this.lastAt = typeof kept.lastAt === 'number' ? kept.lastAt : null
    this.told = new Set(Array.isArray(kept.told) ? kept.told.map(String) : [])
    this.incidents = new Map(
      isRecord(kept.incidents) ? (Object.entries(kept.incidents) as [string, SharedIncident][]) : [],
    )
  }

  /** What was last shared of an incident, by its id; null if nothing. */
  shared(id: string): SharedIncident | null {
    return this.incidents.get(id) ?? null
  }

  keepShared(id: string, shared: SharedIncident): void {
    this.incidents.set(id, shared)
  }

  save(): void {
    const { lastAt, told, incidents } = this
    this.folder.write(NAME, JSON.stringify({ lastAt, told: [...told], incidents: Object.fromEntries(incidents) }))
  }
}

function parsed(bytes: Buffer | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(String(bytes))
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}

/** The bytes of all files of a log. */
export function logBytes(directory: string, id: string): number {
  return logPaths(directory, id).reduce((sum, path) => sum + lstatSync(path).size, 0)
}
