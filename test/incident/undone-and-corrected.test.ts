import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Bench } from '../bench.ts'

it('log and list mark what is undone, corrected or damaged, in the operator’s language', async () => {
  const bench = new Bench({ HALT_LANG: 'ja' })
  const id = (await bench.ok('start', '--type', 'system-failure')).trim()
  await bench.ok('done', '2.1-logs')
  await bench.ok('note', 'engine-3')
  const [writer = ''] = /\w{8}(?=:1 )/.exec(await bench.ok('log')) ?? []
  await bench.ok('undo', '--reason', '誤記')
  await bench.ok('correct', `${writer}:3`, '--text', 'engine-4', '--reason', '誤記')
  expect(await bench.ok('log')).toContain(`（${writer}:4 で取り消し）`)
  expect(await bench.ok('log')).toMatch(
    new RegExp(`メモ「engine-4」  taro  （${writer}:5 で訂正。当初は [\\d:]+ メモ「engine-3」）`),
  )
  appendFileSync(join(bench.workspace, 'incidents', id, `${id}.${writer}.jsonl`), 'x\n')
  const { code, out } = await bench.halt('list')
  expect(code).toBe(4)
  expect(out).toContain('破損')
  expect((await bench.halt('list', '--lang', 'en')).out).toContain('DAMAGED')
  expect((await bench.halt('log', '--lang', 'en')).out).toContain(`(undone by ${writer}:4)`)
})

it('log and report give the corrected reason wherever they print it, and the log the one before', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  await bench.ok('classify', '--severity', 'sev1', '--reason', 'bob broke it')
  await bench.ok('notice', 'website', '--unsafe', '--reason', 'bob lost the key')
  await bench.ok('advance', '--force', '--reason', 'bob is asleep')
  await bench.ok('undo', '3', '--reason', 'bob found it')
  await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'bob again')
  const better = ['the queue is full', 'the key is lost', 'nobody to ask', 'the key is back', 'a test alarm']
  for (const [i, words] of better.entries())
    await bench.ok('correct', `${i + 2}`, '--text', words, '--reason', 'unfair', '-i', 'latest')
  const [log, report] = [await bench.ok('log'), await bench.ok('report')]
  for (const [i, words] of better.entries()) {
    expect(log).toMatch(new RegExp(`:${i + 2}  .*"${words}".*\\(corrected by .*"bob .*"\\)`))
    expect(report).toContain(words)
  }
  const deviations = report.slice(report.indexOf('## Deviations'))
  expect(deviations.slice(0, deviations.indexOf('\n## ', 1))).toMatch(/nobody to ask/)
  expect(JSON.parse(await bench.ok('report', '--format', 'json')).deviations).toMatchObject([
    { reason: 'nobody to ask' },
  ])
  for (const blank of ['', ' ', '　'])
    expect(await bench.halt('correct', '3', '--text', blank, '--reason', 'x', '-i', 'latest')).toMatchObject({
      code: 3,
      err: expect.stringContaining('give the right text (missing-answer)'),
    })
  expect((await bench.halt('correct', '3', '--text', 'the key is gone', '--reason', 'x', '-i', 'latest')).err).toMatch(
    /corrected \w{8}:3 "the key is gone", because "x"/,
  )
  expect(await bench.halt('correct', '1', '--text', 'x', '--reason', 'x', '-i', 'latest')).toMatchObject({
    code: 3,
    err: expect.stringContaining('has no note or reason to correct'),
  })
})

it('the timeline of the report shows what was recorded first, in either language', async () => {
  const bench = new Bench()
  const id = (await bench.ok('start', '--type', 'system-failure')).trim()
  await bench.ok('note', 'engine-3 is slow')
  await bench.ok('note', 'the queue is full')
  bench.pass(10 * 60_000)
  await bench.ok('correct', '2', '--text', 'engine-4 is slow', '--reason', 'slip')
  await bench.ok('correct', '3', '--at', '22:18', '--reason', 'slip')
  const timeline = async (...args: readonly string[]) => {
    const report = await bench.ok('report', '-i', id, ...args)
    return report.slice(report.indexOf(args.includes('ja') ? '## 時系列' : '## Timeline'))
  }
  const text = await timeline()
  expect(text).toContain(`note "engine-4 is slow" corrected [#4](#event-4) (recorded first: note "engine-3 is slow")`)
  // Only what the correction changed.
  expect(text).toMatch(/"the queue is full" corrected \[#5\]\(#event-5\) \(recorded first: 2026-11-24 22:17:05\)/)
  expect(await timeline('--language', 'ja')).toContain('（当初の記録: メモ「engine-3 is slow」）')
  expect(await bench.ok('report', '-i', id, '--format', 'html')).toMatch(
    /\(recorded first: note .{1,6}engine-3 is slow/,
  )
})

it('undo without a name says what it took back, and without an open incident says that first', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  expect((await bench.halt('undo')).err).toContain('give a reason')
  expect((await bench.halt('undo', '--reason', 'x')).err).toContain('(nothing-to-undo)')
  await bench.ok('begin', '2.1-logs')
  await bench.ok('note', 'engine-3')
  expect((await bench.halt('undo', '--reason', 'wrong step')).err).toContain('taken back: begun 2.1-logs')
  await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'x')
  expect((await bench.halt('undo')).err).toContain('(no-incident)')
  expect((await bench.halt('correct', '1')).err).toContain('(no-incident)')
})
