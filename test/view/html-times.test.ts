import { expect, it } from 'vitest'
import { joinedText } from '../../src/platform/pieces.ts'
import { type Block, list, paragraph, strong, table } from '../../src/view/blocks.ts'
import { blockHtml } from '../../src/view/html.ts'
import { marksHtml } from '../../src/view/html-page.ts'

const html = (block: Block) => joinedText(blockHtml(block, 'title', 'en'))

it('keeps a date and its time in one line, in prose', () => {
  const time = '<span class="short">2026-10-09 20:58:00</span>'
  expect(html(paragraph('since 2026-10-09 20:58:00.'))).toBe(`<p>since ${time}.</p>`)
  expect(html(list([[strong('When'), ' 2026-10-09 20:58:00 & later']]))).toContain(` ${time} &amp; later`)
  expect(html(paragraph('due 2026-10-30'))).toContain('<span class="short">2026-10-30</span>')
})

it('ends a line between the two in a cell, but not within a date or the time since the beginning', () => {
  const cell = html(table(['a'], [['2026-10-09 20:58:00'], ['T-132:00:05']], ''))
  expect(cell).toContain('<td class="short"><span class="short">2026-10-09</span> 20:58:00</td>')
  expect(cell).toContain('<td class="short"><span class="short">T-132:00:05</span></td>')
})

it('keeps a number with its unit, that of a notice, and what follows a single letter in one line', () => {
  const kept = (text: string) => `<span class="short">${text}</span>`
  for (const write of [paragraph, (text: string) => table(['a'], [[text]], '')]) {
    expect(html(write('made after 1 h 7 min'))).toContain(`made after ${kept('1 h')} ${kept('7 min')}`)
    expect(html(write('first notice no. 4 by e-mail'))).toContain(`notice ${kept('no. 4')} by ${kept('e-mail')}`)
    expect(html(write('続報 第2報'))).toContain(`>続報 ${kept('第2報')}<`)
  }
})

it('keeps a number with its Japanese counter in one line, in prose', () => {
  const kept = (text: string) => `<span class="short">${text}</span>`
  expect(html(paragraph('顧客 2,140名、約9.8億円、1時間30分'))).toContain(
    `顧客 ${kept('2,140名')}、約${kept('9.8億円')}、${kept('1時間')}${kept('30分')}`,
  )
  expect(html(paragraph('9月14日20時'))).toContain(`${kept('9月')}${kept('14日')}${kept('20時')}`)
})

it('keeps a date in one line in a mark above a page', () => {
  expect(marksHtml(['written on 2026-11-30'], 'en')[0]).toContain('on <span class="short">2026-11-30</span>')
})

it('leaves ids and addresses as they are', () => {
  expect(html(paragraph('20260914-203820 and https://a.example/2026-10-09'))).not.toContain('<span')
  expect(html(table(['a'], [['20260914-203820']], ''))).not.toContain('<span')
})
