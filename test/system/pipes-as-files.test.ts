import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { OWNER_ONLY } from '../../src/platform/access.ts'
import { EvidenceStore } from '../../src/store/evidence-files.ts'
import { runAsync } from './async-program.ts'
import { Bench } from './bench.ts'

/** A named pipe without a writer: opening it for reading would block for ever. */
function pipe(bench: Bench, ...place: readonly string[]): string {
  const path = join(bench.directory, ...place)
  mkdirSync(join(path, '..'), { recursive: true })
  rmSync(path, { force: true })
  execFileSync('mkfifo', [path])
  return path
}

function opened(): Bench {
  const bench = new Bench()
  bench.ok('start', '--type', 'system-failure')
  return bench
}

describe('a named pipe instead of a file', () => {
  it.each([
    ['drill', '--replay', 'PIPE'],
    ['note', 'text', '--attach', 'PIPE'],
    ['notice', 'website', '--posted', '--text-file', 'PIPE'],
    ['report', '--template', 'PIPE'],
    ['runbook', 'check', 'PIPE'],
    ['init', 'PIPE'],
    ['trust', 'PIPE'],
    ['list', '--dir', 'PIPE'],
    ['report', '--output', 'PIPE', '--overwrite'],
    ['handover', '--output', 'PIPE', '--overwrite'],
  ])('is rejected as an argument without blocking: %s %s', async (...args) => {
    const bench = opened()
    const path = pipe(bench, 'pipe')
    const events = bench.ok('log', '--json')
    const ran = await runAsync(bench, ...args.map((word) => (word === 'PIPE' ? path : word)))
    expect([[2, 5].includes(ran.code ?? 1), ran.err]).toEqual([true, expect.stringMatching(/^halt: .* \([a-z-]+\)$/m)])
    expect(bench.ok('log', '--json')).toBe(events)
  })

  it.each([
    ['halt.yaml', 'start', '--type', 'system-failure'],
    ['contacts.yaml', 'contacts'],
    ['runbooks/2.yaml', 'runbook', 'check'],
    ['runbooks/notices/ja/website.txt', 'notice', 'website'],
    ['runbooks/reports/ja/report.md', 'report', '--language', 'ja'],
    ['runbooks/authorities/fsa.yaml', 'clock', 'list'],
    ['runbooks/drills/own.yaml', 'drill', '--list'],
  ])('is rejected in the workspace without blocking: %s', async (name, ...args) => {
    const bench = opened()
    pipe(bench, 'workspace', name)
    const ran = await runAsync(bench, ...args)
    expect([ran.code, ran.err + ran.out]).toEqual([2, expect.stringMatching(/unreadable|not a regular file/)])
  })

  it('is rejected among the logs of halt drill --replay', async () => {
    const bench = opened()
    const past = join(bench.directory, 'past')
    pipe(bench, 'past', 'x.jsonl')
    expect((await runAsync(bench, 'drill', '--replay', past)).err).toContain('(unreadable)')
  })

  it('is skipped in favour of another name if a torn write would be kept there', async () => {
    const bench = opened()
    const id = bench.json<{ incident: string }>('status').incident
    const folder = join(bench.workspace, 'incidents', id)
    const [log = ''] = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
    const { size } = (await import('node:fs')).statSync(join(folder, log))
    writeFileSync(join(folder, log), '{"torn', { flag: 'a' })
    pipe(bench, 'workspace', 'incidents', id, `${log}.torn-${size}`)
    expect((await runAsync(bench, 'note', 'goes on')).code).toBe(0)
    expect(existsSync(join(folder, `${log}.torn-${size}-2`))).toBe(true)
  })
})

describe('a device instead of a file', () => {
  it.each([
    ['drill', '--replay', '/dev/zero'],
    ['note', 'text', '--attach', '/dev/zero'],
    ['notice', 'website', '--posted', '--text-file', '/dev/zero'],
    ['report', '--template', '/dev/zero'],
    ['runbook', 'check', '/dev/zero'],
  ])('is rejected: %s %s', async (...args) => {
    const bench = opened()
    const { code, err } = await runAsync(bench, ...args)
    expect([code, err]).toEqual([2, expect.stringMatching(/^halt: .* \([a-z-]+\)$/m)])
  })
})

/** A regular file of size 0 that yields more bytes than anybody would wait for. */
const ENDLESS = '/proc/self/pagemap'

describe.runIf(existsSync(ENDLESS))('an endless file', () => {
  it('is rejected at the size limit', async () => {
    const bench = opened()
    const store = new EvidenceStore(bench.workspace, OWNER_ONLY)
    expect(() => store.keepFile(ENDLESS, 1024 * 1024)).toThrow('file-too-large')
    expect(store.names()).toEqual([])
    expect((await runAsync(bench, 'drill', '--replay', ENDLESS)).code).toBe(4)
    expect((await runAsync(bench, 'runbook', 'check', ENDLESS)).code).toBe(2)
  })
})

describe('standard input that is too long', () => {
  it('is rejected by halt note -', () => {
    const bench = opened()
    const input = 'x'.repeat(2 * 1024 * 1024)
    expect(bench.haltWith({ input }, 'note', '-')).toMatchObject({
      code: 2,
      err: expect.stringContaining('(file-too-large)'),
    })
  })
})
