import stringWidth from 'string-width'
import { describe, expect, test, vi } from 'vitest'
import { KEYS } from '../walk/keys.ts'
import { DRILL, OPERATIONS } from '../walk/operator.ts'
import { pause } from './terminal.ts'
import { Person, type PersonOptions } from './terminal-walk.ts'

const CTRL_C = '\u0003'
const CTRL_U = '\u0015'
const COLOURS = /\x1b\[[\d;]*m/g
const MOVES = /\x1b\[[\d;?]*[A-Za-ln-z]|\x1b[^[]/
/** The pieces of output between line ends and cursor movements. */
function stretches(output: string): string[] {
  return output.replaceAll(COLOURS, '').split(new RegExp(`\\r?\\n|${MOVES.source}`))
}

async function started(sitting: PersonOptions = {}): Promise<Person> {
  const person = new Person({ args: ['start', '--title', 'Matching engine down'], ...sitting })
  await person.terminal.until(person.text.chooseType)
  await person.choose(1, 1)
  await person.asked(person.text.sinceWhen)
  await person.answer('')
  await person.terminal.until('2.1-assess')
  return person
}

/** Waits until the screen of a step was drawn again for this many seconds. */
async function redrawn({ terminal }: Person, times: number): Promise<void> {
  const seen = () => new Set(terminal.output.match(/T\+00:\d\d:\d\d/g))
  const before = seen().size
  await terminal.until(() => seen().size >= before + times)
}

/** Opens the list, and answers questions; one answer is refused. */
async function tour(person: Person): Promise<void> {
  const { text } = person
  await person.press(KEYS.list)
  await person.press(KEYS.done)
  await person.asked(text.doneNote)
  await person.answer('seen by all')
  await person.terminal.until('[started-at]')
  await person.answer('at some time')
  await person.terminal.until('(bad-time)')
  await person.answer(`${CTRL_U}?`)
  await person.terminal.until('[detected-at]')
  await person.answer('?')
  await person.sees(text.scope(OPERATIONS[person.language]))
  await person.answer('trading=limited:market-orders-are-refused-and-limit-orders-wait withdrawals:XEM=stopped')
  await person.asked(text.words)
}

/** Opens what is on the way of an operator in trouble, types what is refused, and leaves the walk. */
async function wander(person: Person): Promise<void> {
  const { text } = person
  const keys = [
    KEYS.help,
    KEYS.status,
    KEYS.fact,
    KEYS.contacts,
    KEYS.escalate,
    KEYS.correct,
    KEYS.followUp,
    KEYS.close,
  ]
  for (const key of keys) {
    await person.press(key)
    while (!(await person.isAsked(text.words))) await person.answer('')
  }
  await person.answer('/close returns 500, and the payment gateway too')
  await person.asked(text.unclear)
  await person.answer('n')
  await person.answer('/assign somebody in the system department')
  await person.asked(text.words)
  await person.answer('/scope trading=shut')
  await person.terminal.until('(unknown-scope-state)')
  await person.answer(`${CTRL_U}@25:99 engine-3 is down`)
  await person.terminal.until('(bad-time)')
  await person.send(CTRL_C)
  await person.terminal.end()
}

describe.concurrent('the screen of the walk', () => {
  for (const language of ['en', 'ja'] as const)
    for (const args of [['start'], ['start', '--drill']])
      test(`has no line wider than the terminal: ${args.join(' ')}, ${language}`, async () => {
        const person = new Person({ language, columns: 40, args })
        await person.terminal.until(person.text.chooseType)
        await person.choose(1, 1)
        await person.asked(person.text.title)
        await person.answer('マッチングエンジンが停止し、すべての注文を受け付けられない')
        await person.asked(person.text.sinceWhen)
        await person.answer('')
        await person.terminal.until('2.1-assess')
        await tour(person)
        await wander(person)
        const wide = stretches(person.terminal.output).filter((line) => stringWidth(line) > 40)
        expect(wide.filter((line) => !line.includes('halt.js'))).toEqual([])
      })

  test('marks every line in a drill', async () => {
    const person = new Person({ language: 'ja', columns: 40, args: ['start', '--drill', '--title', '訓練'] })
    await person.terminal.until(person.text.chooseType)
    await person.choose(1, 1)
    await person.asked(person.text.sinceWhen)
    await person.answer('')
    await tour(person)
    const unmarked = () => person.terminal.lines().filter((line) => !DRILL.test(line))
    await vi.waitFor(() => expect(unmarked()).toEqual([]), { timeout: 10_000 })
  })

  test('does not echo what is typed between two questions, and loses none of it', async () => {
    const person = await started({ args: ['start', '--drill', '--title', 'Matching engine down'] })
    const times = 30
    for (let i = 0; i < times; i += 1) {
      person.terminal.type('xy')
      await pause(20)
      person.terminal.type('\r')
      // Around the moment at which a held Enter is taken and the note is recorded.
      await pause(140 + i)
    }
    await pause(500)
    await person.terminal.until(/> ?\S*$/)
    await person.terminal.enter('end')
    await person.terminal.until(/note .*end"/)
    expect(person.terminal.lines().filter((line) => !DRILL.test(line))).toEqual([])
    const typed = () => {
      const recorded = person.bench.ok('log', '--json').trim().split('\n').slice(1)
      return recorded.flatMap((line) => (JSON.parse(line) as { data: { text: string } }).data.text.match(/xy/g) ?? [])
    }
    // What came while no question was open, and gave way to `end`, stands in the line again until an Enter.
    for (let i = 0; i < times && typed().length < times; i += 1) {
      await person.terminal.until(/> .*xy/)
      person.terminal.type('\r')
      await pause(500)
    }
    expect(typed()).toHaveLength(times)
  })

  test('leaves nothing behind as it is redrawn where it is taller than the terminal', async () => {
    const person = await started({ columns: 40, rows: 14 })
    const { terminal } = person
    const drawings = () => terminal.output.split(person.text.words).length
    const headings = () => terminal.lines().filter((line) => line.includes('T+00:'))
    await person.question()
    terminal.type('engine-3')
    await terminal.until(/> engine-3$/)
    const before = drawings()
    // Once with the next second.
    await terminal.untilTrue(() => drawings() > before, 'the screen drawn again')
    expect(headings()).toHaveLength(1)
  })

  test('is not drawn again each second while the line alone is taller than the terminal', async () => {
    const person = await started({ columns: 40, rows: 14 })
    const { terminal } = person
    await person.question()
    const paste = Array.from({ length: 60 }, (_, i) => `engine-3 heap dump ${i}`).join('\n')
    terminal.type(`\x1b[200~${paste}\x1b[201~`)
    await terminal.until('dump 59')
    const other = await started()
    const { output } = terminal
    await redrawn(other, 3)
    expect(terminal.output.slice(output.length)).toBe('')
  })

  test('is laid out anew once the terminal is narrower', async () => {
    const { terminal, text } = await started({ columns: 120 })
    await terminal.until(text.words)
    // Where a line of an instruction goes on.
    const folded = /^ {4}\S/m
    expect(terminal.text()).not.toMatch(folded)
    terminal.resize(40, 40)
    await terminal.until(folded)
  })

  test('is redrawn each second', async () => {
    const person = await started()
    await redrawn(person, 2)
  })

  test('has no colour with NO_COLOR', async () => {
    const person = await started({ env: { NO_COLOR: '1' } })
    await tour(person)
    expect(person.terminal.output.match(COLOURS)).toBeNull()
  })

  test.each([
    ['with --plain', { plain: true }],
    ['on a dumb terminal', { env: { TERM: 'dumb' } }],
  ])('contains no cursor movement %s', async (_, sitting) => {
    const person = await started(sitting)
    await tour(person)
    expect(person.terminal.output).not.toMatch(MOVES)
  })
})
