import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
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

it('the commands of every minute do without Node’s cryptography on a log that was read before', () => {
  const bench = new Bench()
  bench.ok('start', '--type', 'system-failure')
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
