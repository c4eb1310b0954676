import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'

const DUE = '2027-01-01T00:00'

/** Taro has two follow-ups; Mallory, whom his machine does not know, calls one done, and adds one that is done. */
async function halted() {
  const bench = Bench.empty()
  const env = { XDG_STATE_HOME: join(bench.directory, 'state-mallory'), HALT_OPERATOR: 'mallory' }
  const byMallory = async (...args: readonly string[]) =>
    expect(await bench.haltWith({ env }, ...args)).toMatchObject({ code: 0 })
  const ids = async () => (await bench.events('action.added')).map(({ writer, seq }) => `${writer}:${seq}`)
  await bench.ok('start', '--type', 'system-failure')
  for (const text of ['Add monitoring', 'Buy disks'])
    await bench.ok('action', 'add', text, '--owner', 'taro', '--due', DUE)
  const [first, second] = (await ids()) as [string, string]
  await byMallory('action', 'done', first)
  await byMallory('action', 'add', 'Pay the bill', '--ref', 'https://tracker.example/issues/5')
  await byMallory('action', 'done', (await ids()).at(-1) as string)
  return { bench, second }
}

const flags = async (bench: Bench, ...args: readonly string[]) => {
  const { actions } = JSON.parse(await bench.ok('action', 'list', ...args, '--json'))
  return Object.fromEntries(actions.map(({ text, unknown }: { text: string; unknown: boolean }) => [text, unknown]))
}

describe('follow-ups that only a writer which this machine does not know calls done', () => {
  it('are said to be so wherever they are listed, until it is accepted', async () => {
    const { bench } = await halted()
    const unknown = { 'Add monitoring': true, 'Buy disks': false, 'Pay the bill': true }
    const list = await bench.ok('action', 'list')
    expect(list).toMatch(/\[x\] \S+ {2}Add monitoring .* {2}writer not known here\n.*Buy disks {2}taro {2}\S+ \S+\n/)
    expect(await flags(bench)).toEqual(unknown)
    expect(await flags(bench, '--all')).toEqual(unknown)
    expect(await bench.ok('action', 'list', '--all')).toContain('done in time (writer not known here)')
    await bench.ok('verify', '--accept', 'mallory')
    expect(await bench.ok('action', 'list')).not.toContain('not known')
    for (const all of [[], ['--all']])
      expect(await flags(bench, ...all)).toEqual({ 'Add monitoring': false, 'Buy disks': false, 'Pay the bill': false })
  })

  it('are not done in the report', async () => {
    const { bench, second } = await halted()
    await bench.ok('action', 'done', second)
    const report = await bench.ok('report', '--lang', 'en')
    expect(report).toMatch(
      /What comes next:\*\* 2 of 3 follow-ups open\. Add monitoring \(taro, due [^,]*, done [^)]* \(writer not known here\)\)/,
    )
    expect(report).toMatch(/\| Add monitoring \|.*\| done \S+ \S+ \(writer not known here\) \|/)
    expect(report).toMatch(/\| Buy disks \|.*\| done \d{4}-\d\d-\d\d \S+ \|/)
    expect(await bench.ok('report', '--format', 'brief', '--lang', 'en')).toMatch(
      /Add monitoring: taro, due .*, done \S+ \S+ \(writer not known here\)/,
    )
    await bench.ok('verify', '--accept', 'mallory')
    expect(await bench.ok('report', '--lang', 'en')).toContain('All 3 follow-ups are done')
  })
})
