import type { CommandOutput } from '../../domain/log/event.ts'
import { type EvidenceStore, type EvidenceWriter, newEvidenceName } from '../../store/evidence-files.ts'

/** One output stream of a command, kept up to a limit in bytes. A full disk stops the keeping, never the command. */
export class KeptOutput {
  readonly file = newEvidenceName()
  private readonly store: EvidenceStore
  private readonly limit: number
  private writer: EvidenceWriter | null = null
  private kept = 0
  private total = 0
  private hasWriteFailed = false

  constructor(store: EvidenceStore, limit: number) {
    this.store = store
    this.limit = limit
  }

  open(): void {
    this.writer = this.store.create(this.file)
  }

  abandon(): void {
    this.writer?.abandon()
    this.writer = null
  }

  add(bytes: Uint8Array): void {
    this.total += bytes.length
    const space = this.limit - this.kept
    if (space <= 0) return
    const part = bytes.subarray(0, space)
    this.kept += part.length
    try {
      this.writer?.write(part)
    } catch {
      // Nothing more is kept, or the file would have a hole.
      this.kept = this.limit
      this.hasWriteFailed = true
    }
  }

  /**
   * Closes the file and says what was kept of how much. Null, without a file, if the command wrote nothing. `kept` is null,
   * also without a file, if the limit is 0 or the bytes could not be synced to disk.
   */
  finish(): CommandOutput | null {
    if (this.total === 0) {
      this.abandon()
      return null
    }
    if (this.limit === 0) this.abandon()
    try {
      return { total: this.total, kept: this.writer?.finish() ?? null, ...(this.hasWriteFailed && { lost: true }) }
    } catch {
      this.writer?.abandon()
      return { total: this.total, kept: null, lost: true }
    }
  }
}
