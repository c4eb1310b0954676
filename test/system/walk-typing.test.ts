import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { KEYS } from '../walk/keys.ts'
import { SENDING } from '../walk/operator.ts'
import type { Bench } from './bench.ts'
import { buildLocker, holding, killed } from './lock-holder.ts'
import { Person, type PersonOptions } from './terminal-walk.ts'

const CTRL_C = '\u0003'
const ESC = '\u001b'
/** Its second and third line are a key and a word. */
const PASTE = 'engine-3 is down\nd\nclose'
/** How the paste stands in the line. */
const IN_LINE = '> engine-3 is down|d|close'

const WAYS = [
  ['with brackets', `${ESC}[200~${PASTE.replaceAll('\n', '\r')}${ESC}[201~`],
  ['without brackets', PASTE.replaceAll('\n', '\r')],
  ['without brackets, with an end of line', `${PASTE.replaceAll('\n', '\r')}\r`],
] as const

interface Recorded {
  readonly type: string
  readonly data: { readonly text?: string; readonly note?: string }
}

/** What was recorded after the start. */
function events(bench: Bench): Recorded[] {
  const lines = bench.ok('log', '--json', '-i', 'latest').trim().split('\n')
  return lines.slice(1).map((line) => JSON.parse(line) as Recorded)
}

const notes = (bench: Bench) => events(bench).map(({ type, data }) => (type === 'note.added' ? data.text : type))

/** A walk at its first step. */
async function atFirstStep(options: PersonOptions = {}): Promise<Person> {
  const person = new Person({ args: ['start', '--type', 'system-failure', '--title', 'Engine down'], ...options })
  await person.asked(person.text.sinceWhen)
  await person.answer('')
  await atStep(person)
  return person
}

const atStep = (person: Person) => person.asked(person.text.words)

/** Pastes, finds that nothing is recorded while the text stands in the line, and presses Enter. */
async function enterPasted(person: Person, keys: string): Promise<void> {
  person.terminal.type(keys)
  await person.terminal.until(IN_LINE)
  await pause(500)
  expect(events(person.bench)).toEqual([])
  await person.answer('')
}

describe.concurrent.each(WAYS)('a paste %s', (_, keys) => {
  test('at the step stands in the line, and Enter makes one note of it', async () => {
    const person = await atFirstStep()
    await enterPasted(person, keys)
    await person.terminal.until(/note 2\.1-assess "engine-3/)
    expect(notes(person.bench)).toEqual([PASTE])
    await atStep(person)
  })

  test('at a question stands in the line, and Enter makes one answer of it', async () => {
    const person = await atFirstStep()
    await person.press(KEYS.begin)
    await person.asked(person.text.noteText)
    await enterPasted(person, keys)
    await atStep(person)
    expect(events(person.bench)).toMatchObject([{ type: 'step.begun', data: { note: PASTE } }])
  })

  test('where keys are asked for stands in the line, and Enter makes one note of it', async () => {
    const person = await atFirstStep()
    await person.press(KEYS.notice)
    await person.asked(SENDING.en.missingKeys)
    await enterPasted(person, keys)
    await person.asked(SENDING.en.missingKeys)
    expect(notes(person.bench)).toEqual([PASTE])
  })
})

describe.concurrent('one line that is pasted without brackets, with its end', () => {
  const LINE = '/close --force --reason pasted'

  test('stands in the line at the step, and Enter makes a note of it', async () => {
    const person = await atFirstStep()
    person.terminal.type(`${LINE}\r`)
    await person.terminal.until(`> ${LINE}`)
    await pause(500)
    expect(events(person.bench)).toEqual([])
    await person.answer('')
    await person.terminal.until(/note 2\.1-assess "/)
    expect(notes(person.bench)).toEqual([LINE])
  })

  test('after the beginning of a command is asked about, and Enter never runs it', async () => {
    const person = await atFirstStep()
    person.terminal.type('/cl')
    await person.terminal.until('> /cl')
    person.terminal.type(`${LINE.slice(3)}\r`)
    await person.terminal.until(`> ${LINE}`)
    await pause(500)
    for (let enters = 0; enters < 3; enters += 1) await person.answer('')
    await person.terminal.until(/note 2\.1-assess "/)
    expect(notes(person.bench)).toEqual([LINE])
  })

  test('does nothing where a word is asked for, and the same word typed does it', async () => {
    const person = await atFirstStep()
    await person.press(KEYS.close)
    await person.answer('false-alarm')
    await person.answer('a test of the alarm')
    await person.asked(person.text.closeWord)
    person.terminal.type('close\r')
    await person.terminal.until('> close')
    await pause(500)
    await person.answer('')
    await person.terminal.until(/type close by hand/)
    expect(events(person.bench)).toEqual([])
    await person.answer('close')
    await person.terminal.until('closed. The report:')
  })
})

test('the line breaks of a paste are drawn as signs where the locale has them', async () => {
  const person = await atFirstStep({ env: { LANG: 'C.UTF-8' } })
  person.terminal.type(WAYS[0][1])
  await person.terminal.until('> engine-3 is down⏎d⏎close')
})

test('a paste that was refused as an answer stays a paste, also when it is brought back to the step', async () => {
  const person = await atFirstStep()
  await person.press(KEYS.fact)
  await person.asked(person.text.factStatement)
  person.terminal.type(`${ESC}[200~/done\r/close${ESC}[201~`)
  await person.terminal.until('/done|/close')
  await person.answer('')
  await person.terminal.until('(bad-assignment)')
  await person.question()
  person.terminal.type(ESC)
  await atStep(person)
  person.terminal.type(`${ESC}[A`)
  await person.terminal.until('> /done|/close')
  await pause(200)
  person.terminal.type(' now')
  await person.terminal.until('> /done|/close now')
  await person.answer('')
  await person.terminal.until(/note 2\.1-assess "\/done/)
  expect(notes(person.bench)).toEqual(['/done\n/close now'])
})

describe.concurrent('lines that arrive at once in plain lines', () => {
  const lines = `${PASTE.replaceAll('\n', '\r')}\r`

  test('are one note if Enter takes them', async () => {
    const person = await atFirstStep({ plain: true })
    person.terminal.type(lines)
    await person.asked(person.text.block(3))
    expect(events(person.bench)).toEqual([])
    await person.answer('')
    await person.terminal.until(/note 2\.1-assess "engine-3/)
    expect(notes(person.bench)).toEqual([PASTE])
  })

  test('have their last line with them, which the terminal holds back until Enter, whatever it says', async () => {
    const person = await atFirstStep({ plain: true })
    person.terminal.type(`${PASTE.replaceAll('\n', '\r')}\r/begin`)
    await person.asked(person.text.block(3))
    person.terminal.type('\r')
    await person.asked(person.text.block(4))
    expect(events(person.bench)).toEqual([])
    await person.answer('')
    await person.terminal.until(/note 2\.1-assess "engine-3/)
    expect(notes(person.bench)).toEqual([`${PASTE}\n/begin`])
  })

  test('are dropped by <, and the same step stands there', async () => {
    const person = await atFirstStep({ plain: true })
    person.terminal.type(lines)
    await person.asked(person.text.block(3))
    await person.answer('<')
    await atStep(person)
    expect((await person.question()).findLast((line) => /^\d\.\d-/.test(line))).toMatch(/^2\.1-assess /)
    await person.answer('after it')
    await person.terminal.until(/note 2\.1-assess "after it"/)
    expect(notes(person.bench)).toEqual(['after it'])
  })

  test('are the answer to a question if Enter takes them', async () => {
    const person = await atFirstStep({ plain: true })
    await person.press(KEYS.begin)
    await person.asked(person.text.noteText)
    person.terminal.type(lines)
    await person.asked(person.text.block(3))
    await person.answer('')
    await atStep(person)
    expect(events(person.bench)).toMatchObject([{ type: 'step.begun', data: { note: PASTE } }])
  })
})

describe('what is typed while something is being recorded', () => {
  buildLocker()

  test.each([{ plain: false }, { plain: true }])(
    'stands in the line afterwards, acts on nothing, and Enter makes a note of it (--plain: $plain)',
    async ({ plain }) => {
      const person = await atFirstStep({ plain })
      const { incident } = person.bench.json<{ incident: string }>('status', '-i', 'latest')
      const folder = `${person.bench.workspace}/incidents/${incident}`
      const holder = await holding(folder)
      const claims = () => readFileSync(`${folder}/lock`, 'utf8').match(/^C /gm)?.length
      const before = claims()
      await person.answer('slow')
      await person.terminal.untilTrue(() => claims() !== before, 'the walk waits for the lock')
      person.terminal.type('d\r')
      await killed(holder)
      await person.terminal.until(/note 2\.1-assess "slow"/)
      await person.terminal.until(plain ? /^\[d\]\n>/m : /^> d$/m)
      await pause(500)
      expect(notes(person.bench)).toEqual(['slow'])
      person.terminal.type('\r')
      await person.terminal.until(/note 2\.1-assess "d"/)
      expect(notes(person.bench)).toEqual(['slow', 'd'])
    },
  )
})

describe.concurrent('Esc', () => {
  test.each([
    ['Esc', ESC],
    ['<', '<\r'],
  ])('goes back from each question of a step, whose answers stand in the line: %s', async (_, back) => {
    const person = await atFirstStep()
    const answers = ['seen by all', '1m ago', '30s ago']
    // What was so long ago when it was typed stays that time.
    const kept = [/^> seen by all$/m, /^> \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/m, /^> \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/m]
    const place = (n: number) => new RegExp(`^(?:2\\.1-assess  )?${n} of 4  `, 'm')
    for (let last = 0; last < 4; last += 1) {
      await person.press(KEYS.done)
      for (const [i, answer] of answers.slice(0, last).entries()) {
        await person.terminal.until(place(i + 1))
        await person.answer(answer)
      }
      await person.terminal.until(place(last + 1))
      for (let at = last - 1; at >= 0; at -= 1) {
        await person.send(back)
        await person.terminal.until(place(at + 1))
        await person.terminal.until(kept[at] as RegExp)
        // A lone `<` is typed in an empty line.
        person.terminal.type('\u0015')
        await person.terminal.until(/^>$/m)
      }
      await person.send(back)
      await atStep(person)
    }
    expect(events(person.bench)).toEqual([])
  })
})

describe.concurrent('Ctrl-C in a series of questions', () => {
  test.each([{ plain: false }, { plain: true }])(
    'says what was not recorded, which is offered at its question when the walk is resumed (--plain: $plain)',
    async ({ plain }) => {
      const person = await atFirstStep({ plain, columns: 120 })
      await person.press(KEYS.done)
      await person.asked(person.text.doneNote)
      await person.answer('checked by all')
      await person.terminal.until('2 of 4')
      await person.question()
      person.terminal.type(CTRL_C)
      expect(await person.terminal.end()).toBe(130)
      expect(person.terminal.text()).toContain('NOT recorded: "checked by all" (paused)')
      expect(events(person.bench)).toEqual([])
      await takesUp(person, ['checked by all'], plain)
    },
  )

  test('says and offers the answer that was being typed, too', async () => {
    const person = await atFirstStep({ columns: 120 })
    await person.press(KEYS.done)
    await person.asked(person.text.doneNote)
    await person.answer('checked by all')
    await person.terminal.until('2 of 4')
    await person.question()
    person.terminal.type('half an ans')
    await person.terminal.until('> half an ans')
    person.terminal.type(CTRL_C)
    expect(await person.terminal.end()).toBe(130)
    expect(person.terminal.text()).toContain('NOT recorded: "checked by all", "half an ans" (paused)')
    await takesUp(person, ['checked by all', 'half an ans'])
  })

  test('says and offers what was being typed at the first question', async () => {
    const person = await atFirstStep({ columns: 120 })
    await person.press(KEYS.done)
    await person.asked(person.text.doneNote)
    person.terminal.type('half an ans')
    await person.terminal.until('> half an ans')
    person.terminal.type(CTRL_C)
    expect(await person.terminal.end()).toBe(130)
    expect(person.terminal.text()).toContain('NOT recorded: "half an ans" (paused)')
    await takesUp(person, ['half an ans'])
  })

  /** Resumes the walk by the printed command, and takes each answer where it is offered. */
  async function takesUp({ bench, terminal }: Person, answers: readonly string[], plain = false): Promise<void> {
    const line = /\S*halt\.js (walk -i .+)$/m.exec(terminal.unbroken())?.[1] ?? ''
    const later = new Person({ bench, args: line.trim().split(' '), plain })
    await atStep(later)
    await later.press(KEYS.done)
    for (const answer of answers) {
      await later.terminal.until(plain ? `[${answer}]` : `> ${answer}`)
      await later.answer('')
    }
    expect(events(bench)).toEqual([])
  }
})

describe.concurrent('a refused answer in the line', () => {
  async function refused(answer: string, options: PersonOptions = {}): Promise<Person> {
    const person = await atFirstStep(options)
    await person.press(KEYS.promise)
    await person.asked(person.text.promise)
    await person.answer(answer)
    await person.terminal.until('(bad-time)')
    await person.question()
    return person
  }

  test('is replaced by what is typed', async () => {
    const person = await refused('28:00')
    await person.terminal.until('> 28:00')
    await person.answer('2099-01-01T00:00')
    await atStep(person)
    expect(events(person.bench).at(-1)?.data).toMatchObject({ next: expect.stringContaining('2099-01-01T00:00') })
  })

  test('is edited with Backspace', async () => {
    const person = await refused('2099-01-01T00:0x')
    await person.answer('\u007f0')
    await atStep(person)
    expect(events(person.bench).at(-1)?.data).toMatchObject({ next: expect.stringContaining('2099-01-01T00:00') })
  })

  test('is not sent again by Enter in plain lines', async () => {
    const person = await refused('28:00', { plain: true })
    await person.answer('')
    await atStep(person)
    expect(person.terminal.output.split('(bad-time)')).toHaveLength(2)
    expect(events(person.bench)).toEqual([])
  })
})

test('a type of halt that there is none of is refused in plain lines', async () => {
  const person = new Person({ plain: true })
  person.terminal.type('outage\r')
  await person.terminal.until(/a number from 1 to \d, or an id, not: outage\n> $/m)
  person.terminal.type('1\r')
  await person.asked(person.text.title)
})

describe.concurrent('the question for the type of halt', () => {
  const chosen = (bench: Bench) => JSON.parse(bench.ok('status', '-i', 'latest', '--json')).type as string

  test('is narrowed down by what is typed: a part of a name, an id or a number', async () => {
    for (const [typed, type] of [
      ['security', 'security-incident'],
      ['market-vol', 'market-volatility'],
      ['3', 'security-incident'],
    ] as const) {
      const person = new Person({ args: ['start'] })
      await person.terminal.until(person.text.chooseType)
      person.terminal.type(typed)
      await person.terminal.until(`${person.text.chooseType} ${typed}`)
      await pause(300)
      await person.answer('')
      await person.asked(person.text.title)
      await person.answer('')
      await person.asked(person.text.sinceWhen)
      expect(chosen(person.bench), typed).toBe(type)
    }
  })

  test('stays at the type that is chosen already as long as what is typed is a part of its name', async () => {
    const person = new Person({ args: ['start'] })
    await person.terminal.until(person.text.chooseType)
    person.terminal.type('system')
    await person.terminal.until(`${person.text.chooseType} system`)
    await person.terminal.until(/^> system failure/m)
  })

  test('takes nothing that is none of the types, and can be mended', async () => {
    const person = new Person({ args: ['start'] })
    await person.terminal.until(person.text.chooseType)
    person.terminal.type('orders do not go through')
    await person.terminal.until('an id, not: orders do not go through')
    await pause(300)
    person.terminal.type('\r')
    await pause(300)
    expect(person.terminal.text()).toContain('an id, not: orders do not go through')
    person.terminal.type('\u0015')
    await person.terminal.until('> system maintenance')
    person.terminal.type('volatility')
    await person.terminal.until(`${person.text.chooseType} volatility`)
    await pause(300)
    await person.answer('')
    await person.asked(person.text.title)
  })
})
