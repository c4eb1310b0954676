import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { KEYS } from '../walk/keys.ts'
import { Bench, PROGRAM } from './bench.ts'
import { Terminal } from './terminal.ts'
import { Person } from './terminal-walk.ts'

/** A preload script that creates a file once the process has loaded every chunk of the program. */
const TELLING = `const { readdirSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const chunks = join(__dirname, 'dist', 'chunks')
const timer = setInterval(() => {
  if (!readdirSync(chunks).every((file) => join(chunks, file) in require.cache)) return
  writeFileSync(join(__dirname, 'all-loaded'), '')
  clearInterval(timer)
}, 20)
timer.unref()
`

/** A copy of the program whose built files can be removed, as an upgrade does. */
class Installed {
  readonly folder = mkdtempSync(join(tmpdir(), 'halt-installed-'))
  readonly command: readonly [string, ...string[]]

  constructor() {
    installed.push(this)
    for (const part of ['bin', 'dist', 'runbooks', 'package.json'])
      cpSync(join(dirname(PROGRAM), '..', part), join(this.folder, part), { recursive: true })
    writeFileSync(join(this.folder, 'telling.cjs'), TELLING)
    this.command = [process.execPath, '-r', join(this.folder, 'telling.cjs'), join(this.folder, 'bin', 'halt.js')]
  }

  /** Removes the built files once the running process has loaded all of them. */
  async replaced(): Promise<void> {
    await vi.waitFor(() => expect(existsSync(join(this.folder, 'all-loaded'))).toBe(true), { timeout: 30_000 })
    rmSync(join(this.folder, 'dist'), { recursive: true })
  }
}

const installed: Installed[] = []

afterAll(() => {
  for (const { folder } of installed) rmSync(folder, { recursive: true, force: true })
})

function begun(): Bench {
  const bench = new Bench()
  bench.ok('start', '--type', 'system-failure', '--title', 'Matching engine down')
  return bench
}

test('the walk still handles every key after the program files are removed by an upgrade', async () => {
  const program = new Installed()
  const person = new Person({ bench: begun(), args: ['walk'], program: program.command })
  await person.question()
  await program.replaced()
  const keys = [...Object.values(KEYS), ...Object.values(KEYS)]
  for (const key of keys.filter((key) => key !== KEYS.pause)) {
    await person.press(key)
    while (!(await person.isAsked(person.text.words))) await person.answer('')
  }
  await person.press(KEYS.run)
  await person.asked(person.text.runCommand)
  await person.answer('echo still here')
  await person.terminal.until(/Type '\S+' to run it/)
  const [, step = ''] = /Type '(\S+)' to run it/.exec((await person.question()).slice(-4).join(' ')) ?? []
  await person.answer(step)
  await person.terminal.until(/^still here$/m)
  await person.press(KEYS.pause)
  expect(await person.terminal.end()).toBe(130)
  expect(person.terminal.text()).not.toContain('defect')
})

test('halt watch still follows the log after the program files are removed by an upgrade', async () => {
  const [program, bench] = [new Installed(), begun()]
  const person = new Terminal(bench, ['watch'], { program: program.command })
  await person.until('Matching engine down')
  await program.replaced()
  bench.ok('classify', '--title', 'Engine and gateway down', '--reason', 'seen')
  await person.until('Engine and gateway down')
  person.type('\x03')
  expect(await person.end()).toBe(130)
})

test('halt exec records the end of the command after the program files are removed by an upgrade', async () => {
  const [program, bench] = [new Installed(), begun()]
  const waits = 'until test -e go-on; do sleep 0.1; done'
  const person = new Terminal(bench, ['exec', '--', 'sh', '-c', waits], { program: program.command })
  await program.replaced()
  writeFileSync(join(bench.directory, 'go-on'), '')
  expect(await person.end()).toBe(0)
  expect(bench.ok('log')).toMatch(/exit 0|exited 0/)
})
