import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'

describe('words that were copied from a halt that was joined', () => {
  it.each([
    ['en', '(hanako, copied by taro)', '| hanako, copied by taro |', '(taro)'],
    ['ja', '（英語のみ、hanako、taroが転記）', '| hanako、taroが転記 |', '（英語のみ、taro）'],
  ])('are nowhere told as those of whoever copied them: %s', async (language, copied, cell, own) => {
    const bench = Bench.empty()
    const joined = (await bench.ok('start', '--type', 'system-failure')).trim()
    await bench.ok('note', 'the disk is full', '--hypothesis', '--as', 'hanako')
    await bench.ok('note', 'a vendor called', '--key', '--as', 'hanako')
    await bench.ok('note', 'a server failed', '--key', '--as', 'taro')
    await bench.ok('note', 'a log shows it', '--confirms', '2', '--as', 'hanako')
    const id = (await bench.ok('start', '--type', 'system-failure')).trim()
    await bench.ok('join', id, '-i', joined)
    const reportIn = async (form: string) =>
      (await bench.ok('report', '--format', form, '--lang', language, '-i', id)).replaceAll('\\', '')
    for (const form of ['markdown', 'brief']) {
      const report = await reportIn(form)
      expect(report).toContain(`a vendor called ${copied}`.replace(' （', '（'))
      expect(report).toContain(`a server failed ${own}`.replace(' （', '（'))
    }
    const table = await reportIn('markdown')
    expect(table).toContain(cell)
    expect(table).toMatch(
      language === 'en' ? /confirmed [-: \d]+ \(hanako, copied by taro\)/ : /[-: \d]+（hanako、taroが転記）/,
    )
  })
})
