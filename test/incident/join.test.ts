import { mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { Bench, type Recorded } from '../bench.ts'

const FAILURE = ['start', '--type', 'system-failure', '--title', 'Engine down']
const MINUTE = 60_000

/** Hanako declares; five minutes later Taro declares the same halt. Returns the ids of both. */
async function declaredTwice(bench: Bench, ...args: readonly string[]): Promise<[own: string, other: string]> {
  const other = (await bench.haltWith({ env: { HALT_OPERATOR: 'hanako' } }, ...FAILURE, ...args)).out.trim()
  bench.pass(5 * MINUTE)
  const own = (await bench.ok(...FAILURE, ...args)).trim()
  return [own, other]
}

const eventsOf = async (bench: Bench, id: string): Promise<Recorded[]> =>
  (await bench.ok('log', '--json', '-i', id))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('halt join', () => {
  it('copies the notes to the incident of somebody else, and closes one’s own as its duplicate', async () => {
    const bench = new Bench()
    const [own, other] = await declaredTwice(bench)
    await bench.ok('note', 'engine-3 out of memory', '--at', '22:04', '-i', own)
    const done = await bench.halt('join', other)
    expect(done).toMatchObject({ code: 0, out: '', err: expect.stringContaining(`1 note copied to ${other}`) })
    const copy = (await eventsOf(bench, other)).at(-1)
    expect(copy).toMatchObject({
      type: 'note.added',
      at: '2026-11-24T22:04:00.000+09:00',
      data: { text: 'engine-3 out of memory', source: { id: own, by: 'taro' } },
    })
    expect((await eventsOf(bench, own)).at(-1)?.data).toMatchObject({ as: 'duplicate', duplicateOf: other })
    expect(await bench.ok('log', '-i', other)).toContain(`copied from ${own}`)
    // From then on commands without -i mean the one that goes on.
    expect((await bench.halt('note', 'restarted')).err).toContain(other)
  })

  it('adds nothing when it is repeated, and copies what was noted since', async () => {
    const bench = new Bench()
    const [own, other] = await declaredTwice(bench)
    await bench.ok('note', 'one', '-i', own)
    await bench.ok('join', other, '-i', own)
    const before = await eventsOf(bench, other)
    expect(await bench.halt('join', other, '-i', own)).toMatchObject({ code: 0, err: expect.stringContaining('close') })
    expect(await eventsOf(bench, other)).toEqual(before)
    await bench.ok('note', 'two', '-i', own)
    await bench.ok('join', other, '-i', own)
    expect((await eventsOf(bench, other)).at(-1)?.data).toMatchObject({ text: 'two' })
  })

  it('finishes what a crash between copying and closing left', async () => {
    const bench = new Bench()
    const [own, other] = await declaredTwice(bench)
    await bench.ok('note', 'one', '-i', own)
    const lock = join(bench.workspace, 'incidents', own, 'lock')
    // Closing fails, since a folder has the name of the lock.
    rmSync(lock, { force: true })
    mkdirSync(lock)
    expect((await bench.halt('join', other, '-i', own)).code).toBe(5)
    expect(await eventsOf(bench, other)).toHaveLength(2)
    rmdirSync(lock)
    await bench.ok('join', other, '-i', own)
    expect(await eventsOf(bench, other)).toHaveLength(2)
    expect((await eventsOf(bench, own)).at(-1)).toMatchObject({ type: 'incident.closed' })
  })

  it('says what it does not copy, and prints a document', async () => {
    const bench = new Bench()
    const [own, other] = await declaredTwice(bench)
    const file = join(bench.workspace, 'queue.csv')
    writeFileSync(file, '1')
    await bench.haltWith({ input: 'a name' }, 'note', '--private', '-', '-i', own)
    await bench.ok('note', 'the queue', '--attach', file, '-i', own)
    await bench.ok('notice', 'website', '--posted', '-i', own)
    const { out, err } = await bench.halt('join', other, '--json', '--reason', 'both saw the alert')
    expect(err).toContain(`not copied, stays with ${own}: 1 private note, 1 file (`)
    expect(err).toContain(`1 notice went out for ${own}`)
    const document = documentSchemas.join.parse(JSON.parse(out))
    expect(document).toMatchObject({
      incident: other,
      events: [{ type: 'note.added', data: { text: 'the queue' } }],
      closed: { incident: own, events: [{ data: { reason: 'both saw the alert' } }] },
      leftBehind: { privateNotes: 1, files: 1, notices: [expect.stringMatching(/^\w+:\d+$/)] },
    })
    const japanese = await bench.halt('join', other, '-i', own, '--lang', 'ja')
    expect(japanese.err).toContain(`${own} に残したもの（転記しません）: 非公開メモ1件、ファイル1個`)
    expect(japanese.err).toContain('告知1件')
  })

  it('is refused where it is not clear which of one’s own is meant, or none is open', async () => {
    const bench = new Bench()
    const [own, other] = await declaredTwice(bench)
    const drill = (await bench.ok(...FAILURE, '--drill')).trim()
    bench.pass(MINUTE)
    const second = (await bench.ok(...FAILURE)).trim()
    expect(await bench.halt('join', other)).toMatchObject({
      code: 3,
      err: expect.stringMatching(new RegExp(`${own}, ${second}[\\s\\S]*which-incident`)),
    })
    await bench.ok('join', other, '-i', own)
    // The drill is open too, but cannot be meant.
    await bench.ok('join', other)
    expect(await bench.halt('join', other)).toMatchObject({
      code: 3,
      err: expect.stringMatching(/is real, and the incident to close is a drill[\s\S]*cannot-join/),
    })
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'over', '-i', drill)
    expect(await bench.halt('join', other)).toMatchObject({
      code: 3,
      err: expect.stringContaining(`you have declared no open incident other than ${other}`),
    })
  })

  it('is refused for a closed incident, for one’s own, and for one that does not exist', async () => {
    const bench = new Bench()
    const [own, other] = await declaredTwice(bench)
    expect(await bench.halt('join', own, '-i', own)).toMatchObject({
      code: 3,
      err: expect.stringContaining('to itself'),
    })
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a test', '-i', other)
    expect(await bench.halt('join', other)).toMatchObject({
      code: 3,
      err: expect.stringContaining(`${other} is closed`),
    })
    expect(await bench.halt('join', '2025')).toMatchObject({
      code: 2,
      err: expect.stringContaining('unknown-incident'),
    })
    expect((await eventsOf(bench, own)).map(({ type }) => type)).toEqual(['incident.started'])
  })
})

describe('halt start', () => {
  it('offers to join an incident that was declared within half an hour', async () => {
    const bench = new Bench()
    const [own, other] = await declaredTwice(bench)
    bench.pass(26 * MINUTE)
    const { err } = await bench.halt(...FAILURE)
    expect(err).toContain(`also open: ${other}, ${own}`)
    expect(err).toMatch(
      new RegExp(`taro declared ${own} 26 min 0 s ago; if it is the same halt: \\S+.* join ${own} -i`),
    )
    expect(err).not.toContain(`join ${other}`)
  })

  it('offers nothing to join between a drill and a real incident', async () => {
    const bench = new Bench()
    await bench.ok(...FAILURE)
    const { err } = await bench.halt(...FAILURE, '--drill')
    expect(err).toContain('also open')
    expect(err).not.toContain('join')
  })
})
