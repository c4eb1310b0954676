import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { evolve, refold } from '../domain/incident/evolve.ts'
import { INITIAL, type Incident } from '../domain/incident/incident.ts'
import { compareClocks } from '../domain/log/chain.ts'
import { type Envelope, type Event, type Head, nameOf } from '../domain/log/event.ts'
import { merge } from '../domain/log/order.ts'
import type { Damage } from '../domain/outcome.ts'
import { LogFile } from './logfile.ts'
import type { KeptState } from './state.ts'

/** Where a log cannot be believed, or ends in something torn. */
export interface Finding {
  readonly file: string
  readonly line: number
  readonly why: Damage
}

export interface Torn {
  readonly file: string
  readonly bytes: number
}

/** The head kept outside is not in the log: it was restored, cut or copied. */
export interface Behind {
  readonly kept: Head
  readonly found: Head | null
}

/** The log of one incident as it is read: every writer's file, checked, and the incident they fold to. */
export class IncidentLog {
  readonly directory: string
  protected readonly workspace: string
  protected readonly kept: KeptState
  protected files: LogFile[] = []
  protected head: Head | null = null
  private halfRead = false
  incident: Incident = INITIAL

  constructor(workspace: string, id: string, kept: KeptState) {
    this.workspace = workspace
    this.directory = join(workspace, 'incidents', id)
    this.kept = kept
  }

  get id(): string {
    return this.directory.slice(this.directory.lastIndexOf('/') + 1)
  }

  /** The files of the log, relative to the workspace. */
  get paths(): string[] {
    return this.files.map((file) => relative(this.workspace, file.path))
  }

  /** Reads what is there, or what is new; returns the events not seen before, in order. After a failure it starts over. */
  refresh(): (Event | Envelope)[] {
    this.head = newer(this.kept.head(this.id), this.head)
    const changed = this.files.some((file) => !file.isSame() || !this.expects(file))
    if (this.halfRead || changed) this.startOver()
    this.halfRead = true
    const fresh = this.readOn()
    this.halfRead = false
    return fresh
  }

  private readOn(): (Event | Envelope)[] {
    const known = new Set(this.files.map((file) => file.path))
    const added = logPaths(this.directory, this.id).filter((path) => !known.has(path))
    this.files = [...this.files, ...added.map((path) => new LogFile(path, this.head))]
    const fresh = [...merge(this.files.map((file) => file.events()))]
    if (fresh.length === 0) return fresh
    const { clock } = this.incident
    if (clock === null) this.incident = refold(fresh)
    else if (compareClocks((fresh[0] as Event).hlc, clock) > 0) this.incident = evolve(this.incident, ...fresh)
    else this.incident = refold(this.events())
    return fresh
  }

  /** Read before the files are, the head is in them; another process of this user may have written it since. */
  private expects(file: LogFile): boolean {
    return this.head === null || file.writer !== this.head.writer || file.expect(this.head)
  }

  /** A file was cut or replaced by another: what was read from it says nothing any more. */
  private startOver(): void {
    this.files = []
    this.incident = INITIAL
  }

  /** Whether any writer's file is longer than what was read, or a new one is there. */
  hasGrown(): boolean {
    const paths = logPaths(this.directory, this.id)
    return paths.length > this.files.length || this.files.some((file) => !file.isSame() || file.hasGrown())
  }

  /** All events of the log, in order, read afresh. */
  events(): Generator<Event | Envelope> {
    return merge(this.files.map((file) => new LogFile(file.path).events()))
  }

  find(name: string): Event | Envelope | null {
    for (const event of this.events()) if (nameOf(event) === name) return event
    return null
  }

  findings(): Finding[] {
    const found = this.files.flatMap((file) =>
      file.damage === null ? [] : [{ file: relative(this.workspace, file.path), ...file.damage }],
    )
    if (found.length > 0 || this.incident.declaration !== null) return found
    return [{ file: relative(this.workspace, this.directory), line: 1, why: 'no-beginning' }]
  }

  torn(): Torn[] {
    return this.files
      .filter((file) => file.tail !== null && file.tail.torn.length > 0)
      .map((file) => ({ file: relative(this.workspace, file.path), bytes: file.tail?.torn.length ?? 0 }))
  }

  /** Where this user's last head is known outside and the log does not reach it. */
  behind(): Behind | null {
    const kept = this.head
    if (kept === null) return null
    const file = this.files.find((f) => f.writer === kept.writer)
    if (file?.meets) return null
    const found = file?.chain ?? null
    return { kept, found: found && { writer: found.writer, seq: found.seq, hash: found.hash } }
  }
}

/** What is kept outside, but what this process itself wrote where that could not be kept. */
function newer(outside: Head | null, own: Head | null): Head | null {
  if (outside === null || (outside.writer === own?.writer && outside.seq < own.seq)) return own
  return outside
}

/** Paths of the writers' files of one incident, in the order of their names. */
export function logPaths(directory: string, id: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.startsWith(`${id}.`) && name.endsWith('.jsonl'))
    .sort()
    .map((name) => join(directory, name))
}
