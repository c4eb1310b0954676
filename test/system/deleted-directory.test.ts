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

describe('a working directory that has been deleted', () => {
  function called(env: NodeJS.ProcessEnv, ...args: readonly string[]) {
    const gone = mkdtempSync(join(tmpdir(), 'halt-gone-'))
    const { status, stdout, stderr } = spawnSync(
      'sh',
      ['-c', 'rmdir "$PWD"; exec "$@"', 'sh', process.execPath, PROGRAM, ...args],
      { cwd: gone, env: { ...bench.env, ...env }, encoding: 'utf8' },
    )
    return { status, stdout, stderr }
  }

  it('is not needed where the workspace is named by a whole path', () => {
    expect(called({}, 'status', '--json')).toMatchObject({ status: 0, stdout: expect.stringContaining('"incident"') })
    expect(called({ HALT_DIR: '' }, 'list', '--dir', bench.workspace)).toMatchObject({ status: 0 })
    expect(called({}, 'runbook', 'check')).toMatchObject({ status: 0 })
    expect(called({}, 'done', '2.1-nope')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('(unknown-step)'),
    })
  })

  it('is said to be gone where it is needed', () => {
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
