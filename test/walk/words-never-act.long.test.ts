import { describe, expect, test } from 'vitest'
import type { Language } from '../../src/domain/runbook/runbook.ts'
import { ACTIONS, type ActionName } from '../../src/walk/actions.ts'
import { Bench } from '../bench.ts'
import { type Answer, answering, ESC, LEAVE, type Question, type Reply, replies } from '../script.ts'
import { KEYS } from './keys.ts'
import { TEXT } from './operator.ts'
import { type Recorded, recorded, walk } from './walk.ts'

const FIRST = '2.1-assess'
const { en } = TEXT
const CONTACTS = `people:
  sato: { name: Sato, reach: [{ by: phone, to: "+81-3-0000-0000" }] }
departments:
  system: { head: sato }
escalation:
  - { id: manager, title: { ja: 部長, en: Manager }, reach: [sato] }
`

async function begun(language: Language = 'en'): Promise<Bench> {
  const bench = new Bench({ HALT_LANG: language, NO_COLOR: '1' })
  bench.write('contacts.yaml', CONTACTS)
  await bench.ok('start', '--type', 'system-failure')
  return bench
}

/** What was recorded after the beginning. */
const added = async (bench: Bench): Promise<Recorded[]> => (await recorded(bench)).slice(1)

const noteOf = (text: string, over: object = {}) => ({ type: 'note.added', data: { step: FIRST, text }, ...over })

describe('words at the step', () => {
  test.each<[words: Answer, text?: string, over?: object]>([
    ['sev1'],
    ['deploying rollback now'],
    ['assets safe, hot wallet frozen'],
    ['oops'],
    ['done'],
    ['send'],
    ['close'],
    ['lift all'],
    ['dd'],
    ['d 2'],
    ['約定エンジンを再起動している'],
    ['完了'],
    ['@sato please look'],
    ['@22:05 engine died', 'engine died', { at: '2026-11-24T22:05:00.000+09:00' }],
    ['＠２２：０５　約定が止まった', '約定が止まった', { at: '2026-11-24T22:05:00.000+09:00' }],
    ['http://status.example.com/1'],
    ['  trading=stopped  ', 'trading=stopped'],
    [{ pasted: '/done with the restart' }, '/done with the restart'],
    [{ pasted: 'd' }, 'd'],
    [{ pasted: 'x' }, 'x'],
    [{ pasted: '/close' }, '/close'],
    [{ pasted: '@22:05 engine died' }, '@22:05 engine died'],
    [{ pasted: 'one\nx\nclose\n' }, 'one\nx\nclose'],
  ])('%j are a note and nothing else', async (words, text = String(words), over = {}) => {
    const bench = await begun()
    const { asked } = await walk(bench, [[FIRST, words]])
    expect(asked).toHaveLength(2)
    expect(asked[1]?.text).toContain(FIRST)
    expect(await added(bench)).toMatchObject([noteOf(text, over)])
  })

  test.each(['', '   ', '<', 'n', '?', 'l', 'w'])('%j record nothing', async (line) => {
    const bench = await begun()
    await walk(bench, [[FIRST, line]])
    expect(await added(bench)).toEqual([])
  })

  test('a refused time leaves the words in the line', async () => {
    const bench = await begun()
    const { asked, err } = await walk(bench, [[FIRST, '@28:00 engine died']])
    expect(err).toContain('(bad-time)')
    expect(asked[1]?.draft).toBe('@28:00 engine died')
    expect(await added(bench)).toEqual([])
  })

  test('Esc takes the line away', async () => {
    const bench = await begun()
    const { asked } = await walk(bench, [
      [FIRST, ESC],
      [FIRST, ''],
    ])
    expect(asked[1]?.draft).toBe('')
    expect(await added(bench)).toEqual([])
  })
})

describe('a line that looks like a command and is none', () => {
  const UNCLEAR = [
    '/var/log/engine.log: No space left',
    '/close returns 500',
    '/unknown',
    '/ done',
    '/DONE',
    '/lift nothing=at=all --what',
    '/log --nonsense',
  ]

  test.each(UNCLEAR)('%j is shown; n keeps it as a note', async (line) => {
    const bench = await begun()
    const { err } = await walk(bench, [
      [FIRST, line],
      ['n keep it as a note', 'n'],
    ])
    expect(err).toContain(line)
    expect(await added(bench)).toMatchObject([noteOf(line)])
  })

  test.each(UNCLEAR)('%j stays in the line with Esc', async (line) => {
    const bench = await begun()
    const { asked } = await walk(bench, [
      [FIRST, line],
      ['n keep it as a note', ESC],
    ])
    expect(asked[2]?.text).toContain(FIRST)
    expect(asked[2]?.draft).toBe(line)
    expect(await added(bench)).toEqual([])
  })
})

describe('a paste behind the beginning of a command', () => {
  const PASTE = { pasted: '/close --force --reason pasted', beginsTyped: true }

  test('is asked about, and never runs, however often Enter is pressed', async () => {
    const bench = await begun()
    const { asked } = await walk(bench, [
      [FIRST, PASTE],
      ['n keep it as a note', ''],
      [FIRST, ''],
      [FIRST, ''],
    ])
    expect(asked[2]?.draft).toBe(PASTE.pasted)
    expect(await added(bench)).toMatchObject([noteOf(PASTE.pasted)])
  })

  test('stays a note after Esc', async () => {
    const bench = await begun()
    await walk(bench, [
      [FIRST, PASTE],
      ['n keep it as a note', ESC],
      [FIRST, ''],
    ])
    expect(await added(bench)).toMatchObject([noteOf(PASTE.pasted)])
  })
})

test.each(['/', 'D', 'X', 'q', '。'])('%j alone is no key, and records nothing', async (line) => {
  const bench = await begun()
  const { asked, err } = await walk(bench, [[FIRST, line]])
  expect(err).toContain(en.noKey(line))
  expect(asked[1]?.draft).toBe('')
  expect(await added(bench)).toEqual([])
})

describe('a key of an input method', () => {
  test.each([
    ['ｄ', 'd'],
    ['ｘ', 'x'],
    ['え', 'e'],
    ['？', '?'],
  ])('%s is offered, and Enter then opens what %s opens', async (typed, key) => {
    const bench = await begun()
    const { asked, err } = await walk(bench, [
      [FIRST, typed],
      [FIRST, ''],
    ])
    const plain = await walk(bench, [[FIRST, key]])
    expect(err).toContain(`${key}: `)
    expect(asked[1]?.draft).toBe(key)
    expect(asked[2]?.text).toBe(plain.asked[1]?.text)
    expect(await added(bench)).toEqual([])
  })
})

describe('what is typed before a question', () => {
  test('is no answer to it, and is offered as a note', async () => {
    const bench = await begun()
    const { asked, err } = await walk(bench, [
      [FIRST, { line: 'd', ahead: 'checked\n' }],
      [en.doneNote, ESC],
      [FIRST, ''],
    ])
    expect(err).toContain(en.typedBefore('checked'))
    expect(asked[1]?.draft).toBe('')
    expect(asked[2]?.draft.trim()).toBe('checked')
    expect(await added(bench)).toMatchObject([noteOf('checked')])
  })

  test('does not close an incident, although it has the right word', async () => {
    const bench = await begun()
    await walk(bench, [
      [FIRST, { line: KEYS.close, ahead: 'false-alarm\nslip\nclose\n' }],
      [en.closeKind, ESC],
    ])
    expect(await added(bench)).toEqual([])
  })

  test('is offered as one note, if it was typed after the title of a new halt', async () => {
    const bench = new Bench()
    const { asked } = await walk(
      bench,
      [
        [en.chooseType, 'system-failure'],
        [en.title, { line: 'Engine down', ahead: 'x\nclose\n' }],
        [en.sinceWhen, ''],
      ],
      { args: ['start'] },
    )
    expect(asked.at(-1)?.draft.trim()).toBe('x\nclose')
    expect(await added(bench)).toEqual([])
  })
})

describe('a word that confirms', () => {
  const closing: readonly Reply[] = [
    [FIRST, KEYS.close],
    [en.closeKind, 'false-alarm'],
    [en.why, 'a test of the alarm'],
  ]

  test.each<[string, Answer]>([
    ['pasted', { pasted: 'close' }],
    ['with more words', 'close it'],
    ['in capital letters', 'CLOSE'],
    ['as a key', KEYS.close],
    ['as a command', '/close'],
  ])('does not if it comes %s', async (_, answer) => {
    const bench = await begun()
    const { err, asked } = await walk(bench, [...closing, [en.closeWord, answer], [en.closeWord, '']])
    expect(err).toContain(en.wrongWord('close'))
    expect(err).toContain(en.notConfirmed)
    const pasted = typeof answer === 'object' && 'pasted' in answer ? answer.pasted : ''
    expect(asked.at(-1)?.draft).toBe(pasted)
    // What is typed next takes its place.
    expect(asked.at(-1)?.text.includes(en.standingNote)).toBe(pasted !== '')
    expect(await added(bench)).toEqual([])
  })

  test.each(['send', 'page', 'posted'])(
    'does not if %s is pasted where it is asked for, and is offered as a note',
    async (word) => {
      const bench = await begun()
      bench.write('halt.yaml', 'channels:\n  social: { via: command, run: [touch, sent] }\n')
      const pasted = { pasted: word }
      const { asked } = await walk(bench, [
        [FIRST, KEYS.notice],
        ['none is known yet', '?'],
        ['[contact.ja]', '?'],
        [/s send all the same|s send/, 's'],
        [/errors. Send|Type 'send'/, ({ text }) => (text.includes('errors') ? 'no contact yet' : pasted)],
        [/Type 'send'|s send/, ({ text }) => (text.includes('Type') ? pasted : '')],
        [/^/, ESC],
      ])
      expect(asked.some(({ text }) => text.includes("Type 'send'"))).toBe(true)
      expect((await recorded(bench, 'notice.intended', 'notice.posted')).length).toBe(0)
    },
  )
})

test.each(['posted', '@22:16 posted'])(
  '%j that is pasted records no notice as posted, a link that is pasted does',
  async (word) => {
    const bench = await begun()
    const link = 'https://status.example.com/1'
    const { err } = await walk(
      bench,
      [
        [FIRST, KEYS.notice],
        ['none is known yet', '?'],
        ['[contact.ja]', '?'],
        [/y record as posted/, 'y'],
        ['Posted?', { pasted: word }],
        ['Posted?', ''],
        [/y record as posted/, 'y'],
        ['Posted?', { pasted: link }],
        [/y record as posted/, ''],
      ],
      { rows: 60 },
    )
    expect(err).toContain(en.wrongWord('posted'))
    expect((await recorded(bench, 'notice.posted')).map(({ data }) => data.link)).toEqual([link])
  },
)

describe('a command', () => {
  test.each<[line: string, type: string, data: object]>([
    ['/done rolled back', 'step.done', { step: FIRST, note: 'rolled back' }],
    ['/完了 切り戻した', 'step.done', { step: FIRST, note: '切り戻した' }],
    ['／完了　切り戻した', 'step.done', { step: FIRST, note: '切り戻した' }],
    ["/done it's back", 'step.done', { step: FIRST, note: "it's back" }],
    ['/done 2.1-logs --note read', 'step.done', { step: '2.1-logs', note: 'read' }],
    ['/skip nobody is there', 'step.skipped', { step: FIRST, reason: 'nobody is there' }],
    ['/見送り 人がいない', 'step.skipped', { step: FIRST, reason: '人がいない' }],
    ['/assign sato', 'step.assigned', { step: FIRST, to: 'sato' }],
    ['/割り当て sato', 'step.assigned', { step: FIRST, to: 'sato' }],
    ['/begin reading the logs', 'step.begun', { step: FIRST, note: 'reading the logs' }],
    ["/note it's down", 'note.added', { step: FIRST, text: "it's down" }],
    ['/メモ "引用符', 'note.added', { step: FIRST, text: '"引用符' }],
    ['/scope trading=stopped', 'scope.changed', {}],
    ['/set cause="disk full"', 'fact.set', { fact: 'cause', value: 'disk full' }],
  ])('%s records the same as that of the command line', async (line, type, data) => {
    const bench = await begun()
    const { asked } = await walk(bench, [[FIRST, line]])
    expect(asked).toHaveLength(2)
    expect(await added(bench)).toMatchObject([{ type, data }])
  })

  test.each(['/done --at 22:05', '/note --at 22:05 "engine died"'])('%s takes its options', async (line) => {
    const bench = await begun()
    await bench.ok('set', 'started-at=22:00')
    await walk(bench, [[FIRST, line]])
    expect((await added(bench)).at(-1)).toMatchObject({ at: '2026-11-24T22:05:00.000+09:00', data: { step: FIRST } })
  })

  test('that names another incident is about that one', async () => {
    const bench = await begun()
    const { incidents } = await bench.json<{ incidents: { incident: string }[] }>('list')
    const own = incidents[0]?.incident ?? ''
    const other = (await bench.ok('start', '--type', 'compliance')).trim()
    await walk(bench, [[FIRST, `/done 2.1-assess -i ${other}`]], { args: ['walk', '-i', own] })
    const doneIn = async (id: string) => (await bench.ok('log', '-i', id)).includes('done 2.1-assess')
    expect([await doneIn(own), await doneIn(other)]).toEqual([false, true])
  })

  test('that is refused stays in the line', async () => {
    const bench = await begun()
    const { asked, err } = await walk(bench, [[FIRST, '/scope trade=stopped']])
    expect(err).toContain('(unknown-operation)')
    expect(asked[1]?.draft).toBe('/scope trade=stopped')
    expect(await added(bench)).toEqual([])
  })

  test('/done with words opens the notice of a step for one, and keeps the words for a note', async () => {
    const bench = await begun()
    const { asked } = await walk(bench, [
      [FIRST, KEYS.jump],
      [en.jumpTo, '2.2-website'],
      ['2.2-website', '/done it is on the page'],
      ['none is known yet', ESC],
      ['2.2-website', ''],
    ])
    expect(asked[4]?.draft).toBe('it is on the page')
    expect(await added(bench)).toMatchObject([{ type: 'note.added', data: { text: 'it is on the page' } }])
  })

  for (const [name, { commands, names }] of Object.entries(ACTIONS) as [ActionName, (typeof ACTIONS)[ActionName]][])
    for (const language of ['en', 'ja'] as const)
      test(`alone opens in ${language} what the key of ${name} opens`, async () => {
        const bench = await begun(language)
        const opened = async (line: string) => {
          const script = replies([FIRST, line], [/^/, LEAVE])
          const { code, screen } = await bench.haltWith({ script }, 'walk').catch(() => ({ code: 0, screen: '' }))
          return { code, screen: screen.replace(`> ${line}`, '> ') }
        }
        const keyed = await opened(KEYS[name])
        for (const other of [...commands, ...names.ja, ...names.en]) {
          expect([other, await opened(`/${other}`)]).toEqual([other, keyed])
          expect([other, await opened(`／${other}`)]).toEqual([other, keyed])
        }
        expect(await added(bench)).toEqual([])
      })
})

describe('going back', () => {
  /** An answer to each question that leads to another one. */
  const ANSWERS: readonly (readonly [question: string, answer: string])[] = [
    [en.doneNote, 'looked'],
    ['[started-at]', '10m ago'],
    ['[detected-at]', '5m ago'],
    [en.title, 'Engine down'],
    [en.correctEvent, '2'],
    [en.correctAt, '10m ago'],
    [en.correctText, 'engine-3 is down'],
    [en.force, 'all hands'],
    ['What is open again?', 'all'],
    [en.reopenReason, 'it fell over again'],
    [en.closeKind, 'false-alarm'],
    [en.why, 'slip'],
    [en.actionText, 'mend the alarm'],
    [en.actionOwner, 'sato'],
    [en.runCommand, 'echo a'],
    [en.attachPath, 'workspace/contacts.yaml'],
    ['none is known yet', 'f'],
    ['Scope, for', 'trading=stopped'],
    ['1 Manager (manager)', '1'],
  ]

  /** No action asks more questions in a row. */
  const MOST_QUESTIONS = 6

  const isStep = ({ text }: Question) => text.endsWith(en.words)

  for (const name of Object.keys(ACTIONS) as ActionName[])
    for (const [by, back] of [
      ['Esc', ESC],
      ['<', '<'],
      ['a full-width <', '＜'],
    ] as const)
      test(`by ${by} from any question of ${name} records nothing`, async () => {
        const bench = await begun()
        await bench.ok('begin', FIRST)
        // There is something to lift; asked for elsewhere.
        if (name === 'lift') await bench.ok('scope', 'trading=stopped')
        let isCalled = false
        let toAnswer = 0
        let answered = 0
        let before: Recorded[] | null = null
        let wentBack = 0
        const script = answering(async (question) => {
          if (isStep(question)) {
            if (before !== null) expect(await recorded(bench)).toEqual(before)
            // All questions were answered, or there was none: there are no more to go back from.
            if ((isCalled && before === null) || toAnswer === MOST_QUESTIONS) return LEAVE
            if (isCalled) toAnswer += 1
            isCalled = true
            ;[answered, before, wentBack] = [0, null, 0]
            return KEYS[name]
          }
          if (answered < toAnswer && before === null) {
            answered += 1
            return ANSWERS.find(([known]) => question.text.includes(known))?.[1] ?? ''
          }
          before ??= await recorded(bench)
          wentBack += 1
          expect(wentBack).toBeLessThan(9)
          return back
        })
        expect((await bench.haltWith({ script }, 'walk')).code).toBe(130)
      })
})
