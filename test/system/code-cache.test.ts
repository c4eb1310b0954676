import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Bench } from './bench.ts'

/** A machine on which the program has run and filled its code cache. */
class Machine {
  readonly bench = new Bench({ NODE_DISABLE_COMPILE_CACHE: undefined })

  constructor() {
    this.bench.ok('start', '--type', 'system-failure', '--title', 'Matching engine down')
    this.bench.ok('status')
  }

  get folder(): string {
    return join(this.bench.directory, '.cache', 'halt', 'compiled')
  }

  get files(): string[] {
    return readdirSync(this.folder).map((name) => join(this.folder, name))
  }
}

test('the code cache keeps the shared files, readable by their owner only', () => {
  const { folder, files } = new Machine()
  expect(files.map((path) => path.slice(folder.length + 1).split('-')[0])).toEqual(['daily', 'en', 'program'])
  expect([folder, ...files].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600, 0o600, 0o600])
})

test('the code cache is not rewritten if it is valid', () => {
  const machine = new Machine()
  for (const path of machine.files) utimesSync(path, 1, 1)
  machine.bench.ok('status')
  machine.bench.ok('note', 'checked')
  expect(machine.files.map((path) => statSync(path).mtimeMs)).toEqual([1000, 1000, 1000])
})

test.each([
  ['empty', () => Buffer.alloc(0)],
  ['truncated', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2 + 100)],
  ['corrupt in its first half', (bytes: Buffer) => altered(bytes, 0.2)],
  ['corrupt in its second half', (bytes: Buffer) => altered(bytes, 0.8)],
])('cached code that is %s is ignored and replaced', (_, harmed) => {
  const machine = new Machine()
  const whole = machine.files.map((path) => statSync(path).size * 0.9)
  for (const path of machine.files) writeFileSync(path, harmed(readFileSync(path)))
  expect(machine.bench.ok('status')).toContain('Matching engine down')
  for (const [i, path] of machine.files.entries()) expect(statSync(path).size).toBeGreaterThan(whole[i] ?? 0)
})

test('cached code that V8 rejects is ignored but not replaced, since it may be for other flags', () => {
  const machine = new Machine()
  const flagged = { env: { NODE_OPTIONS: '--stack-trace-limit=20' } }
  for (const path of machine.files) writeFileSync(path, 'xx'.repeat(2048))
  expect(machine.bench.haltWith(flagged, 'status').out).toContain('Matching engine down')
  expect(machine.files.map((path) => statSync(path).size)).toEqual([4096, 4096, 4096])
})

test('nothing is cached with NODE_DISABLE_COMPILE_CACHE, and an unwritable cache folder does no harm', () => {
  const { bench } = new Machine()
  const off = join(bench.directory, 'off')
  expect(bench.haltWith({ env: { XDG_CACHE_HOME: off, NODE_DISABLE_COMPILE_CACHE: '1' } }, '--version').code).toBe(0)
  expect(() => readdirSync(join(off, 'halt', 'compiled'))).toThrow('ENOENT')
  const closed = join(bench.directory, 'closed')
  mkdirSync(closed)
  chmodSync(closed, 0o500)
  for (const folder of [closed, '/dev/null'])
    expect(bench.haltWith({ env: { XDG_CACHE_HOME: folder } }, 'status').code).toBe(0)
})

test('the code cache removes the code of old builds', () => {
  const machine = new Machine()
  for (let n = 0; n < 20; n += 1) writeFileSync(join(machine.folder, `daily-${n}.cjs.v20.0.0`), '')
  writeFileSync(machine.files.find((path) => path.includes('/en-')) ?? '', '')
  machine.bench.ok('status')
  expect(machine.files.length).toBeLessThan(5)
})

/** Flips one bit. */
function altered(bytes: Buffer, at: number): Buffer {
  const place = Math.floor(bytes.length * at)
  bytes[place] = (bytes[place] ?? 0) ^ 1
  return bytes
}
