import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'

describe('words that somebody else corrected', () => {
  it.each([
    ['en', 'the network failed (taro, corrected by hanako)', 'a second note, longer now (taro)'],
    ['ja', 'the network failed（英語のみ）（taro、hanakoが訂正）', 'a second note, longer now（英語のみ）（taro）'],
  ])('are nowhere told as those of whoever recorded the event: %s', async (language, others, own) => {
    const bench = Bench.empty()
    await bench.ok('start', '--type', 'system-failure')
    await bench.ok('note', 'a server failed', '--key')
    await bench.ok('note', 'a second note', '--key')
    await bench.ok('correct', '2', '--text', 'the network failed', '--reason', 'seen now', '--as', 'hanako')
    await bench.ok('correct', '3', '--text', 'a second note, longer now', '--reason', 'more', '--as', 'taro')
    for (const form of ['markdown', 'brief']) {
      const report = (await bench.ok('report', '--format', form, '--lang', language)).replaceAll('\\', '')
      expect(report).toContain(others)
      expect(report).toContain(own)
    }
  })
})
