import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { CALL_KEYS } from '../../src/render/calling.ts'
import { KEYS, MORE_KEYS } from '../../src/render/walk.ts'
import { calling as en } from '../../src/text/en/calling.ts'
import { calling as ja } from '../../src/text/ja/calling.ts'
import { DRILL } from '../walk/operator.ts'
import { Bench } from './bench.ts'
import { recorded } from './serving.ts'
import { Person, type Sitting } from './terminal-walk.ts'

const CONTACTS = `answerWithin: 5m
people:
  sato:
    name: { ja: 佐藤 花子, en: Hanako Sato }
    reach:
      - { by: phone, to: "+81-3-0000-0000" }
      - { by: pager, send: { via: command, run: [sh, -c, "cat >> pages.txt"] } }
  kato: { name: Kato, reach: [{ by: phone, to: "+81-3-1111-1111" }] }
  ito: { name: Ito, reach: [{ by: mail, to: ito@example.com }] }
  mori: { name: Mori, reach: [{ by: chat, to: "@mori" }] }
departments:
  system: { head: sato, deputies: [ito] }
  customer-support: { head: kato, deputies: [mori] }
  public-relations: { head: mori }
  legal: { head: mori }
  security: { head: sato }
escalation:
  - { id: manager, title: { ja: 部長, en: Manager }, reach: [kato] }
  - { id: board, title: { ja: 役員, en: Board }, reach: [mori], when: { severity: sev2 } }
`

/** Somebody at the walk of a halt with a contact list, the first step on the screen. */
async function walking(sitting: Sitting = {}, contacts = CONTACTS, start: readonly string[] = []): Promise<Person> {
  const bench = new Bench()
  bench.write('contacts.yaml', contacts)
  bench.ok('start', '--type', 'system-failure', '--no-walk', ...start)
  const person = new Person({ bench, args: ['walk'], ...sitting })
  await person.terminal.until('2.1-assess')
  return person
}

async function atStep(person: Person, step: string): Promise<void> {
  await person.press(KEYS.jump)
  await person.answer(step)
  await person.terminal.until(`${step}  `)
  await person.question()
}

const calls = (bench: Bench) =>
  recorded(bench, 'contact.tried', 'contact.reached').map(({ type, data }) => [type.slice(8), data.person])

const stepOf = (bench: Bench, id: string) =>
  bench.json<{ steps: { id: string; state: string }[] }>('status').steps.find((step) => step.id === id)?.state

describe.concurrent('calling people in the walk', () => {
  for (const plain of [false, true])
    test(`goes from a step of telling a department through all of them, by single keys${plain ? ', plain' : ''}`, async () => {
      const person = await walking({ plain })
      await atStep(person, '2.3-support')
      await person.press(KEYS.done)
      await person.terminal.until(en.call('Customer Support', 2, 5))
      await person.terminal.until(/> 1 Kato {2}ja {2}CALL NOW\n {6}phone \+81-3-1111-1111/)
      await person.press(CALL_KEYS.tried)
      await person.terminal.until('called kato: no answer yet')
      await person.terminal.until(en.call('System', 1, 5))
      await person.press(CALL_KEYS.reached)
      await person.terminal.until('reached sato')
      await person.terminal.until(en.call('Public Relations', 3, 5))
      await person.press(CALL_KEYS.reached)
      await person.terminal.until(en.reached('Legal', 'Mori'))
      await person.terminal.until(/was reached[\s\S]*2\.1-assess/)
      expect(calls(person.bench)).toEqual([
        ['tried', 'kato'],
        ['reached', 'sato'],
        ['reached', 'mori'],
      ])
      const told = ['2.3-support', '2.3-public-relations', '2.3-legal', '2.3-security']
      expect(told.map((id) => stepOf(person.bench, id))).toEqual(['done', 'done', 'done', 'done'])
    })

  test('proposes the next when the time for an answer is over, and takes a late answer all the same', async () => {
    const person = await walking({}, CONTACTS.replace('answerWithin: 5m', 'answerWithin: 4s'))
    await atStep(person, '2.3-support')
    await person.press(KEYS.done)
    await person.terminal.until(/> 1 Kato .*CALL NOW/)
    await person.press(CALL_KEYS.tried)
    await person.terminal.until(en.call('System', 1, 5))
    await person.press(KEYS.forward)
    await person.terminal.until(/> 2 Mori .*CALL NOW/)
    await person.terminal.until(/ {2}1 Kato {2}ja {2}called \d\d:\d\d, no answer\n/)
    await person.press('1')
    await person.terminal.until(/> 1 Kato/)
    await person.press(CALL_KEYS.reached)
    await person.terminal.until('reached kato')
    expect(stepOf(person.bench, '2.3-support')).toBe('done')
  })

  test('pages once its word is typed, and not before', async () => {
    const person = await walking()
    await person.press(MORE_KEYS.contacts)
    await person.terminal.until(en.call('System', 1, 5))
    await person.press(CALL_KEYS.page)
    await person.asked(en.typeToPage('Hanako Sato', 'pager'))
    await person.answer('yes')
    await person.terminal.until(en.notPaged)
    expect(existsSync(join(person.bench.workspace, 'pages.txt'))).toBe(false)
    await person.press(CALL_KEYS.page)
    await person.answer('page')
    await person.terminal.until(/page \w+:\d+ sent/)
    await person.terminal.until(en.call('Customer Support', 2, 5))
    expect(readFileSync(join(person.bench.workspace, 'pages.txt'), 'utf8')).toContain('contacts reached sato')
    expect(recorded(person.bench, 'page.intended')[0]?.data).toMatchObject({ person: 'sato', department: 'system' })
  })

  test('says what came in the way of a page, and keeps the same person to be called', async () => {
    const person = await walking({}, CONTACTS.replace('cat >> pages.txt', 'exit 3'))
    await person.press(MORE_KEYS.contacts)
    await person.press(CALL_KEYS.page)
    await person.answer('page')
    await person.terminal.until('call Hanako Sato yourself: phone +81-3-0000-0000')
    await person.terminal.until(/> 1 Hanako Sato .*CALL NOW {2}page \d\d:\d\d by pager\n? +FAILED \(command-failed\)/)
  })

  test('takes it that somebody was told otherwise', async () => {
    const person = await walking()
    await atStep(person, '2.3-legal')
    await person.press(KEYS.done)
    await person.terminal.until(en.call('Legal', 4, 5))
    await person.press(CALL_KEYS.otherwise)
    await person.answer('met them in the lift')
    await person.terminal.until('done 2.3-legal "met them in the lift"')
    expect(calls(person.bench)).toEqual([])
  })

  test('names the level that it asks a reason for', async () => {
    const person = await walking()
    await person.press(KEYS.escalate)
    await person.press('1')
    await person.terminal.until('Manager  Why? (Enter: back)')
  })

  test('is paused by the key that pauses everywhere', async () => {
    const person = await walking()
    await person.press(MORE_KEYS.contacts)
    await person.press(KEYS.pause)
    expect(await person.terminal.end()).toBe(130)
  })

  test('is done as ever where there is no contact list', async () => {
    const person = new Person({ args: ['start', '--title', 'Engine down'] })
    await person.choose(1, 1)
    for (const key of [MORE_KEYS.contacts, KEYS.escalate]) {
      await person.press(key)
      await person.terminal.until('(no-contacts)')
    }
    await atStep(person, '2.3-legal')
    await person.press(KEYS.done)
    await person.answer('rang them up')
    await person.terminal.until('done 2.3-legal "rang them up"')
  })

  for (const language of ['en', 'ja'] as const)
    test(`fits 40 columns, and is marked in a drill, in ${language}`, async () => {
      const person = await walking({ language, columns: 40, rows: 40 }, CONTACTS, ['--drill', '--severity', 'sev1'])
      const said = language === 'en' ? en : ja
      await person.press(MORE_KEYS.contacts)
      await person.question()
      await person.press(CALL_KEYS.page)
      await person.asked(
        language === 'en' ? en.typeToRehearse('Hanako Sato', 'pager') : ja.typeToRehearse('佐藤 花子', 'ページャー'),
      )
      await person.answer('page')
      await person.question()
      await person.press(KEYS.escalate)
      await person.question()
      await person.press(KEYS.escalate)
      await person.terminal.until(said.keys.back)
      await person.question()
      const lines = person.terminal.lines()
      expect(lines.filter((line) => !DRILL.test(line))).toEqual([])
      expect(lines.filter((line) => stringWidth(line) > 40)).toEqual([])
      expect(recorded(person.bench, 'page.delivered')[0]?.data).toMatchObject({ why: 'drill' })
    })
})

describe.concurrent('escalating in the walk', () => {
  test('proposes what is due by itself, and goes on to whom to call there', async () => {
    const person = await walking({}, CONTACTS, ['--severity', 'sev1'])
    await person.terminal.until(/OVERDUE 00:\d\d \(e\): escalate to Board/)
    await person.press(KEYS.escalate)
    await person.terminal.until(`e ${en.raiseDue('Board')}`)
    await person.press(KEYS.escalate)
    await person.terminal.until('escalated to board')
    await person.terminal.until(en.call('Board', 6, 6))
    await person.press(CALL_KEYS.reached)
    await person.terminal.until('reached mori')
    const { clocks } = person.bench.json<{ clocks: { id: string }[] }>('status')
    expect(clocks.map(({ id }) => id).filter((id) => /escalation|answer/.test(id))).toEqual([])
  })

  test('asks why where the rules do not ask for it, and takes no answer for no', async () => {
    const person = await walking()
    await person.press(KEYS.escalate)
    await person.terminal.until('1 Manager (manager)  raised by hand only')
    await person.press('1')
    await person.answer('')
    await person.press('1')
    await person.answer('the press called')
    await person.terminal.until('escalated to manager "the press called"')
    expect(recorded(person.bench, 'escalation.raised')).toHaveLength(1)
  })
})
