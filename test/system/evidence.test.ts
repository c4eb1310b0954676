import { spawnSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench, PROGRAM } from './bench.ts'

/** An incident with one attached file of ten bytes. */
function kept(): Bench {
  const bench = new Bench()
  bench.ok('start', '--type', 'system-failure')
  writeFileSync(join(bench.directory, 'queue.csv'), '0123456789')
  bench.ok('note', 'the queue', '--attach', 'queue.csv')
  return bench
}

function folderOf(bench: Bench): string {
  const incidents = join(bench.workspace, 'incidents')
  return join(incidents, readdirSync(incidents)[0] as string)
}

describe('leftovers in the evidence folder', () => {
  it('are listed, shown with a warning, reported by verify, and removed with an event', () => {
    const bench = kept()
    const folder = join(folderOf(bench), 'evidence')
    const kills = `echo half; until grep -qs half '${folder}'/*; do sleep 0.1; done; kill -9 $PPID`
    const killed = bench.halt('exec', '--', 'sh', '-c', kills)
    expect(killed.code).toBe(null)
    writeFileSync(join(folder, 'ffff000011112222.salt'), '')
    const { leftovers } = bench.json<{ leftovers: { file: string; kind: string; event: string; bytes: number }[] }>(
      'evidence',
      'list',
    )
    expect(leftovers).toHaveLength(3)
    expect(leftovers).toContainEqual(expect.objectContaining({ file: 'ffff000011112222', kind: null, bytes: null }))
    const half = leftovers.find(({ kind }) => kind === 'stdout')
    expect(half).toMatchObject({ bytes: 5, event: expect.stringMatching(/:3$/) })
    const shown = bench.halt('evidence', 'show', half?.file ?? '')
    expect([shown.code, shown.out, shown.err]).toEqual([0, 'half\n', expect.stringContaining('no size or digest')])
    expect(bench.halt('verify')).toMatchObject({ code: 0, out: expect.stringContaining('NOT IN THE LOG') })
    for (const { file } of leftovers) bench.ok('evidence', 'remove', file, '--reason', 'left over')
    expect(readdirSync(folder)).toHaveLength(2)
    expect(bench.json<{ leftovers: unknown[] }>('evidence', 'list').leftovers).toEqual([])
    expect(bench.ok('log', '--json')).toContain('"leftover":true')
    writeFileSync(join(folder, 'ffff000011112222'), 'restored')
    expect(bench.halt('verify')).toMatchObject({ code: 6, err: expect.stringContaining('(not-deleted)') })
    expect(bench.halt('evidence', 'show', 'ffff000011112222')).toMatchObject({ code: 3, out: '' })
  })
})

describe('a note whose evidence cannot be written', () => {
  it('exits 5 and leaves no files, not even the salt', () => {
    const bench = kept()
    const folder = join(folderOf(bench), 'evidence')
    const before = readdirSync(folder)
    const run = ['-c', 'ulimit -f 0; exec "$@"', 'sh', process.execPath, PROGRAM]
    for (const note of [
      ['note', 'x', '--attach', 'queue.csv'],
      ['note', '--private', 'x'],
    ]) {
      const { status, stderr } = spawnSync('sh', [...run, ...note], {
        env: bench.env,
        cwd: bench.directory,
        encoding: 'utf8',
      })
      expect([status, stderr]).toEqual([5, expect.stringContaining('(not-recorded)')])
    }
    expect(readdirSync(folder)).toEqual(before)
  })
})

describe('undo and correct of a command that was run', () => {
  it('are refused with a hint at halt evidence remove', () => {
    const bench = kept()
    bench.ok('exec', '--', 'echo', 'x')
    const lines = bench.ok('log', '--json').trimEnd().split('\n').slice(-2)
    for (const { writer, seq } of lines.map((line) => JSON.parse(line) as { writer: string; seq: number }))
      for (const attempt of [
        ['undo', `${writer}:${seq}`, '--reason', 'x'],
        ['correct', `${writer}:${seq}`, '--text', 'y', '--reason', 'x'],
      ]) {
        const { code, err } = bench.halt(...attempt)
        expect([attempt, code, err]).toEqual([attempt, 3, expect.stringMatching(/evidence remove NAME --reason/)])
        expect(err).not.toContain('Record a new event')
      }
  })
})
