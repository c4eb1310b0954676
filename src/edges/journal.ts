import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type Circumstances, type Decision, isProblem } from '../domain/decide/decision.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { tick } from '../domain/log/chain.ts'
import { type Draft, type Envelope, type Event, type Head, isCritical } from '../domain/log/event.ts'
import { MAX_LINE_BYTES, seal, unseal } from '../domain/log/line.ts'
import { Failed, fail } from '../domain/outcome.ts'
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
import { IncidentLog } from './incidentlog.ts'
import { withLock } from './lock.ts'
import type { LogFile } from './logfile.ts'
import type { KeptState } from './state.ts'

export interface Appended {
  readonly events: readonly (Event | Envelope)[]
  readonly already: readonly string[]
}

/**
 * Writes to the log of one incident, to this writer's own file only. Deciding happens inside the lock, on what the lock
 * protects; an event is on stable storage before `append` returns.
 */
export class Journal extends IncidentLog {
  /** Whether this object has put anything on stable storage. */
  hasRecorded = false
  private readonly operator: string

  constructor(workspace: string, id: string, kept: KeptState, operator: string) {
    super(workspace, id, kept)
    this.operator = operator
  }

  /** What the operator was typing when a question was interrupted; kept outside the log until it is answered. */
  get draft(): string {
    return this.kept.draft(this.id)
  }

  set draft(text: string) {
    this.kept.keepDraft(this.id, text)
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
      if (error instanceof Failed && error.problem.code === 'unreadable') fail('not-recorded', error.problem.params)
      if (error instanceof Failed || code === undefined || code === 'EEXIST') throw error
      if (unsafe) this.kept.retire()
      return fail('not-recorded', { path: path ?? this.directory, why: code })
    }
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
      this.hasRecorded = true
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
      const bytes = Buffer.from(line)
      if (bytes.length + 1 >= MAX_LINE_BYTES) fail('too-long', { bytes: bytes.length + 1, limit: MAX_LINE_BYTES })
      const { damage } = { damage: null, ...unseal(bytes) }
      if (damage !== null) throw new Error(`would write a line that could not be read back: ${damage}`)
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
