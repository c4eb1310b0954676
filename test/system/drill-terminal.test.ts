import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { KEYS, MORE_KEYS } from '../../src/render/walk.ts'
import { DRILL, SENDING } from '../walk/operator.ts'
import { Bench } from './bench.ts'
import { Person } from './terminal-walk.ts'

const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/drills.md'), 'utf8')
const [, EXAMPLE = ''] = /```yaml\n([\s\S]*?)```/.exec(PAGE) ?? []

/** A workspace whose scenario has something come ten seconds after its opening, and mail fail from the beginning. */
function exercised(): Bench {
  const bench = new Bench()
  const soon = EXAMPLE.replace('at: 10m\n    until: 40m', 'at: 10s\n    until: 1h59m').replace('at: 30m', 'at: 8m')
  bench.write('runbooks/drills/soon.yaml', soon)
  return bench
}

const ARGS = ['drill', 'two-channels-down']

const eventTypes = (bench: Bench) =>
  bench
    .ok('log', '--json', '-i', 'latest')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; data: Record<string, unknown> })

describe.concurrent('a drill in a terminal', () => {
  test('is walked by keys: injects come by themselves, notices are simulated, and the score ends it', async () => {
    const bench = exercised()
    const person = new Person({ bench, args: [...ARGS, '--speed', '60'] })
    const { terminal, text } = person
    await terminal.until('Briefing')
    await terminal.until('Impact on customers  Trading is not available.')
    await terminal.until('2.1-assess')
    await terminal.until('INJECT mail-down: Mail cannot be sent.')
    await person.press(KEYS.note)
    await person.answer('the mail server is overloaded')
    await terminal.until('note "the mail server is overloaded"')
    await person.press(KEYS.notice)
    await person.press('?')
    await person.answer('サポート窓口')
    await person.press('s')
    await person.asked(SENDING.en.typeToRehearse(['website', 'email', 'app-push', 'social']))
    await person.answer('send')
    await terminal.until('NOT sent')
    await terminal.until('(drill-fails')
    await terminal.until('INJECT cause: cause is known "A hardware fault"', 60)
    await person.press(KEYS.more)
    await person.press(MORE_KEYS.close)
    await person.asked(text.closeKind)
    await person.answer('false-alarm')
    await person.asked(text.why)
    await person.answer('only practised')
    await person.asked(text.closeWord)
    await person.answer('close')
    expect(await terminal.end()).toBe(8)
    const shown = terminal.text()
    expect(shown).toContain('Score of two-channels-down')
    expect(shown).toMatch(/BELOW THE\s+(\[DRILL\]\s+)?MARK/)
    expect(shown).not.toContain('\\u001b')
    const sent = eventTypes(bench).filter(({ type }) => type === 'notice.delivered')
    expect(sent.map(({ data }) => data.why).sort()).toEqual(['drill', 'drill', 'drill', 'drill-fails'])
  })

  test('that is begun beside a halt names it, marked as every line of a drill is', async () => {
    const bench = new Bench()
    const id = bench.ok('start', '--type', 'system-failure').trim()
    const args = ['start', '--type', 'system-failure', '--title', 'Practice', '--scope', 'trading=stopped', '--drill']
    const { terminal } = new Person({ bench, args })
    await terminal.until('2.1-assess')
    expect(terminal.text()).toMatch(new RegExp(`^\\[DRILL\\] also open: ${id};`, 'm'))
    terminal.type('\u0003')
    expect(await terminal.end()).toBe(130)
  })

  test('that was left goes on, with what came meanwhile', async () => {
    const bench = exercised()
    const person = new Person({ bench, args: [...ARGS, '--speed', '60'] })
    await person.terminal.until('2.1-assess')
    person.terminal.type('\u0003')
    expect(await person.terminal.end()).toBe(130)
    expect(person.terminal.unbroken()).toMatch(/bin\/halt\.js walk -i /)
    const again = new Person({ bench, args: ['walk'] })
    await again.terminal.until('INJECT cause')
    const injected = eventTypes(bench).filter(({ type }) => type === 'drill.injected')
    expect(injected.slice(0, 2).map(({ data }) => (data.inject as { id: string }).id)).toEqual(['mail-down', 'cause'])
  })

  for (const language of ['en', 'ja'] as const)
    test(`no line is wider than 40 columns in ${language}, but those to be copied, and each is marked`, async () => {
      const person = new Person({ bench: exercised(), language, columns: 40, args: [...ARGS, '--speed', '600'] })
      await person.terminal.until('mail-down')
      await vi.waitFor(() => {
        const lines = person.terminal.lines()
        const copied = lines.findIndex((line) => line.includes('bin/halt.js'))
        const rest = lines.filter((line, i) => line !== '' && (i < copied || DRILL.test(line)))
        expect(rest.filter((line) => !DRILL.test(line))).toEqual([])
      })
    })

  test('needs no colour', async () => {
    const person = new Person({ bench: exercised(), args: ARGS, env: { NO_COLOR: '1' } })
    await person.terminal.until('2.1-assess')
    expect(person.terminal.output).not.toMatch(/\x1b\[3\dm/)
  })
})

test('the score of a drill fits the terminal that it is shown in', async () => {
  const bench = exercised()
  bench.ok(...ARGS, '--no-walk')
  const person = new Person({ bench, columns: 40, language: 'ja', args: ['drill', '--score'] })
  expect(await person.terminal.end()).toBe(8)
  const lines = person.terminal.lines()
  const score = lines.slice(lines.findIndex((line) => line.includes('の採点')))
  expect(score.length).toBeGreaterThan(10)
  expect(score.filter((line) => !DRILL.test(line))).toEqual([])
  expect(score.join('')).toContain('不合格')
})
