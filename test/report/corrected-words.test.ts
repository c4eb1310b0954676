import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'

describe('words that somebody else corrected', () => {
  it.each([
    ['en', 'the network failed (taro, corrected by hanako)', 'a second note, longer now (taro)'],
    ['ja', 'the network failed（英語のみ、taro、hanakoが訂正）', 'a second note, longer now（英語のみ、taro）'],
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

  it.each([
    ['en', 'the network failed', ' (taro, English by hanako)', 'a second note', ' (taro)'],
    ['ja', '通信の障害', '（taro、日本語訳はhanako）', '二つめのメモ', '（taro）'],
  ])(
    'are said to be theirs where they only gave them in that language: %s',
    async (language, words, by, own, ownBy) => {
      const bench = Bench.empty()
      const translate = (event: string, as: string, said: string) =>
        bench.ok('correct', event, `--text-${language}`, said, '--reason', 'for the report', '--as', as)
      await bench.ok('start', '--type', 'system-failure')
      await bench.ok('note', 'first words', '--key')
      await bench.ok('note', 'other words', '--key')
      await translate('2', 'hanako', words)
      await translate('3', 'taro', own)
      for (const form of ['markdown', 'brief']) {
        const report = (await bench.ok('report', '--format', form, '--lang', language)).replaceAll('\\', '')
        expect(report).toContain(`${words}${by}`)
        expect(report).toContain(`${own}${ownBy}`)
      }
    },
  )

  it('are said to be theirs in the table of possible causes', async () => {
    const bench = Bench.empty()
    await bench.ok('start', '--type', 'system-failure')
    await bench.ok('note', 'maybe the disk', '--hypothesis')
    await bench.ok('correct', '2', '--text-ja', 'ディスクの疑い', '--reason', 'for the report', '--as', 'hanako')
    expect(await bench.ok('report', '--lang', 'ja')).toContain('| ディスクの疑い | taro、日本語訳はhanako |')
    await bench.ok('correct', '2', '--text', 'perhaps the network', '--reason', 'seen now', '--as', 'hanako')
    expect(await bench.ok('report', '--lang', 'en')).toContain('| perhaps the network | taro, corrected by hanako |')
  })
})
