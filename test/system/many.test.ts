import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { Bench, PROGRAM } from './bench.ts'

/** What is kept of a log that was changed within the last three seconds is nothing. */
const AT_REST_MS = 3500

const REPORTS = [['list'], ['list', '--json'], ['stats'], ['stats', '--json'], ['stats', '--csv']] as const

/** Six halts, five of them closed: enough for the cache. */
class Many extends Bench {
  readonly ids: string[] = []
  readonly cache = join(this.directory, '.cache', 'halt')

  constructor() {
    super()
    for (let n = 0; n < 6; n += 1) {
      const id = this.ok('start', '--type', 'system-failure', '--title', `Halt ${n}`).trim()
      if (n < 5) this.ok('close', '--as', 'false-alarm', '--reason', 'a test', '-i', id)
      this.ids.push(id)
    }
  }

  said(): string[] {
    return REPORTS.map((args) => this.ok(...args))
  }

  get kept(): string {
    return join(this.cache, readdirSync(this.cache).find((name) => name.endsWith('.list')) ?? '')
  }

  async listed(): Promise<string> {
    const child = spawn(process.execPath, [PROGRAM, 'list'], { env: this.env, cwd: this.directory })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    await once(child, 'close')
    return Buffer.concat(chunks).toString()
  }
}

describe('among many incidents', () => {
  let many: Many

  beforeAll(async () => {
    many = new Many()
    await sleep(AT_REST_MS)
  })

  it('list and stats say the same from the cache as from the logs', () => {
    const read = many.said()
    expect(readFileSync(many.kept, 'utf8')).toContain('"Halt 4"')
    expect(many.said()).toEqual(read)
    rmSync(many.cache, { recursive: true })
    expect(many.said()).toEqual(read)
  })

  it('the cache is for its user alone, and has nothing of the incident that is open', () => {
    many.ok('list')
    expect(statSync(many.kept).mode & 0o777).toBe(0o600)
    expect(readFileSync(many.kept, 'utf8')).not.toContain('"Halt 5"')
  })

  it('the open one is found, and one that is begun beside it as well', () => {
    many.ok('list')
    expect(many.halt('note', 'found it').err).toContain('found it')
    const begun = many.halt('start', '--type', 'system-failure', '--title', 'Another')
    const id = begun.out.trim()
    expect(begun.err).toMatch(new RegExp(`^also open: ${many.ids[5]}; `))
    const drill = many.halt('start', '--type', 'compliance', '--drill')
    expect(drill.err).toContain(id)
    many.ok('close', '--as', 'false-alarm', '--reason', 'over', '-i', drill.out.trim())
    expect(many.halt('note', 'which one?')).toMatchObject({ code: 3, err: expect.stringContaining('(which-incident)') })
    many.ok('close', '--as', 'false-alarm', '--reason', 'over', '-i', id)
    expect(many.ok('status')).toContain('Halt 5')
  })

  it('what is recorded in a closed one afterwards is seen, and falls due while nobody records anything', async () => {
    const overdue = () => many.ok('stats', '--csv').split('\n')[1]?.split(',').at(-1)
    expect(overdue()).toBe('0')
    many.ok('action', 'add', 'Buy disks', '--due', 'in 1s', '-i', many.ids[0] ?? '')
    await sleep(AT_REST_MS)
    expect([overdue(), overdue()]).toEqual(['1', '1'])
  })

  it('a closed log that was altered is damaged, though it was known as sound', () => {
    many.ok('list')
    const folder = join(many.workspace, 'incidents', many.ids[1] ?? '')
    const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) ?? '')
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.toString('latin1').replace('Halt 1', 'Halt 9'), 'latin1')
    expect(many.halt('list')).toMatchObject({ code: 4, out: expect.stringContaining('!! DAMAGED') })
    writeFileSync(file, bytes)
    expect(many.halt('list').code).toBe(0)
  })

  it('verify reads the log, whatever the cache says', () => {
    many.ok('list')
    const [first] = many.ids
    expect(many.ok('verify', '-i', first ?? '')).toContain('consistent')
  })

  it('a cache that cannot be kept is done without, and nothing is said of it', () => {
    const env = { XDG_CACHE_HOME: '/dev/null' }
    expect(many.haltWith({ env }, 'list')).toEqual(many.halt('list'))
  })

  it('two commands at once say the same, and leave a cache that can be read', async () => {
    const expected = many.ok('list')
    rmSync(many.cache, { recursive: true })
    expect(await Promise.all([many.listed(), many.listed(), many.listed()])).toEqual([expected, expected, expected])
    expect(readdirSync(many.cache).filter((name) => name.endsWith('.list'))).toHaveLength(1)
    expect(many.ok('list')).toBe(expected)
  })
})
