import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { clockOf } from '../../src/edges/clock.ts'
import { Journal } from '../../src/edges/journal.ts'
import { stateOf } from '../../src/edges/state.ts'
import { Bench } from './halt.ts'

/** Says at the end which modules of Node's own were asked for. */
const TELLING = `
const Module = require('node:module')
const load = Module._load
const asked = new Set()
Module._load = function (name) {
  if (name.startsWith('node:')) asked.add(name)
  return load.apply(this, arguments)
}
process.on('exit', () => require('node:fs').writeSync(2, ['asked for', ...asked].join(' ')))
`

/** An incident with a log that is long enough for a bookmark, as this machine wrote it. */
function long(): Bench {
  const bench = new Bench()
  const id = bench.ok('start', '--type', 'system-failure').trim()
  const journal = new Journal(bench.workspace, id, stateOf(bench.workspace, bench.env), 'taro')
  journal.refresh()
  const events = Array.from({ length: 120 }, (_, n) => ({ type: 'note.added', data: { text: `note ${n}` } }) as const)
  journal.append(clockOf('Asia/Tokyo'), () => ({ events, already: [] }))
  return bench
}

it('the commands of every minute do without Node’s cryptography on a log that was read before', () => {
  const bench = long()
  const telling = join(bench.directory, 'telling.cjs')
  writeFileSync(telling, TELLING)
  const modules = (...args: readonly string[]) => {
    const { code, err } = bench.haltWith({ env: { NODE_OPTIONS: `--require ${telling}` } }, ...args)
    expect(code, err).toBe(0)
    return err.slice(err.lastIndexOf('asked for')).split(' ')
  }
  expect(modules('status')).toContain('node:crypto')
  for (const args of [
    ['status'],
    ['next'],
    ['note', 'one'],
    ['note', 'two'],
    ['done', '2.1-logs'],
    ['note', 'three'],
    ['status'],
  ])
    expect(modules(...args), args.join(' ')).not.toContain('node:crypto')
  rmSync(join(bench.directory, '.cache'), { recursive: true })
  expect(modules('status')).toContain('node:crypto')
})
