import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { columnsOf } from '../../src/view/columns.ts'
import { wrapText } from '../../src/view/wrap.ts'

describe('wrapText', () => {
  it('does not start a line with a closing mark', () => {
    expect(wrapText('選択肢はsev3、sev4）', 18)).toEqual(['選択肢はsev3、', 'sev4）'])
    expect(wrapText('これは文である。', 15)).toEqual(['これは文であ', 'る。'])
    expect(wrapText('状況は（調査中）」', 16)).toEqual(['状況は（調査', '中）」'])
    expect(wrapText('取引をチェック', 10)).toEqual(['取引を', 'チェック'])
  })

  it('does not end a line with an opening bracket', () => {
    expect(wrapText('障害報告書（発生）', 12)).toEqual(['障害報告書', '（発生）'])
    expect(wrapText('金融庁の（「X」）', 12)).toEqual(['金融庁の', '（「X」）'])
    expect(wrapText('（（abcdef', 6)).toEqual(['（（', 'abcdef'])
  })

  it('does not break a word that fits on a line, nor a command or a time', () => {
    expect(wrapText('abcdef）', 6)).toEqual(['abcdef', '）'])
    expect(wrapText('次は `/notice --next 23:00` です', 25)).toEqual(['次は', '`/notice --next 23:00` で', 'す'])
    expect(wrapText('start: 2026-11-29 20:49', 20)).toEqual(['start:', '2026-11-29 20:49'])
    expect(wrapText('`/notice --next`', 9)).toEqual(['`/notice', '--next`'])
  })

  it('does not break a word with combining marks', () => {
    expect(wrapText('the cafe\u0301s', 8)).toEqual(['the', 'cafe\u0301s'])
  })

  it('breaks between words, keeps to the width, and drops only spaces', () => {
    expect(wrapText('one two three', 8)).toEqual(['one two', 'three'])
    const words = fc.array(
      fc.constantFrom('sev4', '（', '「', '）', '。', '重大度', ' ', 'a', 'long-word-of-many-letters'),
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
