import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'

/** Taro states causes and effects; Mallory, whom his machine does not know, states some of them anew. */
async function halted() {
  const bench = Bench.empty()
  const env = { XDG_STATE_HOME: join(bench.directory, 'state-mallory'), HALT_OPERATOR: 'mallory' }
  await bench.ok('start', '--type', 'system-failure')
  const own = [
    'cause.en=A disk failed',
    'impact.en=No orders',
    'root-cause=A worn disk',
    'contributing-factors=No monitoring',
  ]
  await bench.ok('set', ...own)
  await bench.ok('note', 'it began with a disk', '--key')
  const theirs = ['cause.en=Hackers', 'root-cause=Stolen keys', 'contributing-factors=A weak password']
  expect(await bench.haltWith({ env }, 'set', ...theirs)).toMatchObject({ code: 0 })
  return bench
}

describe('facts that a writer which this machine does not know stated last', () => {
  it.each([
    ['en', '  (recorded by mallory as a writer that is not known here)', ' (writer not known here)'],
    ['ja', '（記録 mallory、このマシンで未確認の書き手）', '書き手が未確認'],
  ])('are said to be so in status and report, until it is accepted: %s', async (language, inStatus, inReport) => {
    const bench = await halted()
    const lines = async (...args: readonly string[]) =>
      (await bench.ok(...args, '--lang', language)).replaceAll('\\', '').split('\n')
    const telling = (all: readonly string[], words: string) => all.filter((line) => line.includes(words))
    const status = await lines('status')
    expect(telling(status, 'Hackers')).toEqual([expect.stringContaining(inStatus)])
    expect(telling(status, 'No orders')).toEqual([expect.not.stringContaining(inStatus)])
    const story = /^\| <a id|^- \d{4}/
    for (const args of [['report'], ['report', '--audience', 'executive'], ['report', '--format', 'brief']]) {
      const report = (await lines(...args)).filter((line) => !story.test(line))
      for (const words of ['Stolen keys', 'A weak password']) {
        const told = telling(report, words)
        expect(told.length).toBeGreaterThan(0)
        for (const line of told) expect(line).toContain(inReport)
      }
      for (const line of telling(report, 'No orders')) expect(line).not.toContain(inReport)
    }
    await bench.ok('verify', '--accept', 'mallory')
    for (const command of ['status', 'report'])
      for (const mark of [inStatus, inReport]) expect((await lines(command)).join('\n')).not.toContain(mark)
  })
})
