import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { Bench } from '../bench.ts'

const listed = vi.hoisted(() => ({ count: 0 }))

vi.mock('node:fs', async (load) => {
  const fs = await load<typeof import('node:fs')>()
  const readdirSync = (...args: Parameters<typeof fs.readdirSync>) => {
    if (String(args[0]).endsWith('anchors')) listed.count += 1
    return fs.readdirSync(...args)
  }
  return { ...fs, readdirSync }
})

it('as many heads as others like add to a log make `verify` read their folder no more often', async () => {
  const bench = new Bench()
  const id = (await bench.ok('start', '--type', 'system-failure', '--no-walk')).trim()
  const anchors = join(bench.workspace, 'incidents', id, 'anchors')
  mkdirSync(anchors)
  const timesWith = async (from: number, to: number) => {
    for (let n = from; n < to; n += 1) writeFileSync(join(anchors, `${String(n).padStart(16, '0')}.head`), 'none')
    listed.count = 0
    await bench.halt('verify')
    return listed.count
  }
  const few = await timesWith(0, 2)
  expect(few).toBeGreaterThan(0)
  expect(await timesWith(2, 100)).toBe(few)
})
