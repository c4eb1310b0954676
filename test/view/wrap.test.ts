import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { columnsOf } from '../../src/view/columns.ts'
import { flowIntoLines, wrapText } from '../../src/view/wrap.ts'

describe('wrapText', () => {
  it('does not start a line with a closing mark', () => {
    expect(wrapText('選択肢はsev3、sev4）', 18)).toEqual(['選択肢はsev3、', 'sev4）'])
    expect(wrapText('これは文である。', 15)).toEqual(['これは', '文である。'])
    expect(wrapText('状況は（調査中）」', 16)).toEqual(['状況は', '（調査中）」'])
    expect(wrapText('およそ50％の遅れ', 10)).toEqual(['およそ', '50％の遅れ'])
    expect(wrapText('22時〜23時', 7)).toEqual(['22時〜', '23時'])
    expect(wrapText('取引をチェック', 10)).toEqual(['取引を', 'チェック'])
  })

  it('does not start a line with a mark after a blank', () => {
    expect(wrapText('取引 停止 。', 9)).toEqual(['取引', '停止 。'])
  })

  it('does not end a line with an opening bracket', () => {
    expect(wrapText('障害報告書（発生）', 12)).toEqual(['障害報告書', '（発生）'])
    expect(wrapText('金融庁の（「X」）', 12)).toEqual(['金融庁の', '（「X」）'])
    expect(wrapText('（（abcdef', 6)).toEqual(['（（', 'abcdef'])
  })

  it('does not break a word that fits on a line, nor a command or a time', () => {
    expect(wrapText('abcdef）', 6)).toEqual(['abcdef', '）'])
    expect(wrapText('次は `/notice --next 23:00` です', 25)).toEqual(['次は', '`/notice --next 23:00`', 'です'])
    expect(wrapText('start: 2026-11-29 20:49', 20)).toEqual(['start:', '2026-11-29 20:49'])
    expect(wrapText('`/notice --next`', 9)).toEqual(['`/notice', '--next`'])
  })

  it('does not break a command of the walk at the end of a line', () => {
    expect(wrapText('金融庁への報告期限が始まっている可能性があります: /clock list', 54)).toEqual([
      '金融庁への報告期限が始まっている可能性があります:',
      '/clock list',
    ])
    expect(wrapText('記録するには /停止範囲 取引=停止', 16)).toEqual(['記録するには', '/停止範囲', '取引=停止'])
    expect(wrapText('it died / no idea: either / or none of these', 30)[0]).toBe('it died / no idea: either / or')
  })

  it('keeps Japanese words together with their endings', () => {
    expect(wrapText('取引の再開見込みは未定', 14)).toEqual(['取引の', '再開見込みは', '未定'])
    expect(wrapText('暗号資産の取引を再開', 10)).toEqual(['暗号資産の', '取引を再開'])
    expect(wrapText('復旧のため取引を停止している', 18)).toEqual(['復旧のため取引を', '停止している'])
    expect(wrapText('システム障害の記録', 16)).toEqual(['システム障害の', '記録'])
    expect(wrapText('「停止」のお知らせ', 12)).toEqual(['「停止」の', 'お知らせ'])
    expect(wrapText('売買は今なお取引を停止', 14)).toEqual(['売買は', '今なお取引を', '停止'])
    expect(wrapText('ＡＴＭのＦＡＱ', 12)).toEqual(['ＡＴＭの', 'ＦＡＱ'])
  })

  it('does not break a length of time within itself, if it fits on a line', () => {
    expect(wrapText('drawn shorter: 5 d 10 h 59 min, 2 d 11 h 48 min', 42)).toEqual([
      'drawn shorter: 5 d 10 h 59 min,',
      '2 d 11 h 48 min',
    ])
    expect(wrapText('stopped for 14 min 20 s', 16)).toEqual(['stopped for', '14 min 20 s'])
    expect(wrapText('縮めて表示: 9時間17分、1日14時間50分', 26)).toEqual(['縮めて表示: 9時間17分、', '1日14時間50分'])
    expect(wrapText('2 d 11 h 48 min', 9)).toEqual(['2 d 11 h', '48 min'])
  })

  it('keeps a statement together', () => {
    expect(wrapText('停止範囲 売買=停止 出金=停止', 14)).toEqual(['停止範囲', '売買=停止', '出金=停止'])
    expect(wrapText('項目 停止開始日時=2026-11-30 06:57', 30)).toEqual(['項目', '停止開始日時=2026-11-30 06:57'])
  })

  it('keeps a number with its counter', () => {
    expect(wrapText('遅れは約30分', 10)).toEqual(['遅れは', '約30分'])
    expect(wrapText('続報の第2報', 8)).toEqual(['続報の', '第2報'])
    expect(wrapText('2026年11月24日22時05分', 12)).toEqual(['2026年11月', '24日22時05分'])
  })

  it('breaks within a phrase that is longer than half a line, but not within its compound, unless that is too long', () => {
    expect(wrapText('再開することができるようになりました', 20)).toEqual(['再開することができる', 'ようになりました'])
    expect(wrapText('第三者委員会による', 14)).toEqual(['第三者委員会に', 'よる'])
    expect(wrapText('暗号資産交換業者', 10)).toEqual(['暗号資産交', '換業者'])
  })

  it('does not break a word with combining marks', () => {
    expect(wrapText('the cafe\u0301s', 8)).toEqual(['the', 'cafe\u0301s'])
  })

  it('neither starts nor ends a line with a mark that must not stand there, if the line has room', () => {
    const parts = fc.array(
      fc.constantFrom('取引', 'の', 'システム', '、', '。', '「', '」', '（', '）', 'っ', 'ー', '22:05'),
    )
    fc.assert(
      fc.property(parts, fc.integer({ min: 20, max: 80 }), (all, columns) => {
        // Marks alone, longer than a line, have no right place.
        const text = all.join('').replaceAll(/([、。「」（）っー])[、。「」（）っー]+/g, '$1')
        const lines = wrapText(text, columns)
        for (const line of lines.slice(1)) expect(line).not.toMatch(/^[、。」）っー]/)
        for (const line of lines.slice(0, -1)) expect(line).not.toMatch(/[「（]$/)
      }),
    )
  })

  it('breaks between words, keeps to the width, and drops only spaces', () => {
    expect(wrapText('one two three', 8)).toEqual(['one two', 'three'])
    const words = fc.array(
      fc.constantFrom(
        'sev4',
        '（',
        '「',
        '）',
        '。',
        '重大度',
        'の',
        'エンジン',
        ' ',
        'a',
        'long-word-of-many-letters',
      ),
    )
    fc.assert(
      fc.property(words, fc.integer({ min: 4, max: 30 }), (parts, columns) => {
        const text = parts.join('')
        const lines = wrapText(text, columns)
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(columns)
      }),
    )
  })
})

it('a long word beside a time is wrapped without splitting it into grapheme clusters, which takes gigabytes', () => {
  const segment = vi.spyOn(Intl.Segmenter.prototype, 'segment')
  const lines = wrapText(`2026-11-24 22:05 ${'x'.repeat(100_000)}`, 80)
  expect(lines[0]).toBe('2026-11-24 22:05')
  expect(lines.slice(1).join('')).toBe('x'.repeat(100_000))
  expect(segment).not.toHaveBeenCalled()
  segment.mockRestore()
})

describe('flowIntoLines', () => {
  it('puts as many texts on a line as fit, and goes on further in with one that is longer than a line', () => {
    expect(flowIntoLines(['s send', 'r withdraw it, and ask', 'Enter back'], 20)).toEqual([
      '  s send',
      '  r withdraw it,',
      '    and ask',
      '  Enter back',
    ])
  })
})
