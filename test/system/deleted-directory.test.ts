import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { Bench, PROGRAM } from './bench.ts'

let bench: Bench

beforeAll(() => {
  bench = new Bench()
  bench.ok('start', '--type', 'system-failure')
})

describe('a deleted working directory', () => {
  function called(env: NodeJS.ProcessEnv, ...args: readonly string[]) {
    const gone = mkdtempSync(join(tmpdir(), 'halt-gone-'))
    const { status, stdout, stderr } = spawnSync(
      'sh',
      ['-c', 'rmdir "$PWD"; exec "$@"', 'sh', process.execPath, PROGRAM, ...args],
      { cwd: gone, env: { ...bench.env, ...env }, encoding: 'utf8' },
    )
    return { status, stdout, stderr }
  }

  it('does not matter if an absolute path names the workspace', () => {
    expect(called({}, 'status', '--json')).toMatchObject({ status: 0, stdout: expect.stringContaining('"incident"') })
    expect(called({ HALT_DIR: '' }, 'list', '--dir', bench.workspace)).toMatchObject({ status: 0 })
    expect(called({}, 'runbook', 'check')).toMatchObject({ status: 0 })
    expect(called({}, 'done', '2.1-nope')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('(unknown-step)'),
    })
  })

  it('is reported as no-directory if the workspace depends on it', () => {
    for (const [env, ...args] of [
      [{ HALT_DIR: '' }, 'status'],
      [{ HALT_DIR: 'here' }, 'status'],
      [{}, 'status', '--dir', '.'],
    ] as const)
      expect(called(env, ...args)).toMatchObject({
        status: 2,
        stdout: '',
        stderr: expect.stringMatching(/^halt: .*\(no-directory\)\n/),
      })
  })
})
