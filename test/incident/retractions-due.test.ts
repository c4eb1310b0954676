import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Bench } from '../bench.ts'

const MINUTE = 60_000

/** A halt that customers were told of on the website, closed as a false alarm. */
async function falseAlarm(bench: Bench, ...args: readonly string[]): Promise<string> {
  const id = (await bench.ok('start', '--type', 'system-failure', ...args)).trim()
  await bench.ok('notice', 'website', '--posted', '-i', id)
  await bench.ok('action', 'add', 'Mend the alarm', '--owner', 'taro', '--due', '1m', '-i', id)
  await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a test alarm', '-i', id)
  return id
}

it('status --check names an overdue retraction of a closed halt, and nothing else of it, until it is posted', async () => {
  const bench = new Bench()
  const id = await falseAlarm(bench)
  expect(await bench.halt('status', '--check')).toMatchObject({ code: 0, out: '' })
  expect(await bench.ok('status')).toMatch(/in 05:00 {2}retraction \(website\)/)
  bench.pass(6 * MINUTE)
  expect(await bench.ok('status')).toMatch(/retraction \(website\).*notice/)
  const late = await bench.halt('status', '--check', '--json')
  expect(late.code).toBe(7)
  expect(JSON.parse(late.out).overdue).toEqual([
    { incident: id, clock: 'retraction-notice:website', dueAt: '2026-11-24T22:22:05.120+09:00' },
  ])
  expect((await bench.halt('status', '--check')).out).toContain('retraction-notice:website')
  expect((await bench.halt('status', '--check', '--department', 'public-relations')).code).toBe(7)
  expect((await bench.halt('status', '--check', '--department', 'legal')).code).toBe(0)
  await bench.ok('notice', 'website', '--posted', '-i', id)
  expect(await bench.halt('status', '--check')).toMatchObject({ code: 0, out: '' })
})

it('status --check does not ask for the retraction once the closing is undone, nor in a drill', async () => {
  const bench = new Bench()
  await falseAlarm(bench, '--drill')
  const id = await falseAlarm(bench)
  bench.pass(6 * MINUTE)
  expect((await bench.halt('status', '--check')).code).toBe(7)
  await bench.ok('undo', '--reason', 'it was one', '-i', id)
  expect((await bench.halt('status', '--check')).out).not.toContain('retraction')
})

it('status --check exits 4 if nobody can say what is due of a false alarm, since its runbook is gone', async () => {
  const bench = new Bench()
  const id = await falseAlarm(bench)
  const folder = join(bench.workspace, 'incidents', id)
  const runbook = readdirSync(folder).find((name) => name.startsWith('runbook.')) ?? ''
  rmSync(join(folder, runbook))
  expect(await bench.halt('status', '--check')).toMatchObject({ code: 4, err: expect.stringContaining(runbook) })
})
