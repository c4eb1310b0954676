import { describe, expect, it } from 'vitest'
import {
  alarm,
  type Block,
  code,
  faint,
  heading,
  lines,
  list,
  paragraph,
  section,
  strong,
  subheading,
} from '../../src/view/blocks.ts'
import { blockHtml } from '../../src/view/html.ts'
import { blocksMarkdown } from '../../src/view/markdown.ts'
import { PLAIN_PAINT } from '../../src/view/paint.ts'
import { terminalLines } from '../../src/view/terminal.ts'
import { lineWrapperFor } from '../../src/view/wrap.ts'

/** A paint that shows tones as letters around the text. */
const SHOWN = {
  alarm: (text: string) => `<A:${text}>`,
  good: (text: string) => `<G:${text}>`,
  strong: (text: string) => `<S:${text}>`,
  faint: (text: string) => `<F:${text}>`,
  drill: (text: string) => text,
}

const plain = (blocks: readonly Block[], columns?: number) =>
  terminalLines(blocks, { paint: PLAIN_PAINT, wrapper: columns === undefined ? undefined : lineWrapperFor(columns) })

describe('blocks on a terminal', () => {
  it('are separated by blank lines, except a list below its heading', () => {
    const blocks = [
      lines('SEV1', 'began 10:00'),
      ...section('Scope', ['trading', { text: 'withdrawals', items: [{ text: 'of XEM' }] }]),
      paragraph('2 events'),
    ]
    expect(plain(blocks)).toEqual([
      'SEV1',
      'began 10:00',
      '',
      'Scope',
      '  trading',
      '  withdrawals',
      '    of XEM',
      '',
      '2 events',
    ])
  })

  it('show an empty section with its placeholder text, or omit it', () => {
    expect(plain(section('Next', [], 'nothing is open'))).toEqual(['Next', '  nothing is open'])
    expect(section('Next', [])).toEqual([])
  })

  it('are coloured by tone, wherever a line is wrapped', () => {
    const blocks = [list([['call ', alarm('now: the head of operations'), ' by phone']])]
    expect(terminalLines(blocks, { paint: SHOWN })).toEqual(['call <A:now: the head of operations> by phone'])
    expect(terminalLines(blocks, { paint: SHOWN, wrapper: lineWrapperFor(21) })).toEqual([
      'call <A:now: the head>',
      '  <A:of operations> by',
      '  phone',
    ])
  })

  it('have strong headings, unless a heading has its own tone', () => {
    expect(terminalLines([heading('a'), heading(faint('b'))], { paint: SHOWN })).toEqual(['<S:a>', '', '<F:b>'])
  })

  it('never wrap text to be copied', () => {
    const command = 'haltctl verify --continue --reason TEXT'
    expect(plain([list([{ text: 'Go on with:', items: [{ text: code(command) }] }])], 20)).toEqual([
      'Go on with:',
      `  ${command}`,
    ])
  })

  it('mark every line of a drill, even empty ones', () => {
    const shown = terminalLines([heading('a'), heading('b')], { paint: PLAIN_PAINT, mark: '[DRILL] ' })
    expect(shown).toEqual(['[DRILL] a', '[DRILL]', '[DRILL] b'])
  })

  it('are safe on the terminal, even with untrusted text', () => {
    expect(plain([paragraph(['\u001b[2J', strong('\u202e')]), list([code('a\nb')])]).join()).toBe(
      '\\u001b[2J\\u202e,,a / b',
    )
  })

  it('show struck-out text, and quotations below their heading', () => {
    expect(plain([paragraph([{ struck: '10:00' }, ' 10:05'])])).toEqual(['~10:00~ 10:05'])
    expect(plain([{ kind: 'quoted', heading: 'taro', text: 'one\ntwo' }])).toEqual(['taro', '  one', '  two'])
  })
})

describe('a table on a terminal', () => {
  const table: Block = {
    kind: 'table',
    head: ['Type', 'Count'],
    rows: [
      ['障害', '1'],
      ['all', strong('3')],
    ],
  }

  it('has columns if they fit', () => {
    expect(plain([table], 40)).toEqual(['Type  Count', '障害  1', 'all   3'])
  })

  it('lists each row with its headings if the columns do not fit', () => {
    expect(plain([table], 11)).toEqual(['障害', '  Count: 1', 'all', '  Count: 3'])
  })

  it('may have more rows than a function takes arguments', () => {
    const rows = Array.from({ length: 200_000 }, (_, i) => [String(i), 'x'])
    const shown = plain([{ kind: 'table', head: ['n', 'text'], rows }])
    expect(shown).toHaveLength(200_001)
    expect([shown[0], shown.at(-1)]).toEqual(['n       text', '199999  x'])
  })
})

describe('the Markdown and HTML writers', () => {
  const blocks = [heading('Due'), lines(alarm('late'), faint('2 events')), list([strong('a')])]

  it('Markdown shows alarms as strong', () => {
    expect(blocksMarkdown(blocks)).toBe('## Due\n\n**late**  \n2 events\n\n- **a**')
  })

  it('HTML names the tone as a class', () => {
    expect(blocks.map((block) => [...blockHtml(block, 'Due', 'en')].join(''))).toEqual([
      '<h3>Due</h3>',
      '<p><strong class="alarm">late</strong><br>\n<span class="faint">2 events</span></p>',
      '<ul>\n<li><strong class="strong">a</strong></li>\n</ul>',
    ])
  })

  it('show a subheading one level below a heading', () => {
    expect([...blockHtml(subheading('a < b'), 'Due', 'en')].join('')).toBe('<h4>a &lt; b</h4>')
    expect(blocksMarkdown([heading('a'), subheading('b')])).toBe('## a\n\n### b')
  })
})

describe('web addresses on a terminal with hyperlinks', () => {
  const linked = (text: string, columns = 80) =>
    terminalLines([paragraph(text)], { paint: PLAIN_PAINT, wrapper: lineWrapperFor(columns), hyperlinks: true })
  const osc8 = (address: string, text = address) => `\u001b]8;;${address}\u001b\\${text}\u001b]8;;\u001b\\`

  it('lead where they say, without what ends the sentence', () => {
    expect(linked('See https://a.example/x.')).toEqual([`See ${osc8('https://a.example/x')}.`])
  })

  it('lead to the whole address on each line that they are broken over', () => {
    const address = 'https://status.example.com/a/long/path'
    const lines = linked(address, 20)
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) expect(line).toContain(`\u001b]8;;${address}\u001b\\`)
  })

  it('are none for other texts, and for what would act on the terminal', () => {
    expect(linked('javascript:alert(1)')).toEqual(['javascript:alert(1)'])
    expect(linked('https://a.example/\u001b]8;;https://evil.example\u0007')[0]).not.toContain('\u0007')
    expect(linked('https://bank.example@evil.example/')[0]).not.toContain('\u001b')
  })
})
