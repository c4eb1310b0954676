import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import stringWidth from 'string-width'
import { afterAll, describe, expect, it } from 'vitest'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { redactPicture } from '../../../src/domain/report/audience.ts'
import { LANGUAGES } from '../../../src/domain/runbook/runbook.ts'
import { cellsOf } from '../../../src/report/picture/terminal/lanes.ts'
import { AXIS, GRID, MARKS, scaleOf, TICK, tickLabels } from '../../../src/report/picture/terminal/scale.ts'
import { columnsOf } from '../../../src/view/columns.ts'
import { elapsedText } from '../../../src/view/time-format.ts'
import {
  advanced,
  begun,
  closed,
  DECLARED,
  deliveredAs,
  done,
  foldEvents,
  HOUR,
  happened,
  history,
  intended,
  iso,
  lifted,
  MINUTE,
  nth,
  posted,
  scoped,
  skipped,
} from '../../given.ts'
import { halt, ROOT, RUNBOOK } from '../../notice/halts.ts'
import { contextIn, drawn, emptyPicture, HEADING, pictureAfter } from './drawing.ts'
import { eventful } from './eventful.ts'
import { PICTURED } from './incidents.ts'

const zone = process.env.TZ
process.env.TZ = 'Asia/Tokyo'
afterAll(() => {
  process.env.TZ = zone
})

const HALTS = [1, 24, 120].flatMap((hours) => [5, 500].map((count) => ({ hours, count, log: eventful(hours, count) })))

describe('the timeline in a terminal', () => {
  it('never exceeds the width, however many hours and events, in both languages', async () => {
    for (const { hours, log } of HALTS) {
      const picture = pictureAfter(hours, log)
      for (const language of LANGUAGES)
        for (const columns of [24, 39, 40, 79, 80, 159, 200])
          for (const line of await drawn(picture, { language, columns })) {
            expect(columnsOf(line)).toBeLessThanOrEqual(columns)
            expect(line).toBe(line.trimEnd())
          }
    }
  })

  it('cuts no title, name or legend, however narrow it is: they go on in the next line', async () => {
    const title = 'Matching engine down after the change of the settings of its gateway'
    for (const [hours, log] of [
      [1, eventful(1, 5)],
      [24, eventful(24, 500)],
    ] as const) {
      const picture = pictureAfter(hours, log)
      for (const language of LANGUAGES) {
        const { said } = await contextIn({ language })
        const names = picture.departments.map(({ department }) => RUNBOOK.departments[department]?.[language] ?? '?')
        for (const columns of [24, 40]) {
          const lines = await drawn(picture, { language, columns }, { title })
          const text = lines.join('').replaceAll(/\s/g, '')
          for (const words of [title, HEADING.incident, said.undeclared])
            expect(text).toContain(words.replaceAll(' ', ''))
          // A name goes on before or after what is drawn in its lane.
          const labels = lines.map((line) => line.slice(0, line.search(/[^\S]{2}|[⣿╎▰◉⊘]|$/)).trim()).join('')
          for (const name of names) expect(labels.replaceAll(' ', '')).toContain(name.replaceAll(' ', ''))
        }
      }
    }
  })

  it('tells below it what key moments were that have no other mark, as far as nobody would have to scroll', async () => {
    const note = (text: string, minutes: number): EventDraft =>
      happened(minutes * MINUTE, { type: 'note.added', data: { text, key: true } })
    const told = 'the order history runs at a third of the speed of the rehearsal, and will take longer'
    const few = await drawn(pictureAfter(1, [halt(), note(told, 10), note('done', 20)]), { columns: 60 })
    expect(few.slice(-4)).toEqual([
      '',
      '  ❖ 24 Nov 22:27 the order history runs at a third of the',
      '    speed of the rehearsal, and will take longer',
      '  ❖ 24 Nov 22:37 done',
    ])
    const notes = Array.from({ length: 15 }, (_, i) => note(`note ${i}`, i))
    const many = await drawn(pictureAfter(1, [halt(), ...notes]), {})
    expect(many.slice(-2)).toEqual(['  ❖ 24 Nov 22:28 note 11', '    and 3 more'])
  })

  it('labels each lane, and starts all of them in the same column', async () => {
    const picture = pictureAfter(24, eventful(24, 500))
    for (const language of LANGUAGES) {
      const { text, said } = await contextIn({ language })
      const lines = await drawn(picture, { language, columns: 100 })
      const names = [
        said.phases,
        said.interruptions,
        said.leads,
        said.restricted(3),
        RUNBOOK.operations.trading?.[language],
        RUNBOOK.operations.deposits?.[language],
        `XEM ${RUNBOOK.operations.withdrawals?.[language]}`,
        said.decisions,
        said.notices,
        said.promises,
        said.calls,
        ...picture.departments.map(({ department }) => RUNBOOK.departments[department]?.[language]),
      ].map((name) => name ?? '')
      const first = lines.findIndex((line) => line.startsWith(said.phases))
      const lanes = lines.slice(first, lines.indexOf('', first))
      const width = Math.max(...names.map(columnsOf))
      expect(lanes.map((line, i) => line.startsWith(names[i] ?? '?'))).toEqual(names.map(() => true))
      for (const [i, line] of lanes.entries()) {
        const name = names[i] ?? ''
        expect(line.slice(name.length, name.length + width + 1 - columnsOf(name)).trim()).toBe('')
      }
      expect(lines.join('\n')).toContain(text.words.phase['during-halt'])
    }
  })

  it('has a legend of exactly the visible marks, with their counts', async () => {
    const few = (await drawn(pictureAfter(1, eventful(1, 5)), {})).join('\n')
    expect(few).toContain('◉ first notice 1')
    for (const absent of ['update', 'escalated', 'limited', 'together']) expect(few).not.toContain(absent)
    const many = (await drawn(pictureAfter(24, eventful(24, 500)), {})).join('\n')
    for (const there of ['◦ update 240', '! notice failed 1', '⊘ step skipped 1', '▴ escalated 1', '2-9 that many'])
      expect(many).toContain(there)
  })

  it('abbreviates a phase to a letter if its name does not fit, and explains the letter', async () => {
    const lines = await drawn(pictureAfter(120, eventful(120, 500)), { columns: 40 })
    expect(lines.find((line) => line.startsWith('Phases'))).toMatch(/^Phases +A\|B +\|C +\|D ?\|C *\|?D$/)
    expect(lines.join('\n')).toContain('A Before declaration')
    expect(lines.join('\n')).toContain('D After resumption')
  })

  it('gives each of many short phases a column while there are columns', async () => {
    const turns = Array.from({ length: 60 }, (_, i) =>
      happened((10 + i) * 1000, advanced(i % 2 === 0 ? 'during-halt' : 'after-resumption')),
    )
    const picture = pictureAfter(120, [halt(), ...turns])
    for (const columns of [30, 60, 100])
      for (const line of await drawn(picture, { columns })) expect(columnsOf(line)).toBeLessThanOrEqual(columns)
  })

  it('makes typed text inert', async () => {
    const typed = '\u001b[31mred\nline'
    const log = [halt(), scoped('trading', 'stopped', typed)]
    const shown = (await drawn(pictureAfter(1, log), {}, { title: typed })).join('\n')
    expect(shown).not.toContain('\u001b')
    expect(shown).toContain('\\u001b[31mred / line')
  })

  it('puts more than three assets of an operation into one lane', async () => {
    const assets = (count: number) => Array.from({ length: count }, (_, i) => scoped('deposits', 'stopped', `C${i}`))
    const three = (await drawn(pictureAfter(1, [halt(), ...assets(3)]), {})).join('\n')
    expect(three).toContain('C2 deposits')
    const four = (await drawn(pictureAfter(1, [halt(), ...assets(4)]), {})).join('\n')
    expect(four).toContain('4 assets: deposits')
    expect(four).not.toContain('C2')
  })

  it('names the lane of the rest beside that of an asset', async () => {
    const log = [halt(), scoped('deposits', 'stopped'), scoped('deposits', 'stopped', 'C0')]
    const lines = (await drawn(pictureAfter(1, log), { columns: 120 })).join('\n')
    expect(lines).toMatch(/^deposits \(except C0\) /m)
    expect(lines).toMatch(/^C0 deposits /m)
    expect(lines).not.toMatch(/^deposits {2}/m)
  })

  it('shows a reopening and a short stop at any width, and each operation only while it was restricted', async () => {
    const [, theft] = PICTURED
    const picture = pictureAfter(theft?.hours ?? 0, theft?.log ?? [])
    for (const language of LANGUAGES)
      for (const columns of [24, 40, 80, 200]) {
        const lines = await drawn(picture, { language, columns })
        const trading = lines.find((line) => line.startsWith(RUNBOOK.operations.trading?.[language] ?? '?'))
        expect(trading).toMatch(/⣿+\.+⣿+\.+$/)
      }
  })

  it('says how long the quiet stretches were, and marks them on the axis', async () => {
    const [, theft] = PICTURED
    const text = (await drawn(pictureAfter(theft?.hours ?? 0, theft?.log ?? []), {})).join('\n')
    expect(text).toMatch(/╷╌+\/+╷/)
    expect(text.replaceAll(/\n +/g, ' ')).toContain(
      '// time without marks, drawn shorter: 10 h 42 min, 6 h 10 min, 11 h 50 min, 4 h 42 min, 3 h 42 min',
    )
  })

  it('shows customers neither decisions nor who led nor reports to authorities', async () => {
    for (const { log, hours } of PICTURED) {
      const picture = redactPicture('customer', pictureAfter(hours, log), foldEvents(history(...log)))
      const text = (await drawn(picture, {})).join('\n')
      for (const hidden of ['Decisions', 'Lead', 'taro', 'Authorities', 'declared', 'Calls', 'dora'])
        expect(text).not.toContain(hidden)
    }
  })

  it('shows an open step in the last column, whatever else was done then', async () => {
    const log = [halt(), begun('2.1-logs'), happened(HOUR, done('2.1-monitoring'))]
    const system = (await drawn(pictureAfter(1, log), {})).find((line) => line.startsWith('System'))
    expect(system).toMatch(/▱$/)
  })
})

describe('marks', () => {
  it('take one column on every terminal, even if ambiguous characters are wide', () => {
    for (const glyph of [...Object.values(MARKS), TICK, AXIS, GRID]) {
      expect(stringWidth(glyph.unicode, { ambiguousIsNarrow: false })).toBe(1)
      expect(glyph.ascii).toMatch(/^[!-~]$/)
    }
  })

  it('have distinct shapes, with and without Unicode', () => {
    const marks = Object.values(MARKS)
    for (const charset of ['unicode', 'ascii'] as const)
      expect(new Set(marks.map((mark) => mark[charset])).size).toBe(marks.length)
  })
})

describe('marks in one column', () => {
  const scale = scaleOf(emptyPicture(DECLARED, DECLARED + 10 * HOUR), 10)
  const at = (hour: number, kind: Parameters<typeof cellsOf>[0][number]['kind']) => {
    const moment = DECLARED + hour * HOUR + MINUTE
    return { kind, from: moment, to: moment }
  }
  const seen = (...pieces: Parameters<typeof cellsOf>[0]) =>
    cellsOf(pieces, scale).map((cell) => (cell === null ? null : [cell.kind, cell.count]))

  it('are merged and counted if they are of one kind', () => {
    const cells = seen(at(3, 'notice-update'), at(3, 'notice-update'), at(3, 'notice-update'))
    expect(cells[3]).toEqual(['notice-update', 3])
    expect(cells.filter((cell) => cell !== null)).toHaveLength(1)
  })

  it('show the most important one', () => {
    expect(seen(at(3, 'notice-update'), at(3, 'notice-failed'), at(3, 'notice-update'))[3]).toEqual([
      'notice-failed',
      1,
    ])
    expect(seen(at(3, 'promise-kept'), at(3, 'promise-missed'))[3]).toEqual(['promise-missed', 1])
  })

  it('move aside if they are important and there is room', () => {
    const cells = seen(at(3, 'notice-first'), at(3, 'notice-failed'))
    expect(cells.slice(2, 5)).toEqual([null, ['notice-failed', 1], ['notice-first', 1]])
    expect(seen(at(9, 'notice-first'), at(9, 'notice-failed')).slice(8)).toEqual([
      ['notice-first', 1],
      ['notice-failed', 1],
    ])
    const full = seen(at(2, 'notice-update'), at(3, 'notice-first'), at(3, 'notice-failed'), at(4, 'notice-update'))
    expect(full.slice(2, 5).map((cell) => cell?.[0])).toEqual(['notice-update', 'notice-failed', 'notice-update'])
  })

  it('show the wider of two scopes', () => {
    const band = (kind: 'scope-stopped' | 'scope-open', from: number, to: number) => ({
      kind,
      from: DECLARED + from * HOUR,
      to: DECLARED + to * HOUR,
    })
    const cells = seen(band('scope-open', 0, 4.5), band('scope-stopped', 4.5, 4.75), band('scope-open', 4.75, 10))
    expect(cells.map((cell) => cell?.[0] === 'scope-stopped')).toEqual(
      Array.from({ length: 10 }, (_, column) => column === 4),
    )
  })
})

describe('the axis in columns', () => {
  it('has ticks at round times, and labels that do not touch', async () => {
    const { said } = await contextIn({})
    for (const hours of [0, 0.01, 1, 5, 24, 47, 120, 24 * 40])
      for (const width of [1, 5, 12, 26, 62, 180]) {
        const scale = scaleOf(emptyPicture(DECLARED, DECLARED + hours * HOUR), width)
        for (const labels of tickLabels(scale, said)) {
          expect(labels.length).toBeLessThanOrEqual(Math.max(6, width))
          expect(labels.trim()).toMatch(/^((\d\d:\d\d|\d+ (Nov|Dec|Jan))( +|$))*$/)
        }
        expect(scale.ticks.length).toBeGreaterThan(0)
      }
    const [days, times] = tickLabels(scaleOf(emptyPicture(DECLARED, DECLARED + 120 * HOUR), 62), said)
    expect(days.trim().split(/ {2,}/)).toEqual(['24 Nov', '26 Nov', '27 Nov', '28 Nov', '29 Nov'])
    expect(times).toMatch(/^22:17 +00:00 +00:00 +00:00 +00:00/)
  })
})

describe('the labels of the axis', () => {
  it('are above their ticks, even if the first is at the edge', async () => {
    const { said } = await contextIn({})
    const onTheHour = DECLARED - (DECLARED % HOUR)
    for (const from of [onTheHour, DECLARED])
      for (const hours of [1, 6, 12, 24, 120])
        for (let width = 12; width <= 90; width++) {
          const scale = scaleOf(emptyPicture(from, from + hours * HOUR), width)
          for (const { 0: label, index } of tickLabels(scale, said)[1].matchAll(/\S+/g))
            expect(
              scale.ticks.some(({ time, column }) => time === label && Math.abs(index + 2 - column) <= 2),
              `${label} of ${hours} h on ${width}`,
            ).toBe(true)
        }
  })
})

/** To update the golden files, run HALT_TIMELINES=write npx vitest run test/report/picture/terminal.long.test.ts, then review. */
describe('golden timelines', () => {
  const HOUR_LONG = [
    halt(),
    happened(3 * MINUTE, scoped('trading', 'stopped')),
    happened(5 * MINUTE, begun('2.1-logs')),
    happened(12 * MINUTE, posted('website', 'first', 1, iso(42 * MINUTE))),
    happened(13 * MINUTE, intended('email', 'first', 1)),
    deliveredAs(nth(5), 'failed'),
    happened(15 * MINUTE, advanced('during-halt')),
    happened(20 * MINUTE, done('2.1-logs')),
    happened(24 * MINUTE, skipped('2.1-monitoring')),
    happened(25 * MINUTE, scoped('deposits', 'limited')),
    happened(32 * MINUTE, posted('website', 'update', 2, iso(62 * MINUTE))),
    happened(45 * MINUTE, lifted('trading', 'deposits')),
    happened(47 * MINUTE, posted('website', 'resumption', 3)),
    happened(60 * MINUTE, closed()),
  ]
  const SCENES = [
    { name: 'hour.en', hours: 1, log: HOUR_LONG, view: { language: 'en', columns: 79 } },
    { name: 'hour.ja', hours: 1, log: HOUR_LONG, view: { language: 'ja', columns: 79 } },
    { name: 'day.ja', hours: 24, log: eventful(24, 500), view: { language: 'ja', columns: 79 } },
    { name: 'days.en', hours: 120, log: eventful(120, 500), view: { language: 'en', columns: 79, charset: 'ascii' } },
    { name: 'days.ja', hours: 120, log: eventful(120, 500), view: { language: 'ja', columns: 39 } },
  ] as const

  it('are unchanged', async () => {
    for (const { name, hours, log, view } of SCENES) {
      const picture = pictureAfter(hours, log)
      const elapsed = elapsedText(hours * HOUR + 12 * MINUTE)
      const heading = view.language === 'ja' ? { title: '注文処理の停止', kind: '重大度2 システム障害' } : {}
      const text = `${(await drawn(picture, view, { ...heading, elapsed })).join('\n')}\n`
      const path = join(import.meta.dirname, 'golden', `${name}.txt`)
      if (process.env.HALT_TIMELINES === 'write') writeFileSync(path, text)
      expect(text).toBe(readFileSync(path, 'utf8'))
    }
  })

  it.each([
    { name: 'hour.en', page: 'docs/report.md' },
    { name: 'hour.ja', page: 'docs/ja/report.md' },
  ])('match the documentation: $page', ({ name, page }) => {
    const shown = readFileSync(join(import.meta.dirname, `golden/${name}.txt`), 'utf8')
    expect(readFileSync(join(ROOT, page), 'utf8')).toContain(`\`\`\`text\n${shown}\`\`\`\n`)
  })
})
