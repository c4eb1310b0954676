import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Bench } from '../bench.ts'
import { inTurn } from '../sequence.ts'

/** A log that changed within the last three seconds is not cached, so the clock is set ahead of the files. */
const AHEAD_MS = 60_000

const REPORTS = [['list'], ['list', '--json'], ['stats'], ['stats', '--json'], ['stats', '--csv']] as const

/** Six halts, five of them closed: enough for the cache to be used. */
class Many extends Bench {
  readonly ids: string[] = []
  readonly cache = join(this.directory, 'cache', 'halt')

  static async begin(): Promise<Many> {
    const many = new Many()
    for (let n = 0; n < 6; n += 1) {
      const id = (await many.ok('start', '--type', 'system-failure', '--title', `Halt ${n}`)).trim()
      if (n < 5) await many.ok('close', '--resolution', 'false-alarm', '--reason', 'a test', '-i', id)
      many.ids.push(id)
    }
    return many
  }

  reports(): Promise<string[]> {
    return inTurn(REPORTS, (args) => this.ok(...args))
  }

  get cacheFile(): string {
    return join(this.cache, readdirSync(this.cache).find((name) => name.endsWith('.list')) ?? '')
  }
}

describe('a workspace with many incidents', () => {
  let many: Many

  beforeAll(async () => {
    many = await Many.begin()
    const { now } = Date
    vi.spyOn(Date, 'now').mockImplementation(() => now() + AHEAD_MS)
  })

  afterAll(() => {
    vi.restoreAllMocks()
  })

  it('list and stats print the same from the cache as from the logs', async () => {
    const read = await many.reports()
    expect(readFileSync(many.cacheFile, 'utf8')).toContain('"Halt 4"')
    expect(await many.reports()).toEqual(read)
    rmSync(many.cache, { recursive: true })
    expect(await many.reports()).toEqual(read)
  })

  it('the cache is owner-only, and does not hold the open incident', async () => {
    await many.ok('list')
    expect(statSync(many.cacheFile).mode & 0o777).toBe(0o600)
    expect(readFileSync(many.cacheFile, 'utf8')).not.toContain('"Halt 5"')
  })

  it('the open incident is found, and so is one that is started later', async () => {
    await many.ok('list')
    expect((await many.halt('note', 'found it')).err).toContain('found it')
    const begun = await many.halt('start', '--type', 'system-failure', '--title', 'Another')
    const id = begun.out.trim()
    expect(begun.err).toMatch(new RegExp(`^also open: ${many.ids[5]}; `))
    const drill = await many.halt('start', '--type', 'compliance', '--drill')
    expect(drill.err).toContain(id)
    await many.ok('close', '--resolution', 'false-alarm', '--reason', 'over', '-i', drill.out.trim())
    expect(await many.halt('note', 'which one?')).toMatchObject({
      code: 3,
      err: expect.stringContaining('(which-incident)'),
    })
    await many.ok('close', '--resolution', 'false-alarm', '--reason', 'over', '-i', id)
    expect(await many.ok('status')).toContain('Halt 5')
  })

  it('a follow-up added to a closed incident is counted, and becomes overdue as time passes', async () => {
    const [id = ''] = many.ids
    const overdue = async () => {
      const [head, ...rows] = (await many.ok('stats', '--csv')).split('\n').map((line) => line.split(','))
      return rows.find(([incident]) => incident === id)?.[head?.indexOf('follow-ups-overdue') ?? -1]
    }
    expect(await overdue()).toBe('0')
    await many.ok('action', 'add', 'Buy disks', '--due', 'in 1s', '-i', id)
    expect(await overdue()).toBe('0')
    many.pass(1001)
    expect([await overdue(), await overdue()]).toEqual(['1', '1'])
  })

  it('a closed log that was altered is reported as damaged, although it is cached', async () => {
    await many.ok('list')
    const folder = join(many.workspace, 'incidents', many.ids[1] ?? '')
    const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) ?? '')
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.toString('latin1').replace('Halt 1', 'Halt 9'), 'latin1')
    expect(await many.halt('list')).toMatchObject({ code: 4, out: expect.stringContaining('!! DAMAGED') })
    writeFileSync(file, bytes)
    expect((await many.halt('list')).code).toBe(0)
  })

  it('verify finds a cached log consistent', async () => {
    await many.ok('list')
    const [first] = many.ids
    expect(await many.ok('verify', '-i', first ?? '')).toContain('consistent')
  })

  it('list prints the same, without a message, if the cache cannot be written', async () => {
    const env = { XDG_CACHE_HOME: '/dev/null' }
    expect(await many.haltWith({ env }, 'list')).toEqual(await many.halt('list'))
  })
})
