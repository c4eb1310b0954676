import { describe, expect, test } from 'vitest'
import { KEYS, MORE_KEYS } from '../../src/render/walk.ts'
import { Bench } from './bench.ts'
import { Person, type Sitting } from './terminal-walk.ts'

const NOBODY = { HALT_OPERATOR: '' }

function begun(): Bench {
  const bench = new Bench()
  bench.ok('start', '--type', 'system-failure')
  return bench
}

/** Whoever sits down, and is not named. */
function sitsDown(bench: Bench, over: Sitting = {}): Person {
  return new Person({ bench, args: ['walk'], columns: 100, env: NOBODY, ...over })
}

const lastBy = (bench: Bench) => JSON.parse(bench.ok('log', '--json').trim().split('\n').at(-1) as string)
const lead = (bench: Bench) => bench.json<{ lead: string }>('status').lead

/** Where the walk asks who is there, up to the name that Enter keeps. */
const question = ({ text }: Person) => text.whoIsThere('').replace(/[)）]$/, '')

describe.concurrent('the walk, when it goes on', () => {
  for (const plain of [false, true])
    test(`asks who is at the keyboard where somebody else recorded last${plain ? ', plain' : ''}`, async () => {
      const bench = begun()
      const person = sitsDown(bench, { plain })
      await person.terminal.until(question(person))
      expect(person.terminal.text()).toContain(person.text.lastBy('taro'))
      await person.answer('hanako')
      await person.terminal.until('2.1-assess')
      await person.press(KEYS.note)
      await person.asked(person.text.note)
      await person.answer('it is me now')
      await person.terminal.until('note "it is me now"  hanako')
      expect(lastBy(bench)).toMatchObject({ by: 'hanako', data: { text: 'it is me now' } })
      person.terminal.type('\x03')
      await person.terminal.end()
      expect(person.terminal.unbroken()).toMatch(/walk -i \S+ --as hanako/)
    })

  test('keeps the one it knows at Enter, and asks in Japanese at 40 columns', async () => {
    const bench = begun()
    const person = sitsDown(bench, { language: 'ja', columns: 40 })
    await person.terminal.until('操作しているのは誰ですか')
    await person.answer('')
    await person.terminal.until('2.1-assess')
    await person.press(KEYS.note)
    await person.asked(person.text.note)
    await person.answer('続ける')
    await person.terminal.until('「続ける」')
    expect(lastBy(bench).by).not.toBe('taro')
  })

  test('leaves nothing behind where it is left at that question', async () => {
    const bench = begun()
    const person = sitsDown(bench)
    await person.terminal.until(question(person))
    person.terminal.type('\x03')
    expect(await person.terminal.end()).toBe(130)
    expect(person.terminal.unbroken()).toMatch(/Go on with: .*walk -i /)
  })

  test('does not ask where it was said who acts', async () => {
    const bench = begun()
    const person = sitsDown(bench, { args: ['walk', '--as', 'hanako'] })
    await person.terminal.until('2.1-assess')
    expect(person.terminal.text()).not.toContain(question(person))
  })

  test('shows the pack to whom the lead was offered, and takes the word for it', async () => {
    const bench = begun()
    bench.ok('handover', '--to', 'hanako', '--note', 'mind the disk')
    const person = sitsDown(bench, { rows: 60 })
    await person.terminal.until(question(person))
    await person.answer('hanako')
    await person.asked(person.text.takeOver('accept'))
    expect(person.terminal.text()).toContain('"mind the disk"')
    await person.answer('')
    await person.terminal.until(person.text.notTaken)
    expect(lead(bench)).toBe('taro')
    await person.press(MORE_KEYS.lead)
    await person.asked(person.text.takeOver('accept'))
    await person.answer('accept')
    await person.terminal.until('took over the lead  hanako')
    expect(lead(bench)).toBe('hanako')
  })
})

describe.concurrent('in the walk', () => {
  test('the lead is offered, seen on the screen, and taken over for a reason', async () => {
    const bench = begun()
    const person = new Person({ bench, args: ['walk'], columns: 100, rows: 60 })
    await person.terminal.until('2.1-assess')
    await person.press(MORE_KEYS.lead)
    await person.asked(person.text.offerTo)
    await person.answer('hanako')
    await person.terminal.until('lead offered to hanako')
    await person.question()
    expect(person.terminal.text()).toContain(`${person.text.leadOffered('hanako')} (h)`)
    const jiro = new Person({ bench, args: ['walk', '--as', 'jiro'], columns: 100, rows: 60 })
    await jiro.terminal.until('2.1-assess')
    await jiro.press(MORE_KEYS.lead)
    await jiro.asked(jiro.text.offerOrTake('taro', 'accept'))
    await jiro.answer('accept nobody else is here')
    await jiro.terminal.until('took over the lead "nobody else is here"')
    expect(lead(bench)).toBe('jiro')
  })

  test('a hypothesis is stated, and discarded by its name', async () => {
    const bench = begun()
    const person = new Person({ bench, args: ['walk'], columns: 100 })
    await person.terminal.until('2.1-assess')
    await person.press(MORE_KEYS.hypothesis)
    await person.asked(person.text.hypothesis)
    await person.answer('memory leak')
    await person.terminal.until('hypothesis "memory leak"')
    const { hypotheses } = bench.json<{ hypotheses: { event: string }[] }>('status')
    const name = hypotheses[0]?.event ?? ''
    await person.press(MORE_KEYS.hypothesis)
    await person.asked(person.text.hypothesis)
    await person.answer(name)
    await person.asked(person.text.why)
    await person.answer('heap is flat')
    await person.terminal.until(`discarded ${name} "heap is flat"`)
  })
})
