import { isRecord, parsedAs } from '../domain/guard.ts'
import type { KeptBytes } from '../domain/log/event.ts'
import { syncDirectory } from '../platform/durable.ts'
import type { EvidenceStore, EvidenceWriter } from '../store/evidence-files.ts'

const STATES = ['trying', 'accepted', 'refused', 'unknown'] as const
type EntryState = (typeof STATES)[number]

/** The state of one recipient. Only one that is `open` may be sent to. */
export type RecipientState = 'open' | 'accepted' | 'refused' | 'unknown'

interface Entry {
  readonly to: string
  readonly state: EntryState
  readonly reply: string | null
}

/** The journal of an attempt to send a notice, and those of earlier attempts. */
export interface MailJournalFiles {
  /** Name of the journal among the evidence files. */
  readonly file: string
  /** Whether an earlier run created it: if it is missing then, nothing may be sent. */
  readonly isResumed: boolean
  /** Journals of earlier attempts at the same notice; recipients settled there stay settled. */
  readonly earlier?: readonly EarlierJournal[]
}

/** `digest` is what the log says of it (`EvidenceStore.digestOf`); null if the attempt never ended. */
export interface EarlierJournal {
  readonly file: string
  readonly digest: string | null
}

/**
 * Records who got a mail: an append-only file with one JSON object per line, `{ at, to, state, reply }`. It is evidence
 * kept beside the log, which must not contain customers' addresses. The state `trying` is on stable storage before the
 * server learns of a recipient, the outcome before the next recipient's turn. A reply that starts with 5 makes a refusal
 * final (RFC 5321); any other leaves the recipient open.
 *
 * The file is created before the intent is recorded, so it exists whenever the log names it, even after a crash.
 */
export class MailJournal {
  private readonly store: EvidenceStore
  private readonly files: MailJournalFiles
  private readonly now: () => number
  private readonly states = new Map<string, RecipientState>()
  private writer: EvidenceWriter | null = null

  /** `now` returns milliseconds since the epoch. */
  constructor(store: EvidenceStore, files: MailJournalFiles, now: () => number) {
    this.store = store
    this.files = files
    this.now = now
  }

  /** Creates or reads the file, and reads the earlier ones; later calls do nothing. False if one is missing, damaged or not as it was kept. */
  open(): boolean {
    if (this.writer !== null) return true
    const { file, isResumed, earlier = [] } = this.files
    if (!earlier.every((journal) => this.isAsKept(journal))) return false
    const exists = this.store.has(file)
    if (isResumed && !exists) return false
    const previous = earlier.map(({ file: name }) => this.read(name))
    const own = exists ? this.read(file) : null
    if (previous.includes(null) || (exists && own === null)) return false
    for (const journal of previous) this.apply(journal?.entries ?? [])
    this.apply(own?.entries ?? [])
    this.writer = own === null ? this.store.create(file) : this.store.resume(file, own.length)
    syncDirectory(this.store.directory)
    return true
  }

  /** Whoever can write to the folder could add to it that somebody got the mail. */
  private isAsKept({ file, digest }: EarlierJournal): boolean {
    return this.store.has(file) && (digest === null || this.store.digestOf(file) === digest)
  }

  /** The state of a recipient; `open` if no entry names them. */
  stateOf(to: string): RecipientState {
    return this.states.get(to) ?? 'open'
  }

  /** Adds an entry, which is on stable storage when this returns. Throws if that fails; nothing may be sent then. */
  record(to: string, state: EntryState, reply: string | null = null): void {
    if (this.writer === null) throw new Error('the journal is not open')
    const line = { at: new Date(this.now()).toISOString(), to, state, reply }
    this.writer.write(Buffer.from(`${JSON.stringify(line)}\n`))
    this.writer.sync()
    this.apply([{ to, state, reply }])
  }

  /** Closes the journal and returns its name, size and digest for the log; null if it was never opened. */
  close(): KeptBytes | null {
    const kept = this.writer?.finish() ?? null
    this.writer = null
    return kept
  }

  /** `trying` counts as an unknown outcome until another entry follows. */
  private apply(entries: readonly Entry[]): void {
    for (const { to, state, reply } of entries) {
      const standing = state === 'refused' && !/^5\d\d/.test(reply ?? '') ? 'open' : state
      this.states.set(to, standing === 'trying' ? 'unknown' : standing)
    }
  }

  /**
   * The entries of a journal, and the length of its complete lines in bytes; null if a line is invalid. A torn last line
   * is dropped: it was not yet on stable storage, so nothing was sent because of it.
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
  const { to, state, reply } = parsedAs(isRecord, line) ?? {}
  if (typeof to !== 'string' || !STATES.includes(state as EntryState)) return null
  return { to, state: state as EntryState, reply: String(reply ?? '') }
}
