import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Envelope } from '../../src/domain/log/event.ts'
import { notesAfter } from '../sealing.ts'
import { Bench, type Outcome, PROGRAM } from './bench.ts'

const WRITERS = 300
/** The limit on open files, of which the program itself needs some twenty. */
const MOST_OPEN = 64

/** A halt with many more writers, each with two notes in a separate file. */
class Shared extends Bench {
  readonly id: string
  readonly folder: string

  constructor() {
    super()
    this.id = this.ok('start', '--type', 'system-failure', '--title', 'Shared').trim()
    this.folder = join(this.workspace, 'incidents', this.id)
    const [file = ''] = readdirSync(this.folder).filter((name) => name.endsWith('.jsonl'))
    const last = JSON.parse(
      readFileSync(join(this.folder, file), 'utf8').trimEnd().split('\n').at(-1) ?? '',
    ) as Envelope
    for (let n = 0; n < WRITERS; n += 1) {
      const writer = `w${String(n).padStart(7, '0')}`
      const path = join(this.folder, `${this.id}.${writer}.jsonl`)
      writeFileSync(path, notesAfter(last, [`first of ${writer}`, `second of ${writer}`], writer), { mode: 0o600 })
    }
  }

  /** Runs the program with the low limit on open files. */
  confined(...args: readonly string[]): Outcome {
    const { status, stdout, stderr } = spawnSync(
      'sh',
      ['-c', `ulimit -n ${MOST_OPEN} && exec "$@"`, 'sh', process.execPath, PROGRAM, ...args],
      { env: this.env, cwd: this.directory, input: '', encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    )
    return { code: status, out: stdout, err: stderr }
  }
}

describe.skipIf(process.platform === 'win32')('a log with more writers than the limit on open files', () => {
  let shared: Shared

  beforeAll(() => {
    shared = new Shared()
  })

  it.each([
    'status --json',
    'log',
    'log --json',
    'verify',
    'verify --json',
    'report --format html',
    'report --json',
    'list',
  ])('can be read by halt %s', (line) => {
    const { code, out, err } = shared.confined(...line.split(' '))
    expect(err).not.toMatch(/EMFILE|defect/)
    expect(code).toBe(0)
    expect(out).not.toBe('')
  })

  it('has every event of every writer in the order of their clocks', () => {
    const events = shared.confined('log', '--json').out.trimEnd().split('\n').slice(1)
    const texts = events.map((line) => (JSON.parse(line) as { data: { text: string } }).data.text)
    const writers = Array.from({ length: WRITERS }, (_, n) => `w${String(n).padStart(7, '0')}`)
    expect(texts).toEqual(['first', 'second'].flatMap((which) => writers.map((writer) => `${which} of ${writer}`)))
  })

  it('can be added to', () => {
    expect(shared.confined('note', 'one more')).toMatchObject({ code: 0 })
    expect(shared.confined('log').out).toContain('one more')
  })

  it('can be replayed as a drill', () => {
    const { code, err } = shared.confined('drill', '--replay', shared.folder, '--no-walk')
    expect(err).not.toMatch(/EMFILE|defect/)
    expect(code).toBe(0)
  })
})
