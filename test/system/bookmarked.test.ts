import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Bench } from './bench.ts'

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

/** A halt that was begun, and the modules of Node's own that each command after that asked for. */
class Told extends Bench {
  private readonly telling = join(this.directory, 'telling.cjs')

  constructor(env: NodeJS.ProcessEnv = {}) {
    super(env)
    this.ok('start', '--type', 'system-failure')
    writeFileSync(this.telling, TELLING)
  }

  modules(...args: readonly string[]): string[] {
    const { code, err } = this.haltWith({ env: { NODE_OPTIONS: `--require ${this.telling}` } }, ...args)
    expect(code, err).toBe(0)
    return err.slice(err.lastIndexOf('asked for')).split(' ')
  }
}

it('what only reads does not ask the system who acts; what records does, where nobody says it', () => {
  const nobody = new Told({ HALT_OPERATOR: '', USER: 'taro' })
  for (const args of [['status'], ['next'], ['log'], ['list']])
    expect(nobody.modules(...args), args.join(' ')).not.toContain('node:os')
  expect(nobody.modules('note', 'said')).toContain('node:os')
  expect(new Told({ USER: 'taro' }).modules('note', 'said')).not.toContain('node:os')
})

it('the commands of every minute do without Node’s cryptography on a log that was read before', () => {
  const bench = new Told()
  const modules = (...args: readonly string[]) => bench.modules(...args)
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
