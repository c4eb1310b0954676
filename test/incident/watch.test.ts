import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { Bench, type Outcome } from '../bench.ts'
import { replies } from '../script.ts'

const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/contacts.md'), 'utf8')
const [, CONTACTS = ''] = /```yaml\n([\s\S]*?)```/.exec(PAGE) ?? []

/** A halt where an answer is due in one minute. Sato heads two departments, so two deadlines become overdue. */
async function waiting(...flags: readonly string[]): Promise<Bench> {
  const bench = new Bench({ NO_COLOR: '1' })
  bench.write('contacts.yaml', CONTACTS)
  await bench.ok('start', '--type', 'system-failure', '--at', '5m ago', ...flags)
  await bench.ok('contacts', 'tried', 'sato', '--at', '4m ago')
  return bench
}

/** Alters the log, which ends every `watch` of it. */
async function damage(bench: Bench): Promise<void> {
  const log = join(bench.workspace, await logOf(bench))
  writeFileSync(`${log}.new`, readFileSync(log, 'utf8').replace('"by":"taro"', '"by":"jiro"'))
  renameSync(`${log}.new`, log)
}

async function logOf(bench: Bench): Promise<string> {
  const id = (await bench.ok('list')).split(' ')[0] ?? ''
  const [writer = ''] = /\w{8}(?=:1 )/.exec(await bench.ok('log')) ?? []
  return join('incidents', id, `${id}.${writer}.jsonl`)
}

interface Watching {
  /** Advances the clock, and waits until `until` is shown. */
  pass(seconds: number, until?: string | RegExp): Promise<void>
  /** Alters the log, which ends the command, and returns its outcome. */
  end(): Promise<Outcome>
}

async function watching(bench: Bench, isTerminal: boolean, ...flags: readonly string[]): Promise<Watching> {
  let shown = ''
  const onScreen = (text: string) => {
    shown += text
  }
  const script = isTerminal ? { script: replies() } : {}
  const ended = bench.haltWith({ ...script, onScreen }, 'watch', ...flags)
  const shows = (what: string | RegExp) => vi.waitFor(() => expect(shown).toMatch(what), { timeout: 30_000 })
  await shows(/first notice/)
  return {
    async pass(seconds, until = '') {
      bench.pass(seconds * 1000)
      await shows(until)
    },
    async end() {
      await damage(bench)
      bench.pass(1000)
      return ended
    },
  }
}

const bells = (text: string) => text.split('\x07').length - 1

describe('halt watch', () => {
  it('exits with 4 when the log is altered meanwhile', async () => {
    const { code, err } = await (await watching(await waiting(), true)).end()
    expect(code).toBe(4)
    expect(err).toContain('(damaged)')
  })

  it('rings once for each deadline that becomes overdue, and leaves a line in the scrollback', async () => {
    const watch = await watching(await waiting(), true)
    await watch.pass(60)
    await watch.pass(1, /^22:18:06 {2}now due: answer from Security$/m)
    await watch.pass(3, /OVERDUE 00:04 {2}answer from System {2}\(contacts\)/)
    const { out, screen } = await watch.end()
    expect(screen).toMatch(/^22:18:06 {2}now due: answer from System$/m)
    expect(screen.match(/now due/g)).toHaveLength(2)
    expect(bells(out)).toBe(2)
    expect(screen).toMatch(/and \d+ more/)
  })

  it('does not ring with --no-bell', async () => {
    const watch = await watching(await waiting(), true, '--no-bell', '--plain')
    await watch.pass(61, 'now due: answer from Security')
    expect(bells((await watch.end()).out)).toBe(0)
  })

  it('prints a line without a bell if standard output is not a terminal', async () => {
    const watch = await watching(await waiting('--drill'), false)
    await watch.pass(61, 'now due: answer from Security')
    const { out } = await watch.end()
    expect(out).toMatch(/^\[DRILL\] 22:18:06 {2}now due: answer from System$/m)
    expect(out).not.toContain('\x07')
  })
})
