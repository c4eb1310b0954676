import { expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { recorded } from '../walk/walk.ts'

test.each([
  [['--title', 'Engine down']],
  [['--title-ja', 'エンジン停止', '--title-en', 'Engine down']],
  [['--title', 'Engine down', '--title-ja', 'エンジン停止']],
])('the first title of a halt needs no reason, another one does: %j', async (titles) => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  await bench.ok('classify', ...titles)
  const { code, err } = await bench.halt('classify', ...titles.map((word) => word.replace('down', 'slow')))
  expect({ code, err }).toEqual({ code: 3, err: expect.stringContaining('--reason') })
  const given = await recorded(bench, 'incident.classified', 'incident.titled')
  expect(given.every(({ data }) => !('reason' in data))).toBe(true)
})

test.each([['--severity=sev2'], ['--type=compliance']])('%s needs a reason beside a first title', async (other) => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  const { code, err } = await bench.halt('classify', '--title', 'Engine down', other)
  expect({ code, err }).toEqual({ code: 3, err: expect.stringContaining('--reason') })
  expect(await recorded(bench, 'incident.classified', 'incident.titled')).toEqual([])
})

test('the title is shown to operators in their language if somebody wrote it in that', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure', '--title-ja', '約定の停止', '--title-en', 'No executions')
  const { out, err } = await bench.halt('status', '--lang', 'ja')
  expect(out).toContain('約定の停止')
  expect(err + out).not.toContain('No executions')
  expect(await bench.ok('handover', '--lang', 'ja')).toContain('システム障害  約定の停止\n')
  expect(await bench.ok('handover', '--lang', 'en')).toContain('system failure  No executions\n')
  await bench.ok('classify', '--title', 'Slow executions', '--reason', 'they go on')
  expect(await bench.ok('status', '--lang', 'ja')).toContain('Slow executions')
})
