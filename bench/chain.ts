import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { sealed } from '../proof/chain.ts'
import { type Said, stamp } from './events.ts'
import type { Begun } from './made.ts'

const FLUSH = 1024 * 1024

/** One writer's file, in the format of docs/log.md. */
export class Chain {
  seq = 0
  hash: string | null = null
  private bytes = 0
  private pending = ''
  private readonly fd: number
  private readonly begun: Begun
  private readonly writer: string

  constructor(folder: string, begun: Begun, writer: string) {
    this.begun = begun
    this.writer = writer
    this.fd = openSync(join(folder, `${begun.started.id}.${writer}.jsonl`), 'w')
  }

  /** Returns the name of the event. */
  write({ type, at, by, data }: Said, recorded: number, n: number, chains: readonly Chain[]): string {
    this.seq += 1
    const seen = chains.filter((chain) => chain !== this && chain.seq > 0)
    const after = seen.map(({ writer, seq, hash }) => ({ writer, seq, hash }))
    const event = {
      v: 2,
      incident: this.begun.incident,
      writer: this.writer,
      seq: this.seq,
      prev: this.hash,
      hlc: [recorded, n],
      ...(after.length > 0 && { after }),
      at: stamp(at ?? recorded),
      recordedAt: stamp(recorded),
      by,
      type,
      critical: !PASSABLE.test(type),
      data,
    }
    const { line, hash } = sealed(JSON.stringify(event).slice(0, -1))
    this.hash = hash
    this.pending += `${line}\n`
    if (this.pending.length > FLUSH) this.flush()
    return `${this.writer}:${this.seq}`
  }

  /** Returns the length of the file. */
  close(): number {
    this.flush()
    closeSync(this.fd)
    return this.bytes
  }

  private flush(): void {
    this.bytes += writeSync(this.fd, this.pending)
    this.pending = ''
  }
}

/** Types that a version not knowing them may pass over (docs/log.md). */
const PASSABLE = /^(note|command|contact|page|escalation|handover|clock|authority)\./
