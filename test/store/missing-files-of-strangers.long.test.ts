import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Line } from '../../proof/chain.ts'
import { forgedLines, newKey, writerOf } from '../../proof/forging.ts'
import { FourEyes } from '../approval/four-eyes.ts'

const KINDS = ['settings', 'runbook'] as const
type Kind = (typeof KINDS)[number]

/** Taro leads a halt; a writer that nobody knows can write to its folder. */
class Led extends FourEyes {
  static async begun(): Promise<Led> {
    return Object.assign(new Led(), await FourEyes.begin())
  }

  get folder(): string {
    return join(this.workspace, 'incidents', this.id)
  }

  /** The writer puts files in force of which there is nothing beside the log or, with `text`, just that; returns its name. */
  adopt(kind: Kind, { text, times = 1 }: { text?: string; times?: number } = {}): string {
    const [own = ''] = readdirSync(this.folder).filter((name) => name.endsWith('.jsonl'))
    const lines = readFileSync(join(this.folder, own), 'utf8').trimEnd().split('\n')
    const [declared, last] = [lines[0], lines.at(-1)].map((line) => JSON.parse(line ?? '') as Line) as [Line, Line]
    const drafts = Array.from({ length: times }, (_, n) => {
      const bytes = text ?? `${kind} ${n}`
      const digest = createHash('sha256').update(bytes).digest('hex')
      if (text !== undefined) writeFileSync(join(this.folder, `${kind}.${digest}.json`), bytes)
      const reason = kind === 'runbook' ? { reason: 'newer' } : {}
      return { type: `${kind}.adopted`, data: { [`${kind}Digest`]: digest, ...reason } }
    })
    const key = newKey()
    const writer = writerOf(key)
    const { hlc, at, recordedAt } = last
    const over = { writer, key: key.key }
    writeFileSync(
      join(this.folder, `${this.id}.${writer}.jsonl`),
      forgedLines({ ...declared, hlc, at, recordedAt }, null, drafts, key, over),
    )
    return writer
  }
}

describe.each(KINDS)('%s that a writer nobody knows put in force, and that are gone', (kind) => {
  it.each([undefined, '{}'])('stop neither reading nor recording, and are named: %s', async (text) => {
    const bench = await Led.begun()
    bench.adopt(kind, text === undefined ? {} : { text })
    for (const command of ['status', 'handover', 'approve', 'next', 'list', 'log', 'report', 'contacts']) {
      const { code, err } = await bench.halt(command)
      expect({ command, code, err }).toMatchObject({ code: 0 })
    }
    for (const command of [['status'], ['status', '--check'], ['note', 'seen'], ['done', '2.1-assess']]) {
      const { code, err } = await bench.halt(...command)
      expect({ command, code, err }).toMatchObject({ err: expect.stringContaining(`${kind}.`) })
      expect(code).not.toBe(4)
    }
    const request = await bench.asked()
    expect(await bench.as('Ito', 'here', 'approve', request)).toMatchObject({ code: 0 })
    expect(bench.mailed).toBe(true)
    expect(await bench.halt('verify')).toMatchObject({ code: 4 })
  })

  it('do so once the writer is accepted, on every machine', async () => {
    const bench = await Led.begun()
    const writer = bench.adopt(kind)
    expect(await bench.as('Ito', 'elsewhere', 'status')).toMatchObject({ code: 0 })
    await bench.ok('verify', '--accept', writer)
    for (const [who, at] of [
      ['taro', 'here'],
      ['Ito', 'elsewhere'],
    ] as const)
      expect(await bench.as(who, at, 'status')).toMatchObject({ code: 4 })
  })

  it('leave those of others in force that are gone as well: exit 4', async () => {
    const bench = await Led.begun()
    bench.adopt(kind)
    for (const name of readdirSync(bench.folder)) if (name.startsWith(`${kind}.`)) rmSync(join(bench.folder, name))
    expect(await bench.halt('status')).toMatchObject({ code: 4 })
  })

  it('are named in few lines, however many they are', async () => {
    const bench = await Led.begun()
    bench.adopt(kind, { times: 200 })
    for (const command of [['status'], ['note', 'seen']]) {
      const { code, err } = await bench.halt(...command)
      expect(code).toBe(0)
      expect(err.split('\n').length).toBeLessThan(20)
    }
  })
})
