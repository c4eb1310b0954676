import { isRecord } from '../domain/guard.ts'
import type { Kept } from '../domain/log/event.ts'
import { syncDirectory } from '../platform/durable.ts'
import type { EvidenceStore, EvidenceWriter } from '../store/evidence-files.ts'

const STATES = ['trying', 'accepted', 'refused', 'unknown'] as const
type EntryState = (typeof STATES)[number]

/** What stands of one recipient: `open` may be sent to, the others are settled for good. */
export type Standing = 'open' | 'accepted' | 'refused' | 'unknown'

interface Entry {
  readonly to: string
  readonly state: EntryState
  readonly reply: string | null
}

export interface JournalFiles {
  /** Name of the journal among the evidence. */
  readonly file: string
  /** It was begun by another run: where it is gone, nothing may be sent. */
  readonly resumed: boolean
  /** Journals of earlier tries of the same notice; whom they settled stays settled. */
  readonly earlier?: readonly string[]
}

/**
 * Who got a mail: one JSON object a line, `{ at, to, state, reply }`, beside the log as evidence, since addresses of
 * customers must not be in it. `trying` is on stable storage before the server hears of a recipient, the outcome before
 * the next recipient comes. A reply that begins with 5 settles a refusal (RFC 5321); any other one leaves it open.
 *
 * Opened before the intent is recorded, it is there whenever the log names it, whatever crashed in between.
 */
export class DeliveryJournal {
  private readonly store: EvidenceStore
  private readonly files: JournalFiles
  private readonly now: () => number
  private readonly standings = new Map<string, Standing>()
  private writer: EvidenceWriter | null = null

  /** `now` gives milliseconds since 1970. */
  constructor(store: EvidenceStore, files: JournalFiles, now: () => number) {
    this.store = store
    this.files = files
    this.now = now
  }

  /**
   * Makes the file, or reads what stands in it; done once, whoever calls first. False where one of the files is gone or
   * damaged: it is not known then who got the mail.
   */
  open(): boolean {
    if (this.writer !== null) return true
    const { file, resumed, earlier = [] } = this.files
    if (earlier.some((name) => !this.store.has(name))) return false
    const there = this.store.has(file)
    if (resumed && !there) return false
    const before = earlier.map((name) => this.read(name))
    const own = there ? this.read(file) : null
    if (before.includes(null) || (there && own === null)) return false
    for (const journal of before) this.take(journal?.entries ?? [])
    this.take(own?.entries ?? [])
    this.writer = own === null ? this.store.open(file) : this.store.resume(file, own.length)
    syncDirectory(this.store.directory)
    return true
  }

  standing(to: string): Standing {
    return this.standings.get(to) ?? 'open'
  }

  /** On stable storage when it returns. Throws where it cannot be written; then nothing may be sent. */
  write(to: string, state: EntryState, reply: string | null = null): void {
    if (this.writer === null) throw new Error('the journal is not open')
    const line = { at: new Date(this.now()).toISOString(), to, state, reply }
    this.writer.write(Buffer.from(`${JSON.stringify(line)}\n`))
    this.writer.sync()
    this.take([{ to, state, reply }])
  }

  /** Ends the journal, for the log to name; null where it was never opened. */
  seal(): Kept | null {
    const kept = this.writer?.finish() ?? null
    this.writer = null
    return kept
  }

  /** What is only being tried is of unknown outcome until something else is written. */
  private take(entries: readonly Entry[]): void {
    for (const { to, state, reply } of entries) {
      const settled = state === 'refused' && !/^5\d\d/.test(reply ?? '') ? 'open' : state
      this.standings.set(to, settled === 'trying' ? 'unknown' : settled)
    }
  }

  /**
   * The entries of a journal, and the length of what is whole; null where a line is none of ours. The last line may have
   * been torn by a crash: nothing was done on the strength of it.
   */
  private read(file: string): { readonly entries: readonly Entry[]; readonly length: number } | null {
    const bytes = Buffer.concat([...this.store.read(file)])
    const length = bytes.lastIndexOf(0x0a) + 1
    const lines = bytes.subarray(0, length).toString('utf8').split('\n').slice(0, -1)
    const entries = lines.map(entryOf)
    return entries.includes(null) ? null : { entries: entries.filter((entry) => entry !== null), length }
  }
}

function entryOf(line: string): Entry | null {
  try {
    const entry: unknown = JSON.parse(line)
    if (!isRecord(entry) || typeof entry.to !== 'string' || !STATES.includes(entry.state as EntryState)) return null
    return { to: entry.to, state: entry.state as EntryState, reply: String(entry.reply ?? '') }
  } catch {
    return null
  }
}
