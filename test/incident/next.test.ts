import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { Bench } from '../bench.ts'
import { HOUR, MINUTE } from '../given.ts'

async function declared(...args: readonly string[]): Promise<Bench> {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure', ...args)
  return bench
}

const idsIn = async (bench: Bench, ...args: readonly string[]) =>
  documentSchemas.next.parse(await bench.json('next', ...args)).steps.map(({ id }) => id)

describe('halt next --brief', () => {
  it('shows all that must be done in the first minutes, and says how much waits', async () => {
    const bench = await declared()
    const [all, brief] = [await idsIn(bench), await idsIn(bench, '--brief')]
    expect(brief.length).toBeGreaterThan(7)
    expect(all.filter((id) => brief.includes(id))).toEqual(brief)
    const { out, err } = await bench.halt('next', '--brief')
    for (const id of brief) expect(out).toContain(id)
    expect(out).not.toContain('2.1-cause')
    expect(err).toContain(`${all.length - brief.length} more steps can wait`)
    expect(err).toContain('next --all')
    expect((await bench.halt('next', '--brief', '--lang', 'ja')).err).toContain('最初の数分が過ぎてから')
  })

  it('changes nothing: what waits stays open, and a start with --brief is recorded like any other', async () => {
    const bench = await declared('--brief')
    const [event] = (await bench.ok('log', '--json')).split('\n')
    expect(event).not.toContain('brief')
    expect(await idsIn(bench)).toContain('2.1-cause')
  })

  it('says that no step is open only if none is', async () => {
    const bench = await declared()
    for (const id of await idsIn(bench, '--brief')) await bench.ok('done', id)
    expect((await bench.halt('next', '--brief')).err).not.toContain('no open steps')
    for (const id of await idsIn(bench)) await bench.ok('done', id)
    expect(await bench.halt('next', '--brief')).toMatchObject({
      out: '',
      err: expect.stringContaining('no open steps'),
    })
  })
})

describe('a recurring step', () => {
  const watch = '3.3-vigilance'
  const halted = async () => {
    const bench = await declared('--at', '5m ago')
    await bench.ok('advance', '--force', '--reason', 'none left')
    return bench
  }
  const line = async (bench: Bench, ...args: readonly string[]) =>
    (await bench.ok(...args)).split('\n').find((shown) => shown.includes(`${watch}  `))
  const time = (bench: Bench, after = 0) => new Date(bench.now + after + 9 * HOUR).toISOString().slice(11, 16)

  it('reads in the duties as done so often, last then, and due again then', async () => {
    const bench = await halted()
    const [last, next] = [time(bench), time(bench, HOUR)]
    await bench.ok('done', watch)
    const status = ['status', '--department', 'security']
    expect(await line(bench, ...status)).toBe(
      `  [+] ${watch}  Heighten vigilance  (required, done once, at ${last}, due again at ${next})`,
    )
    expect(await line(bench, ...status, '--lang', 'ja')).toContain(`（必須、1回実施（${last}）、次回の期限${next}）`)
  })

  it('is shown again once it is overdue, with how often it was done', async () => {
    const bench = await halted()
    await bench.ok('done', watch)
    bench.pass(30 * MINUTE)
    const [last, due] = [time(bench), time(bench, HOUR)]
    await bench.ok('done', watch)
    bench.pass(61 * MINUTE)
    const traits = `required, recurring, done 2 times, last at ${last}, OVERDUE since ${due}`
    expect(await line(bench, 'next', '--all')).toBe(`${watch}  Heighten vigilance  (Security, ${traits})`)
    expect(await line(bench, 'next', '--all', '--lang', 'ja')).toContain(
      `2回実施（最終${last}）、期限超過（${due}まで）`,
    )
  })
})
