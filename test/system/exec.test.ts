import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Bench } from './bench.ts'
import { offering } from './offering.ts'

function opened(...flags: string[]): Bench {
  const bench = new Bench()
  bench.ok('start', '--type', 'system-failure', ...flags)
  return bench
}

function script(bench: Bench, name: string, text: string): string {
  const path = join(bench.directory, name)
  writeFileSync(path, `#!/bin/sh\n${text}\n`)
  chmodSync(path, 0o755)
  return path
}

const events = (bench: Bench) =>
  bench
    .ok('log', '--json')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; data: Record<string, unknown> })

const folderOf = (bench: Bench) => {
  const incidents = join(bench.workspace, 'incidents')
  return join(incidents, readdirSync(incidents)[0] ?? '')
}

describe('what a command leaves running', () => {
  it.each([
    ['writes seldom', 0.7],
    ['writes without a pause', 0.05],
  ])('lives on where it %s, and the log says that it was left', async (_, interval) => {
    const bench = opened()
    const alive = join(bench.directory, 'alive')
    const stop = join(bench.directory, 'stop')
    const loop = `while [ ! -e ${stop} ]; do sleep ${interval}; echo beat; echo beat >> ${alive}; done`
    const started = performance.now()
    const { code, err } = bench.halt(
      'exec',
      '--timeout',
      '30s',
      '--',
      script(bench, 'daemon.sh', `(${loop}) &\necho up`),
    )
    expect(code).toBe(0)
    expect(performance.now() - started).toBeLessThan(10_000)
    expect(err).toContain('went on running')
    expect(events(bench).at(-1)).toMatchObject({ type: 'command.ended', data: { end: 'exited', code: 0, left: true } })
    const before = existsSync(alive) ? readFileSync(alive, 'utf8').length : 0
    await after(2500)
    expect(readFileSync(alive, 'utf8').length).toBeGreaterThan(before)
    writeFileSync(stop, '')
  })

  it('is not spoken of where nothing was left', () => {
    const bench = opened()
    bench.ok('exec', '--', 'echo', 'here')
    expect(events(bench).at(-1)?.data).not.toHaveProperty('left')
  })
})

describe('a command whose output could not be kept', () => {
  it.each<[string, (evidence: string) => void]>([
    ['a file', (evidence) => writeFileSync(evidence, '')],
    ['a link that leads nowhere', (evidence) => symlinkSync('/nowhere/at/all', evidence)],
  ])('is not run where evidence/ is %s: exit 5, and nothing is recorded', (_, spoil) => {
    const bench = opened()
    const marker = join(bench.directory, 'ran')
    spoil(join(folderOf(bench), 'evidence'))
    const { code, err } = bench.halt('exec', '--', 'touch', marker)
    expect([code, err]).toEqual([5, expect.stringContaining('NOT recorded')])
    expect(existsSync(marker)).toBe(false)
    expect(events(bench)).toHaveLength(1)
  })

  it('leaves no empty files behind where it wrote nothing', () => {
    const bench = opened()
    bench.ok('exec', '--', 'true')
    expect(readdirSync(join(folderOf(bench), 'evidence'))).toEqual([])
  })

  it('leaves none either where it could not be recorded', () => {
    const bench = opened()
    const lock = join(folderOf(bench), 'lock')
    rmSync(lock, { force: true })
    mkdirSync(lock)
    expect(bench.halt('exec', '--', 'true').code).toBe(5)
    expect(readdirSync(join(folderOf(bench), 'evidence'))).toEqual([])
  })
})

describe('what cannot be run at all', () => {
  it('is refused before anything is recorded', () => {
    const bench = opened()
    const { code, err } = bench.halt('exec', '--', '', 'x')
    expect([code, err]).toEqual([2, expect.stringContaining('(missing-argument)')])
    expect(events(bench)).toHaveLength(1)
  })

  it('is recorded as not started where the system refuses it only then', () => {
    const bench = opened()
    const { code, err } = bench.halt('exec', '--', '/dev/null/x')
    expect([code, err]).toEqual([6, expect.stringContaining('(command-failed)')])
    expect(events(bench).at(-1)).toMatchObject({ data: { end: 'not-started', why: 'ENOTDIR' } })
  })
})

describe('a command that failed', () => {
  it('is said in words of the language, with the line that shows what it wrote in this incident', () => {
    const bench = opened()
    const { err } = bench.halt('exec', '--lang', 'ja', '--', 'sh', '-c', 'echo wrong >&2; exit 3')
    expect(err).toContain('コマンドが失敗しました（終了コード3）。実行と結果は記録済みです (command-failed)')
    const [{ file } = { file: '' }] = bench.json<{ evidence: { file: string }[] }>('evidence', 'list').evidence
    const id = readdirSync(join(bench.workspace, 'incidents'))[0] ?? ''
    expect(err).toContain(`evidence show ${file} -i ${id}`)
  })

  it('wrote nothing where it wrote nothing', () => {
    const { err } = opened().halt('exec', '--', 'false')
    expect(err).toMatch(/exited 1.*\(command-failed\)\nIt wrote nothing/)
  })

  it('in a folder that is not there is refused before anything is recorded', () => {
    const bench = new Bench()
    offering(bench)
    bench.ok('start', '--type', 'system-failure')
    rmSync(join(bench.workspace, 'tools'), { recursive: true })
    const { code, err } = bench.halt('exec', '--step', '2.1-logs', '--number', '2', '--confirm', '2.1-logs')
    expect([code, err]).toEqual([2, expect.stringMatching(/tools does not exist.*\(no-such-file\)/)])
    expect(events(bench)).toHaveLength(1)
  })
})

describe('what is said of a command', () => {
  it('is nothing where the incident is closed: it is refused before it is shown', () => {
    const bench = opened()
    bench.ok('close', '--as', 'duplicate', '--reason', 'x')
    const { code, err } = bench.halt('exec', '-i', 'latest', '--', 'echo', 'x')
    expect([code, err]).toEqual([3, expect.stringContaining('(incident-closed)')])
    expect(err).not.toContain('$ echo')
  })

  it.each(['--number', '--confirm'])(
    'never passes over %s, which means nothing beside a command of its own',
    (flag) => {
      const bench = opened()
      const { code, err } = bench.halt('exec', flag, '1', '--', 'true')
      expect([code, err]).toEqual([2, expect.stringMatching(new RegExp(`${flag}.*\\(stray-flag\\)`))])
      expect(events(bench)).toHaveLength(1)
    },
  )

  it('is that none was given, and how to give one', () => {
    expect(opened().halt('exec').err).toMatch(/'-- CMD' is missing.*\(missing-argument\)/)
  })

  it('tells output that was not wanted from output that was lost, in whole bytes', () => {
    const bench = opened()
    const { err } = bench.halt('exec', '--keep', '0', '--', 'printf', 'x')
    expect(err).toContain('output not kept (1 byte)')
    expect(bench.ok('log', '--lang', 'ja')).toContain('標準出力は保存せず（全1バイト）')
  })
})
