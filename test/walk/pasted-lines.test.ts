import { describe, expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { ESC, type Reply } from '../script.ts'
import { KEYS } from './keys.ts'
import { TEXT, unspaced } from './operator.ts'
import { recorded, walk } from './walk.ts'

const FIRST = '2.1-assess'
const { en } = TEXT
const CHAT = '22:05 sato: engine-3 is down\n22:06 suzuki: customers call'
const PASTE = { pasted: CHAT } as const

async function walked(...answers: readonly Reply[]) {
  const bench = new Bench({ NO_COLOR: '1' })
  await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
  return { bench, ...(await walk(bench, answers)) }
}

describe('pasted lines where one line is asked for', () => {
  test.each<[string, readonly Reply[]]>([
    [
      'who takes a step',
      [
        [FIRST, KEYS.assign],
        [/Who takes it/, PASTE],
        [/Who takes it/, ''],
      ],
    ],
    [
      'who takes over the lead',
      [
        [FIRST, KEYS.lead],
        [/Who takes over/, PASTE],
        [/Who takes over/, ''],
      ],
    ],
    [
      'who does a follow-up',
      [
        [FIRST, KEYS.followUp],
        [/What is to be done/, 'Add memory'],
        [/Who does it/, PASTE],
        [/Who does it/, ESC],
        [/./, ESC],
      ],
    ],
    [
      'when the next report comes',
      [
        [FIRST, KEYS.promise],
        [en.promise, PASTE],
        [en.promise, ''],
      ],
    ],
    [
      'how it ends',
      [
        [FIRST, KEYS.close],
        [en.closeKind, PASTE],
        [en.closeKind, ESC],
      ],
    ],
    [
      'what is stopped',
      [
        [FIRST, KEYS.scope],
        [/What is stopped/, PASTE],
        [/What is stopped/, ''],
      ],
    ],
  ])('are kept for a note, and the line is free again: %s', async (_, replies) => {
    const { bench, asked, err } = await walked(...replies, [FIRST, ''])
    expect(asked.filter(({ draft }) => draft === CHAT)).toHaveLength(1)
    expect(unspaced(err)).toContain(unspaced(en.keptForNote(2)))
    expect((await recorded(bench)).slice(1)).toMatchObject([{ type: 'note.added', data: { text: CHAT } }])
  })

  test('stay in the line to be mended where their beginning was typed', async () => {
    const { asked } = await walked(
      [FIRST, KEYS.promise],
      [en.promise, { pasted: CHAT, beginsTyped: true }],
      [en.promise, ESC],
    )
    expect(asked[2]?.draft).toBe(CHAT)
  })
})

test('control characters of pasted words are shown as escapes in the questions that follow', async () => {
  const { asked } = await walked(
    [FIRST, '/hypothesis'],
    [/What may be the cause/, { pasted: 'disk\u001b]52;c;ZXZpbA==\u0007 full' }],
    [/Japanese report/, ''],
  )
  const lines = asked[2]?.lines.join('')
  expect(lines).not.toContain('\u001b]52')
  expect(lines).toContain('disk\\u001b]52;c;')
})

test('a reason for taking something back may begin with a time', async () => {
  const { bench } = await walked(
    [FIRST, KEYS.begin],
    [/What is being done/, ''],
    [/./, KEYS.undo],
    [/Take back/, '22:05 was the wrong dashboard'],
  )
  expect(await recorded(bench, 'event.undone')).toMatchObject([{ data: { reason: '22:05 was the wrong dashboard' } }])
})
