import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { type Answer, replies, WAIT } from '../script.ts'
import { KEYS } from './keys.ts'
import { DRILL, SENDING, TEXT } from './operator.ts'
import { beforeFarewell, recorded, walk } from './walk.ts'

const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/drills.md'), 'utf8')
const [, EXAMPLE = ''] = /```yaml\n([\s\S]*?)```/.exec(PAGE) ?? []
const FIRST = '2.1-assess'
const DRILLING = ['drill', 'two-channels-down', '--speed', '60']
const { en } = TEXT
const CUSTOMERS = ['website', 'email', 'app-push', 'social']

/** A workspace whose scenario has an inject ten seconds after the start, and email that fails from the start. */
function exercised(env: NodeJS.ProcessEnv = {}): Bench {
  const bench = new Bench(env)
  const soon = EXAMPLE.replace('at: 10m\n    until: 40m', 'at: 10s\n    until: 1h59m').replace('at: 30m', 'at: 8m')
  bench.write('runbooks/drills/soon.yaml', soon)
  return bench
}

/** Advances the wall clock; the clock of the drill runs sixty times as fast. */
const later = (bench: Bench, seconds: number) => (): Answer => {
  bench.pass(seconds * 1000)
  return WAIT
}

describe('a drill in the walk', () => {
  test('shows injects when they are due, simulates notices, and ends with its score', async () => {
    const bench = exercised()
    const script = replies(
      [FIRST, later(bench, 1)],
      [FIRST, KEYS.note],
      [en.note, 'the mail server is overloaded'],
      [FIRST, KEYS.notice],
      [SENDING.en.missingKeys, '?'],
      ['[contact.ja]', 'サポート窓口'],
      [/s send/, 's'],
      [SENDING.en.typeToRehearse(CUSTOMERS), 'send'],
      [FIRST, later(bench, 7)],
      ['OVERDUE 03:00 (u): first notice (e-mail)', KEYS.close],
      [en.closeKind, 'false-alarm'],
      [en.why, 'only practised'],
      [en.closeWord, 'close'],
    )
    const { code, screen } = await bench.haltWith({ script }, ...DRILLING)
    expect(code).toBe(8)
    expect(screen).toMatch(/Briefing[\s\S]*Impact on customers {2}Trading is not available\./)
    expect(screen).toMatch(
      /INJECT mail-down: Mail cannot be sent\.[\s\S]*note 2\.1-assess "the mail server is overloaded"[\s\S]*NOT sent[\s\S]*\(drill-fails[\s\S]*INJECT cause: cause is known "A hardware fault"/,
    )
    expect(screen).toContain('Score of two-channels-down')
    expect(screen).toMatch(/BELOW THE\s+(\[DRILL\]\s+)?MARK/)
    expect(screen).not.toContain('\\u001b')
    const sent = await recorded(bench, 'notice.delivered')
    expect(sent.map(({ data }) => data.why).sort()).toEqual(['drill', 'drill', 'drill', 'drill-fails'])
  })

  test('names another open halt in a line marked as a drill', async () => {
    const bench = new Bench()
    const id = (await bench.ok('start', '--type', 'system-failure')).trim()
    const args = ['start', '--type', 'system-failure', '--title', 'Practice', '--scope', 'trading=stopped', '--drill']
    const { code, screen } = await walk(bench, [], { args })
    expect(code).toBe(130)
    expect(screen).toMatch(new RegExp(`^\\[DRILL\\] also open: ${id};`, 'm'))
  })

  test('resumes where it was left, with the injects since then', async () => {
    const bench = exercised()
    const left = await walk(bench, [], { args: DRILLING })
    expect(left.code).toBe(130)
    expect(left.err).toMatch(/haltctl walk -i \S+/)
    bench.pass(8000)
    const { screen } = await walk(bench, [])
    expect(screen).toMatch(/INJECT mail-down[\s\S]*INJECT cause[\s\S]*2\.2-website/)
    const injected = await recorded(bench, 'drill.injected')
    expect(injected.map(({ data }) => (data.inject as { id: string }).id)).toEqual(['mail-down', 'cause'])
  })

  for (const language of ['en', 'ja'] as const)
    test(`marks each line, and shows none but commands wider than 40 columns in ${language}`, async () => {
      const bench = exercised({ HALT_LANG: language })
      const { screen } = await walk(bench, [[FIRST, later(bench, 1)]], { args: DRILLING, columns: 40 })
      const lines = beforeFarewell(screen)
      expect(lines.filter((line) => !DRILL.test(line))).toEqual([])
      expect(lines.filter((line) => stringWidth(line) > 40 && !line.includes('haltctl'))).toEqual([])
      expect(lines.join('')).toContain(language === 'ja' ? '状況付与' : 'mail-down')
    })

  test.each([{ NO_COLOR: '1' }, { NO_COLOR: '1', FORCE_COLOR: '1', CLICOLOR_FORCE: '1' }, { CLICOLOR: '0' }])(
    'prints no colour with %j',
    async (env) => {
      const { out, err, asked } = await walk(exercised(), [], { args: DRILLING, env })
      expect([out, err, ...asked.flatMap(({ lines }) => lines)].join('\n')).not.toMatch(/\x1b\[/)
    },
  )
})

test('the score of a drill fits 40 columns, with each line marked', async () => {
  const bench = exercised({ HALT_LANG: 'ja' })
  await bench.ok('drill', 'two-channels-down', '--no-walk')
  const { code, screen } = await bench.haltWith({ columns: 40, script: replies() }, 'drill', '--score')
  expect(code).toBe(8)
  const lines = screen.trimEnd().split('\n')
  const score = lines.slice(lines.findIndex((line) => line.includes('の採点')))
  expect(score.length).toBeGreaterThan(10)
  expect(score.filter((line) => !DRILL.test(line) || stringWidth(line) > 40)).toEqual([])
  expect(score.join('')).toContain('不合格')
})
