import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Bench } from './halt.ts'

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
