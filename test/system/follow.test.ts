import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Envelope } from '../../src/domain/log/event.ts'
import { Bench, PROGRAM } from './bench.ts'

/** Follows the log in a process of its own, whose output goes to a pipe. */
function following(bench: Bench, ...args: readonly string[]) {
  const child = spawn(process.execPath, [PROGRAM, 'log', '--follow', ...args], { env: bench.env, cwd: bench.directory })
  let [out, err] = ['', '']
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  const ended = once(child, 'close').then(([code]) => ({ code, out, err }))
  const until = (words: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (words.test(out)) resolve()
      }
      child.stdout.on('data', look)
      look()
      ended.then(() => reject(new Error(`ended: ${err}`)))
    })
  return { child, ended, until }
}

describe('halt log --follow', () => {
  it('shows existing and new events of every writer until Ctrl-C, then the command to resume', async () => {
    const bench = new Bench()
    const id = bench.ok('start', '--type', 'system-failure').trim()
    const { child, ended, until } = following(bench)
    await until(/declared system-failure/)
    bench.ok('note', 'mine')
    bench.haltWith(
      { env: { XDG_STATE_HOME: `${bench.directory}/other`, HALT_OPERATOR: 'hanako' } },
      'note',
      'hers',
      '-i',
      id,
    )
    await until(/note "mine" {2}taro\n[\s\S]*note "hers" {2}hanako\n/)
    child.kill('SIGINT')
    const { code, out, err } = await ended
    expect(code).toBe(130)
    expect(out.match(/^\d{4}-\d{2}-\d{2}$/gm)?.length).toBeLessThanOrEqual(2)
    expect(out.match(/mine/g)).toHaveLength(1)
    expect(err).toMatch(new RegExp(`\\(interrupted\\)\\nTo start it again:\\n.*log --follow -i ${id}`))
  })

  it('prints one event per line with --json, identical to halt log --json', async () => {
    const bench = new Bench()
    bench.ok('start', '--type', 'system-failure')
    const { child, ended, until } = following(bench, '--json')
    await until(/incident\.started/)
    bench.ok('note', 'mine')
    await until(/"mine"[^\n]*\n/)
    child.kill('SIGINT')
    const { out } = await ended
    const events = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Envelope)
    expect(events.map(({ seq }) => seq)).toEqual([1, 2])
    expect(out).toBe(bench.ok('log', '--json'))
  })

  it('exits 0 without an error if the reader of the pipe is gone', async () => {
    const bench = new Bench()
    bench.ok('start', '--type', 'system-failure')
    const { child, ended, until } = following(bench)
    await until(/declared/)
    child.stdout.destroy()
    bench.ok('note', 'nobody reads this')
    expect(await ended).toMatchObject({ code: 0, err: expect.not.stringContaining('(') })
  })

  it('exits 4 if the log is altered meanwhile', async () => {
    const bench = new Bench()
    const id = bench.ok('start', '--type', 'system-failure').trim()
    const { ended, until } = following(bench)
    await until(/declared/)
    const folder = join(bench.workspace, 'incidents', id)
    const log = join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) ?? '')
    writeFileSync(`${log}.new`, readFileSync(log, 'utf8').replace('"by":"taro"', '"by":"jiro"'))
    renameSync(`${log}.new`, log)
    expect(await ended).toMatchObject({ code: 4, err: expect.stringContaining('(damaged)') })
  })
})
