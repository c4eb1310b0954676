import { appendFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { KEYS } from '../../src/render/walk.ts'
import type { Bench } from './bench.ts'
import { Person } from './terminal-walk.ts'

const CTRL_C = '\x03'
const CTRL_D = '\x04'

interface Recorded {
  readonly type: string
  readonly data: Record<string, unknown>
}

function events(bench: Bench): Recorded[] {
  const lines = bench.ok('log', '--json', '-i', 'latest').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Recorded)
}

function logOf(bench: Bench): string {
  const [id = ''] = incidents(bench)
  const folder = join(bench.workspace, 'incidents', id)
  return join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) as string)
}

function incidents(bench: Bench): string[] {
  try {
    return readdirSync(join(bench.workspace, 'incidents'))
  } catch {
    return []
  }
}

/** Someone who has just opened the log of a halt, with the first step on the screen. */
async function atFirstStep(sitting: ConstructorParameters<typeof Person>[0] = {}): Promise<Person> {
  const person = new Person(sitting)
  await person.terminal.until(person.text.chooseType)
  await person.choose(1, 1)
  await person.asked(person.text.title)
  await person.answer('')
  await person.terminal.until('2.1-assess')
  return person
}

/** Someone else, or the same one later, who types the line that the program gave to go on. */
function goingOn(person: Person): Person {
  const line = /\S*halt\.js (walk -i .+)$/m.exec(person.terminal.unbroken())?.[1]
  if (line === undefined) throw new Error(`no line to go on with:\n${person.terminal.text()}`)
  const { bench, language } = person
  return new Person({ bench, language, args: line.trim().split(' '), columns: 120 })
}

describe.concurrent('an interrupted walk', () => {
  test('three Enters at most open a log', async () => {
    const person = await atFirstStep()
    expect(events(person.bench).map((event) => event.type)).toEqual(['incident.started'])
  })

  for (const [name, key] of [
    ['Ctrl-C', CTRL_C],
    ['Ctrl-D', CTRL_D],
  ] as const) {
    test(`${name} before the log is open records nothing and says how to start`, async () => {
      const person = new Person({ columns: 120 })
      await person.terminal.until(person.text.chooseType)
      await person.terminal.until('> system failure')
      person.terminal.type(key)
      expect(await person.terminal.end()).toBe(130)
      expect(person.terminal.text()).toMatch(/halt\.js start$/m)
      expect(incidents(person.bench)).toEqual([])
    })

    for (const at of ['a step', 'a question'] as const)
      for (const plain of [false, true])
        test(`${name} at ${at} confirms nothing, and the line it prints goes on there${plain ? ', plain' : ''}`, async () => {
          const person = await atFirstStep({ columns: 120, plain })
          if (at === 'a question') {
            await person.press(KEYS.done)
            await person.asked(person.text.scope('trading, deposits, withdrawals'))
          }
          const before = events(person.bench)
          await person.send(key)
          expect(await person.terminal.end()).toBe(130)
          expect(events(person.bench)).toEqual(before)
          const later = goingOn(person)
          await later.terminal.until('2.1-assess')
          expect(events(person.bench)).toEqual(before)
        })
  }

  test('a killed walk confirms nothing and goes on where it stood', async () => {
    const person = await atFirstStep()
    await person.press(KEYS.done)
    await person.asked(person.text.scope('trading, deposits, withdrawals'))
    await person.answer('trading=stopped')
    await person.terminal.until('[started-at]')
    const before = events(person.bench)
    person.terminal.kill('SIGKILL')
    await person.terminal.end()
    expect(events(person.bench)).toEqual(before)
    const later = new Person({ bench: person.bench, args: ['walk'] })
    await later.terminal.until('2.1-assess')
    await later.press(KEYS.done)
    await later.terminal.until('[started-at]')
    expect(events(person.bench)).toEqual(before)
  })

  for (const language of ['en', 'ja'] as const)
    test(`a note that was being typed is shown and offered again in ${language}`, async () => {
      const person = await atFirstStep({ language })
      await person.press(KEYS.note)
      await person.asked(person.text.note)
      person.terminal.type('約定エンジン engine-3')
      await person.terminal.until('> 約定エンジン engine-3')
      person.terminal.kill('SIGKILL')
      await person.terminal.end()
      const later = new Person({ bench: person.bench, language, args: ['walk'] })
      await later.terminal.until(later.text.unfinished(later.text.note, '約定エンジン engine-3'))
      await later.press(KEYS.done)
      await later.asked(later.text.scope('trading, deposits, withdrawals'))
      await later.answer('')
      await later.terminal.until('[started-at]')
      await later.send(CTRL_C)
      await later.terminal.end()
      const last = new Person({ bench: person.bench, language, args: ['walk'] })
      await last.terminal.until('2.1-assess')
      await last.press(KEYS.note)
      await last.terminal.until('> 約定エンジン engine-3')
      await last.send('\r')
      await last.terminal.until(() => events(person.bench).length === 2)
      expect(events(person.bench).at(-1)).toMatchObject({ type: 'note.added', data: { text: '約定エンジン engine-3' } })
    })

  test('what was typed about one step is not offered for another', async () => {
    const person = await atFirstStep()
    await person.press(KEYS.begin)
    await person.asked(person.text.noteText)
    person.terminal.type('first look')
    await person.terminal.until('> first look')
    await person.send(CTRL_C)
    expect(await person.terminal.end()).toBe(130)
    const later = new Person({ bench: person.bench, args: ['walk'] })
    await later.terminal.until('2.1-assess')
    await later.press(KEYS.forward)
    await later.terminal.until('2.2-facts')
    await later.press(KEYS.begin)
    await later.asked(later.text.noteText)
    expect((await later.question()).at(-1)).toBe('>')
  })

  test('a log whose end was torn by a crash is walked on, and the torn end is set aside', async () => {
    const person = await atFirstStep()
    person.terminal.kill('SIGKILL')
    await person.terminal.end()
    appendFileSync(logOf(person.bench), '{"v":1,"inc')
    const later = new Person({ bench: person.bench, args: ['walk'] })
    await later.terminal.until('2.1-assess')
    await later.press(KEYS.note)
    await later.asked(later.text.note)
    await later.answer('after the crash')
    await later.terminal.until('note "after the crash"')
    const types = events(person.bench).map((event) => event.type)
    expect(types).toEqual(['incident.started', 'log.recovered', 'note.added'])
  })

  test('a damaged log is not walked: it says where, what freezes the file, and the line that then goes on', async () => {
    const person = await atFirstStep({ columns: 200 })
    appendFileSync(logOf(person.bench), 'broken\n')
    await person.terminal.until(/^Then: \S.*halt\.js walk -i \S+$/m)
    expect(await person.terminal.end()).toBe(4)
    const again = new Person({ bench: person.bench, args: ['walk'], columns: 200 })
    expect(await again.terminal.until(/\.jsonl:2 .*\(damaged\)/)).not.toContain('2.1-assess')
    const text = await again.terminal.until(/^Then: /m)
    expect(await again.terminal.end()).toBe(4)
    const [, freeze = ''] = /halt\.js (verify --continue --reason TEXT -i \S+)$/m.exec(text) ?? []
    person.bench.ok(...freeze.split(' '))
    const later = goingOn(again)
    await later.terminal.until('2.1-assess')
  })

  test('Ctrl-Z lets the terminal go, and back in the foreground the walk goes on', async () => {
    const person = await atFirstStep()
    person.terminal.type('\x1a')
    process.kill(person.terminal.pid, 'SIGCONT')
    await person.press(KEYS.note)
    await person.asked(person.text.note)
    await person.answer('back again')
    await person.terminal.until('note "back again"')
  })

  test('Enter alone resolves no step', async () => {
    const person = await atFirstStep()
    person.terminal.type('\r\r\r')
    for (const [key, question] of [
      [KEYS.skip, person.text.skipReason],
      [KEYS.assign, person.text.assignTo('system, customer-support, public-relations, legal, security')],
      [KEYS.note, person.text.note],
      [KEYS.fact, person.text.factStatement],
      [KEYS.jump, person.text.jumpTo],
    ] as const) {
      await person.press(key)
      await person.asked(question)
      await person.answer('')
      await person.terminal.until('2.1-assess')
    }
    expect(events(person.bench)).toHaveLength(1)
  })
})
