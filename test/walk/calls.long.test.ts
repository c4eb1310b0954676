import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { calling as callingEn } from '../../src/people/words.en.ts'
import { calling as callingJa } from '../../src/people/words.ja.ts'
import { CALL_KEYS } from '../../src/walk/call-screens.ts'
import { Bench } from '../bench.ts'
import { type Answer, LEAVE, type Reply, replies, WAIT } from '../script.ts'
import { KEYS } from './keys.ts'
import { DRILL, TEXT } from './operator.ts'
import { beforeFarewell, recorded, walk } from './walk.ts'

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
const FIRST = '2.1-assess'
const { en } = TEXT
const said = callingEn

async function begun(contacts: string | null = CONTACTS, ...flags: readonly string[]): Promise<Bench> {
  const bench = new Bench()
  if (contacts !== null) bench.write('contacts.yaml', contacts)
  await bench.ok('start', '--type', 'system-failure', ...flags)
  return bench
}

/** Jumps from the first step to another and does it. */
const finishing = (step: string): Reply[] => [
  [FIRST, KEYS.jump],
  [en.jumpTo, step],
  [`${step}  `, KEYS.done],
]

const calls = async (bench: Bench) =>
  (await recorded(bench, 'contact.tried', 'contact.reached')).map(({ type, data }) => [type.slice(8), data.person])

async function stateOf(bench: Bench, id: string): Promise<string | undefined> {
  const { steps } = await bench.json<{ steps: { id: string; state: string }[] }>('status')
  return steps.find((step) => step.id === id)?.state
}

describe('calling people in the walk', () => {
  test('the step that reaches the heads calls all departments, and is done once each has answered', async () => {
    const bench = await begun()
    await walk(bench, [
      ...finishing('6-reach-heads'),
      [said.call('System', 1, 5), CALL_KEYS.reached],
      [said.call('Customer Support', 2, 5), CALL_KEYS.reached],
      [said.call('Public Relations', 3, 5), ''],
      [FIRST, KEYS.help],
    ])
    expect(await stateOf(bench, '6-reach-heads')).toBe('pending')
    await walk(bench, [
      ...finishing('6-reach-heads'),
      [said.call('Public Relations', 3, 5), CALL_KEYS.reached],
      [FIRST, KEYS.help],
    ])
    expect(await stateOf(bench, '6-reach-heads')).toBe('done')
  })

  test('continues from the step of one department to all departments, by single keys', async () => {
    const bench = await begun()
    const { err, asked } = await walk(bench, [
      ...finishing('2.3-support'),
      [said.call('Customer Support', 2, 5), CALL_KEYS.tried],
      [said.call('System', 1, 5), CALL_KEYS.reached],
      [said.call('Public Relations', 3, 5), CALL_KEYS.reached],
      [FIRST, KEYS.help],
    ])
    expect(asked[3]?.text).toMatch(/> 1 Kato {2}ja {2}CALL NOW\n {6}phone \+81-3-1111-1111/)
    expect(err).toMatch(/called kato: no answer yet[\s\S]*reached sato[\s\S]*reached mori/)
    expect(err).toContain(said.reached('Legal', 'Mori'))
    expect(await calls(bench)).toEqual([
      ['tried', 'kato'],
      ['reached', 'sato'],
      ['reached', 'mori'],
    ])
    for (const id of ['2.3-support', '2.3-public-relations', '2.3-legal', '2.3-security'])
      expect([id, await stateOf(bench, id)]).toEqual([id, 'done'])
  })

  test('proposes the next person when the time to answer is over, and still accepts a late answer', async () => {
    const bench = await begun()
    const later = (ms: number) => (): Answer => {
      bench.pass(ms)
      return WAIT
    }
    const { err } = await walk(bench, [
      ...finishing('2.3-support'),
      [/> 1 Kato .*CALL NOW/, CALL_KEYS.tried],
      [said.call('System', 1, 5), KEYS.next],
      [/> 1 Kato .*called 22:17, /, later(299_000)],
      [/> 1 Kato .*called 22:17, /, later(1000)],
      [/> 2 Mori .*CALL NOW/, '1'],
      [/> 1 Kato {2}ja {2}called 22:17, no answer\n/, CALL_KEYS.reached],
      [said.call('System', 1, 5), ''],
      [FIRST, KEYS.help],
    ])
    expect(err).toContain('reached kato')
    expect(await stateOf(bench, '2.3-support')).toBe('done')
  })

  test('pages only after the word "page" is typed', async () => {
    const bench = await begun()
    const pages = join(bench.workspace, 'pages.txt')
    let early = true
    const { err } = await walk(bench, [
      [FIRST, KEYS.contacts],
      [said.call('System', 1, 5), CALL_KEYS.page],
      [said.typeToPage('Hanako Sato', 'pager'), 'yes'],
      [said.typeToPage('Hanako Sato', 'pager'), ''],
      [
        said.call('System', 1, 5),
        () => {
          early = existsSync(pages)
          return CALL_KEYS.page
        },
      ],
      [said.typeToPage('Hanako Sato', 'pager'), 'page'],
      [said.call('Customer Support', 2, 5), ''],
      [FIRST, KEYS.help],
    ])
    expect(early).toBe(false)
    expect(err).toContain(said.notPaged)
    expect(err).toMatch(/page \w+:\d+ sent/)
    expect(readFileSync(pages, 'utf8')).toContain('contacts reached sato')
    const [intended] = await recorded(bench, 'page.intended')
    expect(intended?.data).toMatchObject({ person: 'sato', department: 'system' })
  })

  test('says why a page failed, and stays at the same person', async () => {
    const bench = await begun(CONTACTS.replace('cat >> pages.txt', 'exit 3'))
    const { err } = await walk(bench, [
      [FIRST, KEYS.contacts],
      [said.call('System', 1, 5), CALL_KEYS.page],
      [said.typeToPage('Hanako Sato', 'pager'), 'page'],
      [/> 1 Hanako Sato .*CALL NOW {2}page 22:17 by pager\n? +FAILED \(command-failed\)/, ''],
    ])
    expect(err).toContain('call Hanako Sato yourself: phone +81-3-0000-0000')
  })

  test('accepts that a department was notified in another way', async () => {
    const bench = await begun()
    const { err } = await walk(bench, [
      ...finishing('2.3-legal'),
      [said.call('Legal', 4, 5), CALL_KEYS.otherwise],
      [en.doneNote, 'met them in the lift'],
      [FIRST, KEYS.help],
    ])
    expect(err).toContain('done 2.3-legal "met them in the lift"')
    expect(await calls(bench)).toEqual([])
  })

  test('is left by Ctrl-C, and nothing is recorded', async () => {
    const bench = await begun()
    const script = replies([FIRST, KEYS.contacts], [said.call('System', 1, 5), LEAVE])
    const { code, err } = await bench.haltWith({ script }, 'walk')
    expect(code).toBe(130)
    expect(err).toContain('paused; all answers are recorded')
    expect(await recorded(bench)).toHaveLength(1)
  })

  test('reports no-contacts without a contact list, and the step is done like any other', async () => {
    const bench = await begun(null)
    const { err } = await walk(bench, [
      [FIRST, KEYS.contacts],
      [FIRST, KEYS.escalate],
      ...finishing('2.3-legal'),
      [en.doneNote, 'rang them up'],
    ])
    expect(err.match(/\(no-contacts\)/g)).toHaveLength(2)
    expect(err).toContain('done 2.3-legal "rang them up"')
  })

  for (const [language, texts, name, way] of [
    ['en', callingEn, 'Hanako Sato', 'pager'],
    ['ja', callingJa, '佐藤 花子', 'ページャー'],
  ] as const)
    test(`fits 40 columns, and is marked in a drill, in ${language}`, async () => {
      const bench = await begun(CONTACTS, '--drill', '--severity', 'sev1')
      const level = `${KEYS.escalate} `
      const { screen } = await walk(
        bench,
        [
          [FIRST, KEYS.contacts],
          [/./, CALL_KEYS.page],
          [texts.typeToRehearse(name, way), 'page'],
          [/./, CALL_KEYS.escalate],
          [level, KEYS.escalate],
          [texts.keys.back, ''],
        ],
        { columns: 40, env: { HALT_LANG: language } },
      )
      const lines = beforeFarewell(screen)
      expect(lines.filter((line) => !DRILL.test(line))).toEqual([])
      expect(lines.filter((line) => stringWidth(line) > 40)).toEqual([])
      const [delivered] = await recorded(bench, 'page.delivered')
      expect(delivered?.data).toMatchObject({ why: 'drill' })
    })
})

describe('escalating in the walk', () => {
  test('proposes the level that is due, and continues with its calls', async () => {
    const bench = await begun(CONTACTS, '--severity', 'sev1')
    bench.pass(8000)
    const { err } = await walk(bench, [
      ['OVERDUE 00:08 (e): escalate to Board', KEYS.escalate],
      [`e ${said.raiseDue('Board')}`, KEYS.escalate],
      [said.call('Board', 6, 6), CALL_KEYS.reached],
      [said.call('System', 1, 6), ''],
    ])
    expect(err).toMatch(/escalated to board[\s\S]*reached mori/)
    const { clocks } = await bench.json<{ clocks: { id: string }[] }>('status')
    expect(clocks.length).toBeGreaterThan(0)
    expect(clocks.map(({ id }) => id).filter((id) => /escalation|answer/.test(id))).toEqual([])
  })

  test('asks for a reason if the rules do not require it, and does nothing without one', async () => {
    const bench = await begun()
    const { err } = await walk(bench, [
      [FIRST, KEYS.escalate],
      ['1 Manager (manager)  raised by hand only', '1'],
      [/^Manager {2}Why\? \(Enter: back\)$/, ''],
      ['1 Manager (manager)  raised by hand only', '1'],
      [/^Manager {2}Why\? \(Enter: back\)$/, 'the press called'],
    ])
    expect(err).toContain('escalated to manager "the press called"')
    expect(await recorded(bench, 'escalation.raised')).toHaveLength(1)
  })
})
