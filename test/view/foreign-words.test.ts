import { expect, it } from 'vitest'
import type { Language } from '../../src/domain/runbook/runbook.ts'
import { joinedText } from '../../src/platform/pieces.ts'
import { type Block, list, paragraph, strong, table } from '../../src/view/blocks.ts'
import { blockHtml } from '../../src/view/html.ts'
import { marksHtml, sectionHtml } from '../../src/view/html-page.ts'

const html = (block: Block, language: Language) => joinedText(blockHtml(block, 'title', language))

it('says of Japanese words on an English page that they are, with the numbers in them', () => {
  expect(html(paragraph('Assets: 41,200,000枚（約9.8億円） (Japanese only)'), 'en')).toBe(
    '<p>Assets: <span lang="ja"><span class="short">41,200,000枚</span>（約<span class="short">9.8億円</span>）</span> (Japanese only)</p>',
  )
  expect(html(paragraph('Told: 停止日時：翌日 09:00から\n\n以上。 (Japanese only)'), 'en')).toBe(
    '<p>Told: <span lang="ja">停止日時：翌日 09:00から\n\n以上。</span> (Japanese only)</p>',
  )
  expect(html(list([[strong('Why'), ' 板情報の<b>です']]), 'en')).toContain(
    '> <span lang="ja">板情報の&lt;b&gt;です</span><',
  )
  expect(html(table(['a'], [['停止中。 / Trading is stopped.']], ''), 'en')).toContain(
    '<td><span lang="ja">停止中。</span> / Trading is stopped.</td>',
  )
})

it('says of English sentences on a Japanese page that they are, but not of names and abbreviations', () => {
  expect(html(paragraph('原因: Conversion of data, at a third.（英語のみ）'), 'ja')).toBe(
    '<p>原因: <span lang="en">Conversion of data, at a third.</span>（英語のみ）</p>',
  )
  for (const name of ['X（旧Twitter）', 'Sample Exchange', 'T-132:00:05', '2026-06-07 02:20 UTC+09:00', 'SEV1 MIO JPY'])
    expect(html(paragraph(name), 'ja')).not.toContain('lang=')
})

it('leaves words in the language of the page, ids and addresses as they are', () => {
  expect(html(paragraph('Trading is stopped – 3 h, “all” of it'), 'en')).not.toContain('lang=')
  expect(html(paragraph('すべて停止（第2報）'), 'ja')).not.toContain('lang=')
  expect(html(paragraph('https://a.example/a-page-in-english'), 'ja')).not.toContain('lang=')
})

it('says it of quoted notices, titles and marks too', () => {
  const quoted = html({ kind: 'quoted', heading: 'website', text: 'Trading is stopped.\n\nWe apologise.' }, 'ja')
  expect(quoted).toContain('<blockquote><span lang="en">Trading is stopped.\n\nWe apologise.</span></blockquote>')
  expect(joinedText(sectionHtml({ id: 'a', title: '時系列 A', blocks: [] }, 'en'))).toContain(
    '><span lang="ja">時系列</span> A</h2>',
  )
  expect(marksHtml(['From サンプル'], 'en')[0]).toContain('From <span lang="ja">サンプル</span>')
})

it('takes no time over long words', () => {
  for (const language of ['ja', 'en'] as const)
    for (const letter of ['x', '1', '停', '-'])
      expect(html(paragraph(letter.repeat(200_000)), language)).toContain(letter.repeat(1000))
})
