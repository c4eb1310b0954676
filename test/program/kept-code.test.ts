import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { Bench, PROGRAM } from './halt.ts'

/** A workspace with an incident, and what the program keeps of itself in its cache folder. */
class Keeping extends Bench {
  readonly code = join(this.directory, '.cache', 'halt', 'code')

  constructor() {
    super()
    this.ok('start', '--type', 'system-failure')
    this.ok('next')
  }

  /** Paths of all that is kept, for one version of the program. */
  files(): string[] {
    const [version = '', ...more] = readdirSync(this.code)
    expect(more).toEqual([])
    return readdirSync(join(this.code, version)).map((name) => join(this.code, version, name))
  }

  of(name: string): string {
    const found = this.files().find((path) => basename(path).startsWith(`${name}-`))
    if (found === undefined) throw new Error(`nothing is kept of ${name}`)
    return found
  }

  contents(): Map<string, string> {
    return new Map(this.files().map((path) => [path, readFileSync(path, 'latin1')]))
  }
}

describe('what was compiled of the program', () => {
  it('is kept for the user alone, and not written again by a command that was there three times', () => {
    const bench = new Keeping()
    for (const _ of [2, 3]) bench.ok('next')
    const before = bench.contents()
    const times = bench.files().map((path) => statSync(path).mtimeMs)
    for (const path of bench.files()) expect(statSync(path).mode & 0o777).toBe(0o600)
    expect([...before.keys()].filter((path) => /^(boot|minute|en)-/.test(basename(path)))).toHaveLength(3)
    bench.ok('next')
    expect(bench.files().map((path) => statSync(path).mtimeMs)).toEqual(times)
    expect(bench.contents()).toEqual(before)
  })

  it.each([['status'], ['next', '--json']])(
    'grows by what another run compiles of the same files: %s %s',
    (...line) => {
      const bench = new Keeping()
      const before = statSync(bench.of('minute')).size
      bench.ok(...line)
      expect(statSync(bench.of('minute')).size).toBeGreaterThan(before)
    },
  )

  it('changes nothing in what a command says', () => {
    const bench = new Keeping()
    const none = { env: { NODE_DISABLE_COMPILE_CACHE: '1' } }
    for (const args of [['next'], ['log', '--json'], ['runbook', 'show'], ['done', 'nonsense'], ['--help']]) {
      bench.halt(...args)
      expect(bench.halt(...args), args.join(' ')).toEqual(bench.haltWith(none, ...args))
    }
  })

  it('is nothing where it is not wanted, or cannot be kept', () => {
    const bench = new Bench({ NODE_DISABLE_COMPILE_CACHE: '1' })
    bench.ok('start', '--type', 'system-failure')
    expect(existsSync(join(bench.directory, '.cache'))).toBe(false)
    const nowhere = { env: { NODE_DISABLE_COMPILE_CACHE: '', XDG_CACHE_HOME: '/dev/null' } }
    expect(bench.haltWith(nowhere, 'next')).toEqual(bench.halt('next'))
  })

  it.skipIf(process.platform !== 'linux')(
    'is nothing where no folder can be made, and none is said to be there',
    () => {
      const bench = new Keeping()
      expect(bench.haltWith({ env: { XDG_CACHE_HOME: '/proc/nope' } }, 'next')).toEqual(bench.halt('next'))
    },
  )

  it('is learnt of commands, not of what else stands in a line', () => {
    const bench = new Keeping()
    for (const line of [['--as', 'hanako', 'next'], ['nonsense\nnext'], ['note', 'said by hanako']]) bench.halt(...line)
    const [runs = ''] = bench.files().filter((path) => basename(path) === 'runs')
    expect(readFileSync(runs, 'utf8').split('\n')).toEqual(['start', 'next', '', '', 'note'])
  })

  it('is that of one build of Node, by its size and time', () => {
    const { size, mtimeMs } = statSync(process.execPath)
    expect(readdirSync(new Keeping().code)[0]).toMatch(new RegExp(`-${size}-${Math.round(mtimeMs)}$`))
  })

  it('is not what is loaded while a command waits', async () => {
    const bench = new Keeping()
    const { code } = bench.halt('exec', '--', 'sleep', '1.5')
    expect(code).toBe(0)
    expect(bench.files().length).toBeLessThan(40)
  })
})

describe('files of others in the same process', () => {
  it('are loaded as Node loads them', () => {
    const bench = new Keeping()
    const folder = join(bench.directory, 'hook')
    mkdirSync(folder)
    writeFileSync(join(folder, 'hook.js'), "process.on('exit', () => require('./late.cjs')())\n")
    writeFileSync(
      join(folder, 'late.cjs'),
      "const { why } = require('./words'); module.exports = () => console.log(why, require.resolve('./words') !== '')\n",
    )
    writeFileSync(join(folder, 'words.js'), "exports.why = '遅れて'\n")
    const hooked = { env: { NODE_OPTIONS: `--require ${join(folder, 'hook.js')}` } }
    expect(bench.haltWith(hooked, 'next').out).toMatch(/遅れて true\n$/)
  })
})

describe('what is harmed of it', () => {
  const places: readonly (readonly [string, (bytes: Buffer) => Buffer])[] = [
    ['is empty', () => Buffer.alloc(0)],
    ['is cut', (bytes) => bytes.subarray(0, -1000)],
    ['has another length at its beginning', (bytes) => flipped(bytes, 5)],
    ['has another source', (bytes) => flipped(bytes, 1000)],
    ['has another byte in the code', (bytes) => flipped(bytes, lengths(bytes).source + 8 + 9000)],
    ['has another byte in the code that it is compared with', (bytes) => flipped(bytes, bytes.length - 9000)],
    ['has zeros for code', (bytes) => Buffer.from(bytes).fill(0, lengths(bytes).source + 8)],
  ]

  it.each(places)('is made anew: where it %s', (_, harm) => {
    const bench = new Keeping()
    const expected = bench.ok('next')
    const path = bench.of('minute')
    const whole = readFileSync(path)
    writeFileSync(path, harm(whole))
    expect(bench.ok('next')).toBe(expected)
    expect(readFileSync(path).length).toBeGreaterThan(whole.length / 2)
    expect(lengths(readFileSync(path)).source).toBe(lengths(whole).source)
    expect(bench.ok('next')).toBe(expected)
  })

  it('is made anew where somebody else could have written it', () => {
    const bench = new Keeping()
    const path = bench.of('minute')
    chmodSync(path, 0o666)
    bench.ok('next')
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it.skipIf(process.platform === 'win32')('is not waited for where it is a pipe', () => {
    const bench = new Keeping()
    const expected = bench.ok('next')
    for (const name of ['minute', 'runs']) {
      const path = bench.files().find((path) => basename(path).startsWith(name)) ?? ''
      rmSync(path)
      execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', path])
      expect(bench.ok('next'), name).toBe(expected)
      expect(bench.ok('next'), name).toBe(expected)
    }
  })

  it('is written through no link', () => {
    const bench = new Keeping()
    const [version = ''] = readdirSync(bench.code)
    const elsewhere = join(bench.directory, 'elsewhere')
    mkdirSync(elsewhere)
    rmSync(join(bench.code, version), { recursive: true })
    symlinkSync(elsewhere, join(bench.code, version))
    bench.ok('next')
    expect(readdirSync(elsewhere)).toEqual([])
  })
})

describe('another version of the program', () => {
  const folders: string[] = []
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })

  it('runs itself, even where its files are called and as long as those of the one before', () => {
    const bench = new Keeping()
    const folder = mkdtempSync(join(tmpdir(), 'halt-other-'))
    folders.push(folder)
    for (const part of ['bin', 'dist', 'runbooks', 'package.json'])
      cpSync(join(dirname(PROGRAM), '..', part), join(folder, part), { recursive: true })
    const chunks = join(folder, 'dist', 'chunks')
    const en = join(chunks, readdirSync(chunks).find((name) => name.startsWith('en-')) ?? '')
    const said = readFileSync(en, 'utf8')
    expect(said).toContain('required')
    writeFileSync(en, said.replaceAll('required', 'REQUIRED'))
    const other = join(folder, 'bin', 'halt.js')
    expect(bench.ok('next')).toContain('required')
    expect(bench.through(other, 'next').out).toContain('REQUIRED')
    expect(bench.through(other, 'next').out).toContain('REQUIRED')
    expect(bench.ok('next')).toContain('required')
  })

  it('finds nothing left of one that was long ago', () => {
    const bench = new Bench()
    const code = join(bench.directory, '.cache', 'halt', 'code')
    const [old, recent] = [join(code, 'old'), join(code, 'recent')]
    for (const folder of [old, recent]) mkdirSync(folder, { recursive: true })
    utimesSync(old, 0, 0)
    bench.ok('--help')
    expect(readdirSync(code)).toHaveLength(2)
    expect(existsSync(recent)).toBe(true)
  })
})

function lengths(bytes: Buffer): { readonly source: number } {
  return { source: bytes.readUInt32LE(0) }
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 0x5a
  return copy
}
