import { expect, it } from 'vitest'
import { joinedText } from '../../src/platform/pieces.ts'
import { type Block, list, paragraph, strong, table } from '../../src/view/blocks.ts'
import { blockHtml } from '../../src/view/html.ts'

const html = (block: Block) => joinedText(blockHtml(block, 'title'))

it('keeps a date and its time in one line, in prose', () => {
  const time = '<span class="short">2026-10-09 20:58:00</span>'
  expect(html(paragraph('since 2026-10-09 20:58:00.'))).toBe(`<p>since ${time}.</p>`)
  expect(html(list([[strong('When'), ' 2026-10-09 20:58:00 & later']]))).toContain(` ${time} &amp; later`)
  expect(html(paragraph('due 2026-10-30'))).toContain('<span class="short">2026-10-30</span>')
})

it('leaves ids, addresses and cells of tables as they are', () => {
  expect(html(paragraph('20260914-203820 and https://a.example/2026-10-09'))).not.toContain('<span')
  expect(html(table(['a'], [['2026-10-09 20:58:00']], ''))).not.toContain('<span')
})
