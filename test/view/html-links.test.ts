import { expect, it } from 'vitest'
import { joinedText } from '../../src/platform/pieces.ts'
import { link, paragraph } from '../../src/view/blocks.ts'
import { blockHtml } from '../../src/view/html.ts'

const written = (address: string) => joinedText(blockHtml(paragraph(link(address)), 'Notices', 'en'))

it('an address on the web is a link in HTML, and anything else is text', () => {
  expect(written('https://www.example.com/a?b=1&c=2')).toBe(
    '<p><a href="https://www.example.com/a?b=1&amp;c=2" rel="noreferrer">https://www.example.com/a?b=1&amp;c=2</a></p>',
  )
  expect(written('https://a.example/"onclick=x')).toBe(
    '<p><a href="https://a.example/%22onclick=x" rel="noreferrer">https://a.example/&quot;onclick=x</a></p>',
  )
  expect(written('javascript:alert(1)')).toBe('<p>javascript:alert(1)</p>')
  expect(written('//evil.example')).toBe('<p>//evil.example</p>')
})
