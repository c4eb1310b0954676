import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Envelope } from '../../src/domain/log/event.ts'
import { notesAfter } from '../sealing.ts'
import { Bench, type Outcome, PROGRAM } from './bench.ts'

/** Far more than a pipe buffers, so the output waits for its reader. */
const NOTES = 10_000

/** A halt with a long log, nearly all of it by a second writer. */
class Long extends Bench {
  readonly id: string
  readonly file: string

  constructor() {
    super()
    this.id = this.ok('start', '--type', 'system-failure', '--title', 'Long').trim()
    const folder = join(this.workspace, 'incidents', this.id)
    const first = join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) ?? '')
    this.file = join(folder, `${this.id}.bbbbbbbb.jsonl`)
    const last = JSON.parse(readFileSync(first, 'utf8').trimEnd().split('\n').at(-1) ?? '') as Envelope
    const texts = Array.from({ length: NOTES }, (_, n) => `note ${n} ${'x'.repeat(300)}`)
    writeFileSync(this.file, notesAfter(last, texts, 'bbbbbbbb'))
  }

  spawn(...args: readonly string[]): ChildProcessWithoutNullStreams {
    return spawn(process.execPath, [PROGRAM, ...args], { env: this.env, cwd: this.directory })
  }

  cut(): void {
    truncateSync(this.file, statSync(this.file).size - 1000)
  }

  /** Runs the program, acts once it has begun to print, and only then reads the rest. */
  async meanwhile(act: () => void, ...args: readonly string[]): Promise<Outcome> {
    const child = this.spawn(...args)
    const [out, err]: [Buffer[], Buffer[]] = [[], []]
    child.stderr.on('data', (bytes: Buffer) => err.push(bytes))
    await once(child.stdout, 'readable')
    act()
    child.stdout.on('data', (bytes: Buffer) => out.push(bytes))
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }
  }
}

describe('a log that is truncated while it is read', () => {
  it('makes halt log exit 4 with log-behind, even with a slow reader', async () => {
    const long = new Long()
    const { code, out, err } = await long.meanwhile(() => long.cut(), 'log')
    expect(err).toMatch(/the log of \S+ ends at \d+, but \d+ was recorded \(log-behind\)/)
    expect(code).toBe(4)
    expect(out).toContain('note 1 ')
    expect(out).not.toContain(`note ${NOTES - 1} `)
  })

  it('makes halt report --output exit 4 and leave no file', async () => {
    for (;;) {
      const long = new Long()
      const files = () => readdirSync(long.directory).filter((name) => name.startsWith('report.md'))
      const isBegun = () => files().some((name) => statSync(join(long.directory, name)).size > 0)
      const child = long.spawn('report', '--output', 'report.md')
      const err: Buffer[] = []
      child.stderr.on('data', (bytes: Buffer) => err.push(bytes))
      const closed = once(child, 'close')
      while (!isBegun() && child.exitCode === null) await sleep(1)
      child.kill('SIGSTOP')
      long.cut()
      child.kill('SIGCONT')
      const ended = await closed
      // It was faster than this process, which then looks again.
      if (ended[0] === 0) continue
      expect(ended).toEqual([4, null])
      expect(Buffer.concat(err).toString()).toContain('(log-behind)')
      expect(files()).toEqual([])
      return
    }
  })
})
