import { describe, expect, it } from 'vitest'
import { code, heading, link, paragraph, subheading, table } from '../../src/view/blocks.ts'
import { blocksMarkdown, codeSpan, escapeMarkdown, escapeMarkdownInline } from '../../src/view/markdown.ts'

describe('untrusted text in Markdown', () => {
  it.each([
    ['1. first', '1\\. first'],
    ['12) first', '12\\) first'],
    ['- a list', '\\- a list'],
    ['+1', '\\+1'],
    ['=== a heading', '\\=== a heading'],
    ['# a title', '\\# a title'],
    ['*bold* _it_ `code`', '\\*bold\\* \\_it\\_ \\`code\\`'],
    ['<b>&amp;', '&lt;b&gt;&amp;amp;'],
  ])('%s is not markup', (text, said) => {
    expect(escapeMarkdown(text)).toBe(said)
  })

  it.each([
    ['1. first', '1. first'],
    ['-', '-'],
    ['a | b <b> #', 'a \\| b &lt;b&gt; \\#'],
  ])('%s within a line keeps list markers, and the rest is escaped', (text, said) => {
    expect(escapeMarkdownInline(text)).toBe(said)
  })

  it('is a code span unless it contains a backtick or a pipe', () => {
    expect(codeSpan('2.1-logs')).toBe('`2.1-logs`')
    expect(codeSpan('a`b')).toBe('a\\`b')
    expect(codeSpan('a|b')).toBe('a\\|b')
  })
})

describe('headings in Markdown', () => {
  it('are of the second level, subheadings of the third, and are no markup within', () => {
    expect(blocksMarkdown([heading('a # b'), subheading([code('1.a'), ' *c*']), paragraph('d')])).toBe(
      '## a \\# b\n\n### `1.a` \\*c\\*\n\nd',
    )
  })
})

describe('links in Markdown', () => {
  const written = (address: string | null) => blocksMarkdown([paragraph(link(address))])

  it('are links if they lead to the web', () => {
    expect(written('https://www.example.com/notices/1?a=b_c')).toBe('<https://www.example.com/notices/1?a=b_c>')
    expect(written(null)).toBe('')
  })

  it.each([
    ['javascript:alert(1)', 'javascript:alert(1)'],
    ['https://bank.example@evil.example/', 'https:&#47;&#47;bank.example@evil.example/'],
    ['https://a.example/ b', 'https:&#47;&#47;a.example/ b'],
    ['https://', 'https:&#47;&#47;'],
  ])('are text otherwise: %s', (address, said) => {
    expect(written(address)).toBe(said)
  })

  it('break out of nothing, neither of their brackets nor of a table', () => {
    const hostile = 'https://a.example/x><script>|`]()'
    expect(written(hostile)).toBe('<https://a.example/x%3E%3Cscript%3E%7C%60]()>')
    expect(blocksMarkdown([table(['a'], [[link(hostile)]], '')])).toBe(
      '| a |\n| --- |\n| <https://a.example/x%3E%3Cscript%3E%7C%60]()> |',
    )
  })
})

describe('web addresses in running text', () => {
  it.each([
    ['see https://a.example/d/1?x=1&y=2, now', 'see <https://a.example/d/1?x=1&y=2>, now'],
    ['(https://a.example/x)', '(<https://a.example/x>)'],
    ['https://a.example/x_(y) *b*', '<https://a.example/x_(y)> \\*b\\*'],
    ['詳細はhttps://a.example/1をご覧ください。', '詳細は<https://a.example/1>をご覧ください。'],
    ['- http://a.example and https://b.example.', '\\- <http://a.example/> and <https://b.example/>.'],
  ])('are links: %s', (text, written) => {
    expect(blocksMarkdown([paragraph(text)])).toBe(written)
    expect(blocksMarkdown([table(['a'], [[text]], '')])).toContain(written.replace(/^\\-/, '-'))
  })

  it.each(['https://bank.example@evil.example/', 'https://a.example/cut…', 'javascript:alert(1)', 'https://'])(
    'are text if they lead nowhere, or elsewhere than it seems: %s',
    (text) => {
      expect(blocksMarkdown([paragraph(text)])).not.toMatch(/<|\]\(/)
    },
  )

  it('are text in headings of tables and labels of links', () => {
    const text = 'https://a.example/'
    expect(blocksMarkdown([table([text], [['b']], '')])).not.toContain('<')
    expect(blocksMarkdown([paragraph({ link: 'https://b.example/', label: text })])).toBe(
      '[https:&#47;&#47;a.example/](<https://b.example/>)',
    )
  })
})
