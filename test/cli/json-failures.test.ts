import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { Bench } from '../bench.ts'

const { failure } = documentSchemas

/** Runs a command that fails, and returns its only document on standard error. */
async function failureIn(bench: Bench, ...args: readonly string[]) {
  const { code, out, err } = await bench.halt(...args)
  expect(err.trimEnd().split('\n')).toHaveLength(1)
  const document = failure.parse(JSON.parse(err))
  expect(document.error.exit).toBe(code)
  return { code, out, ...document }
}

async function halted(): Promise<Bench> {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
  return bench
}

describe('a failure with --json', () => {
  const FAILURES: readonly [command: string, code: string, exit: number][] = [
    ['frob', 'unknown-command', 2],
    ['status --frob', 'unknown-option', 2],
    ['status -i zzz', 'unknown-incident', 2],
    ['notice nochan', 'unknown-channel', 2],
    ['lift', 'still-restricted', 3],
    ['close', 'steps-open', 3],
    ['note --at 25:99 x', 'bad-time', 2],
  ]

  it.each(FAILURES)('is one document on standard error: %s', async (command, code, exit) => {
    const bench = await halted()
    const failed = await failureIn(bench, ...command.split(' '), '--json')
    expect(failed).toMatchObject({ out: '', error: { code, exit } })
    // The code stands on its own, and so does what to do.
    expect(failed.error.message).not.toMatch(/^halt:|\(\S+-\S+\)$/)
  })

  it('says in it what was said before, such as which incident was chosen', async () => {
    const bench = await halted()
    const { messages, error } = await failureIn(bench, 'lift', '--json')
    expect(messages.join('\n')).toMatch(/\d{8}-\d{6}-system-failure/)
    expect(error.mend).toContain('lift OPERATION[:ASSET]')
  })

  it("is in the operator's language", async () => {
    const { error } = await failureIn(await halted(), '--lang', 'ja', 'close', '--json')
    expect(error.message).toMatch(/[ぁ-ん]/)
  })

  it('changes nothing for a command that succeeds: messages go to standard error as ever', async () => {
    const { code, out, err } = await (await halted()).halt('status', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ schemaVersion: 1 })
    expect(err).toMatch(/^\S* ?\S*\d{8}-\d{6}-system-failure/)
  })

  it('is one also where an argument is the name of a command that goes on', async () => {
    const { error } = await failureIn(await halted(), 'done', 'watch', '--json')
    expect(error.code).toBe('unknown-step')
  })

  it('does not take --json of a command that is run for its own', async () => {
    const { err } = await (await halted()).halt('exec', '--nochan', '--', 'echo', '--json')
    expect(err).toContain('(unknown-option)')
  })
})
