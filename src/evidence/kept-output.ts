import type { Output } from '../domain/log/event.ts'
import type { EvidenceWriter } from '../store/evidence-files.ts'
import { type EvidenceStore, newName } from '../store/evidence-files.ts'

/** What a command writes to one stream, kept up to a limit. A full disk stops the keeping, never the command. */
export class KeptOutput {
  readonly file = newName()
  private readonly store: EvidenceStore
  private readonly limit: number
  private writer: EvidenceWriter | null = null
  private kept = 0
  private lost = false
  private total = 0

  constructor(store: EvidenceStore, limit: number) {
    this.store = store
    this.limit = limit
  }

  open(): void {
    this.writer = this.store.open(this.file)
  }

  abandon(): void {
    this.writer?.abandon()
    this.writer = null
  }

  take(bytes: Uint8Array): void {
    this.total += bytes.length
    const room = this.limit - this.kept
    if (room <= 0) return
    const part = bytes.subarray(0, room)
    this.kept += part.length
    try {
      this.writer?.write(part)
    } catch {
      this.kept = this.limit
      this.lost = true
    }
  }

  /** Null where nothing came, and nothing is left of it. What cannot be put on stable storage is not promised. */
  finish(): Output | null {
    if (this.total === 0) {
      this.abandon()
      return null
    }
    if (this.limit === 0) this.abandon()
    try {
      return { total: this.total, kept: this.writer?.finish() ?? null, ...(this.lost && { lost: true }) }
    } catch {
      this.writer?.abandon()
      return { total: this.total, kept: null, lost: true }
    }
  }
}
