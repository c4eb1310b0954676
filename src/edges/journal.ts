import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type Circumstances, type Decision, isProblem } from '../domain/decide/decision.ts'
import { evolve, refold } from '../domain/incident/evolve.ts'
import { INITIAL, type Incident } from '../domain/incident/incident.ts'
import { compareClocks, tick } from '../domain/log/chain.ts'
import { type Draft, type Envelope, type Event, type Head, isCritical, nameOf } from '../domain/log/event.ts'
import { MAX_LINE_BYTES, seal } from '../domain/log/line.ts'
import { merge } from '../domain/log/order.ts'
import { type Damage, Failed, fail } from '../domain/outcome.ts'
import type { Clock } from './clock.ts'
import {
  type Access,
  accessFor,
  appendDurably,
  createFile,
  cut,
  ensureDirectory,
  makeDirectory,
  openForAppend,
  syncDirectory,
  writeNewFile,
} from './durable.ts'
import { withLock } from './lock.ts'
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

export interface Appended {
  readonly events: readonly (Event | Envelope)[]
  readonly already: readonly string[]
}

/**
 * The incident log of one incident: reads every writer's file, appends to its own only. Deciding happens inside the
 * lock, on what the lock protects; an event is on stable storage before `append` returns.
 */
export class Journal {
  readonly directory: string
  private readonly workspace: string
  private readonly kept: KeptState
  private readonly operator: string
  private files: LogFile[] = []
  private head: Head | null = null
  incident: Incident = INITIAL

  constructor(workspace: string, id: string, kept: KeptState, operator: string) {
    this.workspace = workspace
    this.directory = join(workspace, 'incidents', id)
    this.kept = kept
    this.operator = operator
  }

  get id(): string {
    return this.directory.slice(this.directory.lastIndexOf('/') + 1)
  }

  /** The files of the log, relative to the workspace. */
  get paths(): string[] {
    return this.files.map((file) => relative(this.workspace, file.path))
  }

  /** What the operator was typing when a question was interrupted; kept outside the log until it is answered. */
  get draft(): string {
    return this.kept.draft(this.id)
  }

  set draft(text: string) {
    this.kept.keepDraft(this.id, text)
  }

  /** Reads what is there, or what is new; returns the events not seen before, in order. */
  refresh(): (Event | Envelope)[] {
    if (this.files.some((file) => !file.isSame())) this.startOver()
    const known = new Set(this.files.map((file) => file.path))
    const added = logPaths(this.directory, this.id).filter((path) => !known.has(path))
    this.files = [...this.files, ...added.map((path) => new LogFile(path, this.keptHead()))]
    const fresh = [...merge(this.files.map((file) => file.events()))]
    if (fresh.length === 0) return fresh
    const { clock } = this.incident
    if (clock === null) this.incident = refold(fresh)
    else if (compareClocks((fresh[0] as Event).hlc, clock) > 0) this.incident = evolve(this.incident, ...fresh)
    else this.incident = refold(this.events())
    return fresh
  }

  /** A file was cut or replaced by another: what was read from it says nothing any more. */
  private startOver(): void {
    this.files = []
    this.incident = INITIAL
  }

  /** Whether any writer's file is longer than what was read, or a new one is there. */
  hasGrown(): boolean {
    const paths = logPaths(this.directory, this.id)
    return (
      paths.length > this.files.length || this.files.some((f) => !f.isSame() || statSync(f.path).size > f.wholeLength)
    )
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
    const kept = this.keptHead()
    if (kept === null) return null
    const file = this.files.find((f) => f.writer === kept.writer)
    if (file?.meets) return null
    const found = file?.chain ?? null
    return { kept, found: found && { writer: found.writer, seq: found.seq, hash: found.hash } }
  }

  /** Locks, reads, decides, writes, syncs, unlocks. Throws `Failed` with the refusal, or with NOT recorded. */
  append(clock: Clock, decide: (incident: Incident, when: Circumstances) => Decision): Appended {
    const access = accessFor(this.incident.settings.share?.group ?? null)
    return this.recording(() =>
      withLock(join(this.directory, 'lock'), access.file, () => {
        this.refresh()
        const damage = this.findings()[0]
        if (damage !== undefined) fail('damaged', damage)
        const now = clock.now()
        const when = { by: this.operator, now, recordedAt: clock.stamp(now) }
        const decision = decide(this.incident, when)
        if (isProblem(decision)) throw new Failed(decision)
        if (decision.events.length === 0) return { events: [], already: decision.already }
        return { events: this.write(decision.events, when, access), already: decision.already }
      }),
    )
  }

  /** Begins the log of a new incident with its first event. */
  begin(clock: Clock, incident: string, draft: Draft, access: Access): Appended {
    return this.recording(() => {
      ensureDirectory(join(this.workspace, 'incidents'), access)
      makeDirectory(this.directory, access)
      try {
        const now = clock.now()
        const when = { by: this.operator, now, recordedAt: clock.stamp(now) }
        return { events: this.write([draft], when, access, incident), already: [] }
      } catch (error) {
        rmSync(this.directory, { recursive: true, force: true })
        throw error
      }
    })
  }

  private recording<T>(act: () => T): T {
    try {
      return act()
    } catch (error) {
      const { code, path, unsafe } = error as NodeJS.ErrnoException & { unsafe?: boolean }
      if (error instanceof Failed || code === undefined || code === 'EEXIST') throw error
      if (unsafe) this.kept.retire()
      return fail('not-recorded', { path: path ?? this.directory, why: code })
    }
  }

  private keptHead(): Head | null {
    this.head ??= this.kept.head(this.id)
    return this.head
  }

  private write(drafts: readonly Draft[], when: Circumstances, access: Access, begins?: string): (Event | Envelope)[] {
    const incident = begins ?? this.incident.declaration?.incident ?? ''
    const own = this.ownFile()
    const prelude = own.prelude
    const fd = own.file === null ? createFile(own.path, access) : openForAppend(own.path)
    try {
      if (own.file === null) syncDirectory(this.directory)
      const recovery = own.file === null ? [] : this.setAside(own.file, fd, access)
      const lines = this.seal([...recovery, ...prelude, ...drafts], when, incident, own.writer, own.file)
      const lead = own.file?.tail?.whole ? '\n' : ''
      const base = own.file?.wholeLength ?? 0
      appendDurably(fd, Buffer.from(lead + lines.map(({ line }) => `${line}\n`).join('')), base)
      this.kept.keep(this.id, lines.at(-1) as Head)
      this.head = lines.at(-1) as Head
    } finally {
      closeSync(fd)
    }
    const seen = this.refresh()
    return seen.filter((event) => event.writer === own.writer)
  }

  /** The file this writer goes on with; a new writer where the log is behind what is known of it outside. */
  private ownFile(): { writer: string; path: string; file: LogFile | null; prelude: Draft[] } {
    const prelude: Draft[] = []
    const behind = this.files.length === 0 ? null : this.behind()
    if (behind !== null) {
      const reason = behind.found === null ? 'missing' : behind.found.seq < behind.kept.seq ? 'behind' : 'differs'
      prelude.push({ type: 'log.continued', data: { writer: behind.kept.writer, ...behind, reason } })
      this.kept.retire()
    }
    const known = this.keptHead()?.writer
    if (this.files.some((f) => f.writer === this.kept.writer() && f.writer !== known)) this.kept.retire()
    const writer = this.kept.writer()
    const path = join(this.directory, `${this.id}.${writer}.jsonl`)
    return { writer, path, file: this.files.find((f) => f.writer === writer) ?? null, prelude }
  }

  /** Keeps the bytes of a torn tail beside the log, cuts them off, and says so in the log. */
  private setAside(file: LogFile, fd: number, access: Access): Draft[] {
    const torn = file.tail?.torn ?? new Uint8Array()
    if (torn.length === 0) return []
    const start = file.wholeLength
    const kept = keptAs(`${file.path}.torn-${start}`, torn)
    if (!existsSync(kept)) writeNewFile(kept, torn, access)
    cut(fd, start)
    return [{ type: 'log.recovered', data: { kept: relative(this.workspace, kept), bytes: torn.length } }]
  }

  private seal(drafts: readonly Draft[], when: Circumstances, incident: string, writer: string, file: LogFile | null) {
    let prev: Head | null = file?.chain ?? null
    let clock = this.incident.clock
    const after = [...this.incident.heads.values()].filter((head) => head.writer !== writer)
    return drafts.map((draft) => {
      clock = tick(clock, when.now)
      const { type, data, at = when.recordedAt } = draft
      const seq: number = (prev?.seq ?? 0) + 1
      const { line, hash } = seal({
        v: 1,
        incident,
        writer,
        seq,
        prev: prev?.hash ?? null,
        hlc: clock,
        ...(after.length > 0 && { after }),
        at,
        recordedAt: when.recordedAt,
        by: when.by,
        type,
        critical: isCritical(type),
        data,
      })
      const bytes = Buffer.byteLength(line) + 1
      if (bytes >= MAX_LINE_BYTES) fail('too-long', { bytes, limit: MAX_LINE_BYTES })
      prev = { writer, seq, hash }
      return { line, writer, seq, hash }
    })
  }
}

export function newIncident(): string {
  return randomBytes(12).toString('hex')
}

/** The name torn bytes are kept under: the first that is free, or holds just these bytes since a crash. */
function keptAs(path: string, torn: Uint8Array): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? path : `${path}-${n}`
    if (!existsSync(name) || readFileSync(name).equals(torn)) return name
  }
}

/** Paths of the writers' files of one incident, in the order of their names. */
export function logPaths(directory: string, id: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.startsWith(`${id}.`) && name.endsWith('.jsonl'))
    .sort()
    .map((name) => join(directory, name))
}
