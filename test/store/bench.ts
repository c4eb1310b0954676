import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decide, type Intent } from '../../src/domain/decide/decide.ts'
import type { EventDraft } from '../../src/domain/log/event.ts'
import { type Problem, ProblemError } from '../../src/domain/problem.ts'
import { type Access, OWNER_ONLY } from '../../src/platform/access.ts'
import { type Clock, clockOf } from '../../src/platform/clock.ts'
import { thisMachine } from '../../src/platform/machine.ts'
import { type AppendResult, Journal, newIncidentDigits } from '../../src/store/journal.ts'
import { logPaths } from '../../src/store/log-paths.ts'
import { Snapshots } from '../../src/store/snapshots.ts'
import { openWriterState, type WriterState } from '../../src/store/state.ts'
import { DECLARED, started } from '../given.ts'

export const ID = '20261124-221705-failure'

/** The problem that an act is refused with. */
export function refusal(act: () => unknown): Problem {
  try {
    act()
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
    throw error
  }
  throw new Error('was not refused')
}

export function folder(): string {
  return mkdtempSync(join(tmpdir(), 'halt-edges-'))
}

/** A workspace on disk with its state beside it, and a clock that advances a second with each reading. */
export class Bench {
  readonly directory = folder()
  readonly workspace = join(this.directory, 'workspace')
  readonly incident = join(this.workspace, 'incidents', ID)
  private looks = 0
  readonly clock: Clock = clockOf('Asia/Tokyo', () => DECLARED + 1000 * this.looks++)

  /** The state of one user in one boot of a machine; with `null`, state cannot be saved. */
  state(user: string | null = 'taro', boot = 'boot-1'): WriterState {
    const base = user === null ? '/dev/null' : join(this.directory, `state-${user}`)
    return openWriterState(this.workspace, { XDG_STATE_HOME: base }, { ...thisMachine(), boot })
  }

  journal(user: string | null = 'taro', boot?: string): Journal {
    return new Journal(this.workspace, ID, this.state(user, boot), () => user ?? 'taro')
  }

  /** The journal as the next process reads it. */
  read(user: string | null = 'taro', boot?: string): Journal {
    const journal = this.journal(user, boot)
    journal.refresh()
    return journal
  }

  /** The snapshots that a user keeps of this workspace. */
  snapshots(user: string): Snapshots {
    const cache = { XDG_CACHE_HOME: join(this.directory, `cache-${user}`) }
    return new Snapshots(this.workspace, cache, () => 'program', this.state(user).key)
  }

  /** The journal as the next process reads it from a snapshot, which the first one keeps. */
  readWithSnapshots(user: string): Journal {
    const journal = new Journal(
      this.workspace,
      ID,
      this.state(user),
      () => user,
      () => {},
      this.snapshots(user),
    )
    journal.refresh()
    return journal
  }

  begin(draft: EventDraft = started(), access: Access = OWNER_ONLY, user: string | null = 'taro'): Journal {
    const journal = this.journal(user)
    journal.begin(this.clock, newIncidentDigits(), [draft], access)
    return journal
  }

  /** A log of a declaration and these notes, by one writer. */
  noted(...texts: readonly string[]): Journal {
    const journal = this.begin()
    for (const text of texts) this.note(journal, text)
    return journal
  }

  note(journal: Journal, text: string): AppendResult {
    return this.want(journal, { kind: 'note', text })
  }

  want(journal: Journal, intent: Intent): AppendResult {
    return journal.append(this.clock, (incident, when) => decide(incident, intent, when))
  }

  get files(): string[] {
    return logPaths(this.incident, ID)
  }

  get file(): string {
    const [only = '', ...others] = this.files
    if (others.length > 0) throw new Error(`several files: ${this.files.join(' ')}`)
    return only
  }

  bytes(): Buffer {
    return readFileSync(this.file)
  }

  put(bytes: Uint8Array): void {
    writeFileSync(this.file, bytes)
  }

  /** Types of the events that can be read, in order. */
  types(user: string | null = 'taro'): string[] {
    return [...this.read(user).events()].map((event) => event.type)
  }

  texts(user: string | null = 'taro'): string[] {
    return [...this.read(user).events()].flatMap((event) =>
      event.type === 'note.added' ? [(event.data as { text: string }).text] : [],
    )
  }
}
