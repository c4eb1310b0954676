import stringWidth from 'string-width'
import { describe, expect, test, vi } from 'vitest'
import { KEYS } from '../walk/keys.ts'
import { DRILL } from '../walk/operator.ts'
import { pause } from './terminal.ts'
import { Person, type PersonOptions } from './terminal-walk.ts'

const COLOURS = /\x1b\[[\d;]*m/g
const MOVES = /\x1b\[[\d;?]*[A-Za-ln-z]|\x1b[^[]/
const SCOPE = 'trading, deposits, withdrawals'

/** The pieces of output between line ends and cursor movements. */
function stretches(output: string): string[] {
  return output.replaceAll(COLOURS, '').split(new RegExp(`\\r?\\n|${MOVES.source}`))
}

async function started(sitting: PersonOptions = {}): Promise<Person> {
  const person = new Person({ args: ['start', '--title', 'Matching engine down'], ...sitting })
  await person.terminal.until(person.text.chooseType)
  await person.choose(1, 1)
  await person.terminal.until('2.1-assess')
  return person
}

/** Opens the list, and answers single-key and text questions. */
async function tour(person: Person): Promise<void> {
  const { text } = person
  await person.press(KEYS.list)
  await person.press(KEYS.done)
  await person.asked(text.scope(SCOPE))
  await person.answer('trading=limited:market-orders-are-refused-and-limit-orders-wait withdrawals:XEM=stopped')
  await person.answer('at some time')
  await person.answer('?')
  await person.question()
}

describe.concurrent('the screen of the walk', () => {
  test('has no line wider than the terminal, and marks every line in a drill', async () => {
    const person = new Person({ language: 'ja', columns: 40, args: ['start', '--drill'] })
    await person.terminal.until(person.text.chooseType)
    await person.choose(1, 1)
    await person.asked(person.text.title)
    await person.answer('マッチングエンジンが停止し、すべての注文を受け付けられない')
    await person.terminal.until('2.1-assess')
    await tour(person)
    expect(stretches(person.terminal.output).filter((line) => stringWidth(line) > 40)).toEqual([])
    const unmarked = () => person.terminal.lines().filter((line) => !DRILL.test(line))
    await vi.waitFor(() => expect(unmarked()).toEqual([]), { timeout: 10_000 })
  })

  test('does not echo what is typed between two questions', async () => {
    const person = await started({ args: ['start', '--drill', '--title', 'Matching engine down'] })
    for (const key of `${KEYS.note}x\r`.repeat(80)) {
      person.terminal.type(key)
      await pause(2)
    }
    await person.terminal.until((text) => text.split('note "x"').length > 80)
    await person.question()
    expect(person.terminal.lines().filter((line) => !DRILL.test(line))).toEqual([])
  })

  test('is redrawn each second', async () => {
    const person = await started()
    await person.terminal.until('T+00:00:01')
    await person.terminal.until('T+00:00:02')
  })

  test('has no colour with NO_COLOR', async () => {
    const person = await started({ env: { NO_COLOR: '1' } })
    await tour(person)
    expect(person.terminal.output.match(COLOURS)).toBeNull()
  })

  test('contains no cursor movement with --plain', async () => {
    const person = await started({ plain: true })
    await tour(person)
    expect(person.terminal.output).not.toMatch(MOVES)
  })

  test('uses what is typed ahead for the following questions', async () => {
    const person = await started()
    person.terminal.type('dtrading=stopped\r5m ago\r?\rengine-3 is down\rnhanako はベンダーに電話中\r')
    await person.terminal.until('note "hanako')
    const recorded = person.bench.ok('log', '--json').trim().split('\n').slice(1)
    expect(recorded.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual([
      'scope.changed',
      'fact.set',
      'fact.set',
      'step.done',
      'note.added',
    ])
  })
})
