import { HtmlValidate } from 'html-validate'
import { parseXmlDocument } from 'slimdom'
import { beforeAll, describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../src/domain/runbook/runbook.ts'
import { columnsOf } from '../../src/view/columns.ts'
import { Bench } from '../bench.ts'
import { replies } from '../script.ts'
import { manyHalts } from './many-halts.ts'

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'],
})

describe.each(LANGUAGES)('the figures in %s', (language) => {
  let bench: Bench
  const stats = (...args: string[]) => bench.ok('stats', ...args)

  beforeAll(async () => {
    bench = await manyHalts(language)
  })

  it('are one valid page without scripts, whose quarters lead to the incidents behind them', async () => {
    const page = await stats('--format', 'html')
    const { results } = await validator.validateString(page)
    expect(results.flatMap(({ messages }) => messages)).toEqual([])
    expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org\/2000\/svg|tracker\.example\.com)/)
    const targets = [...page.matchAll(/<a href="#(incidents-[^"]+)"/g)].map(([, id]) => id)
    expect(new Set(targets)).toEqual(
      new Set(['incidents-2026-q1', 'incidents-2026-q2', 'incidents-2026-q4', 'incidents-2027-q1']),
    )
    for (const id of targets) expect(page).toContain(`<section id="${id}"`)
    expect(page).toContain('=cmd &quot;keys&quot;, &lt;b&gt;')
    expect(page).toContain('<a href="https://tracker.example.com/SEC-1" rel="noreferrer">')
    expect(page.match(/<code>2026[^<]*-security-incident<\/code>/g)).toHaveLength(1)
  })

  it('are a chart with a title, a description and units, of all quarters, empty ones too', async () => {
    const picture = await stats('--format', 'svg')
    const svg = parseXmlDocument(picture).documentElement
    expect(svg?.getAttribute('role')).toBe('img')
    const [title, desc] = [...(svg?.children ?? [])]
    expect([title?.localName, desc?.localName]).toEqual(['title', 'desc'])
    const empty = language === 'en' ? '2026 Q3: no incidents.' : '2026年第3四半期: 0件。'
    expect(desc?.textContent).toContain(empty)
    const words = language === 'en' ? ['4 h', 'no figure', 'no incidents'] : ['4時間', '値なし', '0件']
    for (const one of words) expect(picture).toContain(`>${one}</text>`)
    expect(picture).toMatch(
      /<title>[^<]*20260112-090100-system-failure, ?|<title>[^<]*20260112-090100-system-failure、/,
    )
  })

  it('are tables in Markdown, with ids to copy and no markup that somebody typed', async () => {
    const markdown = await stats('--format', 'markdown')
    const row =
      language === 'en' ? '| 2026 Q3 | no incidents |  |  |  |  |  |' : '| 2026年第3四半期 | 0件 |  |  |  |  |  |'
    expect(markdown).toContain(row)
    expect(markdown).toContain('  <https://tracker.example.com/SEC-1>  ')
    expect(markdown).toMatch(/^\| `20260520-030100-security-incident` \|.*=cmd "keys", &lt;b&gt;/m)
  })

  it.each([80, 40])('fit %i columns, with nothing lost', async (columns) => {
    const { screen } = await bench.haltWith({ columns, script: replies() }, 'stats')
    const isAddress = (line: string) => line.trim().startsWith('https://')
    for (const line of screen.split('\n').filter((one) => !isAddress(one)))
      expect(columnsOf(line)).toBeLessThanOrEqual(columns)
    expect(screen).not.toContain('\\u001b')
    expect(screen).toContain('20270120-080100-system-failure')
    expect(screen).toContain(
      language === 'en' ? '2026 Q3\n  Count: no incidents\n2026 Q4' : '2026年第3四半期\n  件数: 0件\n2026年第4四半期',
    )
  })
})

it('the figures of no incidents are said to be none in every form, without a picture in the page', async () => {
  const bench = Bench.empty()
  for (const format of ['text', 'markdown', 'html'])
    expect(await bench.ok('stats', '--format', format)).toContain('No incidents yet.')
  expect(await bench.ok('stats', '--format', 'html')).not.toContain('<svg')
  expect(parseXmlDocument(await bench.ok('stats', '--format', 'svg')).documentElement?.localName).toBe('svg')
})

it('the figures name their period, and take one form only', async () => {
  const bench = await manyHalts()
  const period = 'only incidents that began at 2026-02-01 00:00:00 or later and before 2026-05-01 00:00:00'
  const within = ['--since', '2026-02-01T00:00', '--until', '2026-05-01']
  expect(await bench.ok('stats', '--format', 'markdown', ...within)).toContain(period)
  const page = await bench.ok('stats', '--format', 'html', ...within)
  expect(page.replace(/<\/?span[^>]*>/g, '')).toContain(period)
  expect(await bench.ok('stats', '--format', 'svg', ...within)).toContain(period)
  for (const args of [
    ['--format', 'html', '--csv'],
    ['--format', 'svg', '--json'],
    ['--csv', '--json'],
  ])
    expect(await bench.halt('stats', ...args)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('these cannot be used together'),
    })
  expect(JSON.parse(await bench.ok('stats', '--format', 'json', '--json'))).toMatchObject({ incidents: 9 })
})
