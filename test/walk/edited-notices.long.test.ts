import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { ESC, LEAVE, type Reply, replies } from '../script.ts'
import { KEYS } from './keys.ts'
import { SENDING, TEXT, unspaced } from './operator.ts'
import { recorded, type Walked, walk } from './walk.ts'

const { en } = SENDING
const FIRST = '2.1-assess'
const NAMES = 'organisation: { ja: 例示取引所, en: Example Exchange }\ncontact: { ja: support@example.com }\n'
const TALL = { rows: 60 }
const MINUTE = 60_000
const MINE = '【重要】取引を停止しました'
const TITLE = 'website  first notice no. 1  ja'
/** The keys at the texts, whatever is in them. */
const AT_TEXTS = /i edit a line/

/** A halt whose channels in `list` are commands that keep what they get; the others are posted by hand. */
async function begun(...list: readonly string[]): Promise<Bench> {
  const bench = new Bench()
  const channels = list.map((channel) => `  ${channel}: { via: command, run: [sh, -c, "cat > ${channel}.txt"] }\n`)
  bench.write('halt.yaml', `${NAMES}${channels.length > 0 ? `channels:\n${channels.join('')}` : ''}`)
  await bench.ok('start', '--type', 'system-failure', '--title', 'Engine down', '--at', '1m ago')
  await bench.ok('scope', 'trading=stopped')
  await bench.ok('set', 'cause=?', 'impact=?', 'expected-recovery=?')
  return bench
}

/** Opens the notices, and changes the first line of the first text. */
const EDITS: readonly Reply[] = [
  [FIRST, KEYS.notice],
  [AT_TEXTS, 'i'],
  [en.editLine, `1 ${MINE}`],
  [en.editLine, ''],
]
const OPENS: Reply = [FIRST, KEYS.notice]
const ASKS: Reply[0] = en.changedEditKeys

const edits = (bench: Bench, ...more: readonly Reply[]): Promise<Walked> => walk(bench, [...EDITS, ...more], TALL)

/** How the text of the website is shown: its title, then its first line. */
const shownAs = (screen: string) => /^\d of \d {2}website.*\n.*/m.exec(screen)?.[0].split('\n')

describe('an edited text', () => {
  test('is not used once another next report is promised, before it was seen with what has changed', async () => {
    const bench = await begun()
    const { asked, screen } = await edits(
      bench,
      [AT_TEXTS, 'w'],
      [TEXT.en.nextReport, '23:00'],
      [ASKS, ''],
      [AT_TEXTS, 'y'],
      [en.postedWhere('posted'), 'posted'],
      [AT_TEXTS, ''],
    )
    expect(unspaced(screen)).toContain(unspaced(`${en.changedEdit(TITLE)} ${MINE}`))
    expect(screen).toMatch(/^- .*22時47分.*\n\+ .*23時00分/m)
    expect(asked.some(({ text }) => unspaced(text).includes(unspaced(en.changedEditKeys)))).toBe(true)
    const [posted] = await recorded(bench, 'notice.posted')
    expect(posted?.data.text).toContain('23時00分')
    expect(posted?.data).toMatchObject({ next: '2026-11-24T23:00:00.000+09:00' })
    expect((await walk(bench, [])).err).toContain(`edited and not used: ${TITLE}`)
  })

  test('that is kept with another next report is an error, and promises nothing when it is recorded as posted', async () => {
    const bench = await begun('email')
    const { err } = await edits(
      bench,
      [AT_TEXTS, 'w'],
      [TEXT.en.nextReport, '23:00'],
      [ASKS, 'k'],
      [/send all the same/, 'y'],
      [en.postedWhere('posted'), 'posted'],
      [en.postedReason(['next-unstated']), 'it was out already'],
      [AT_TEXTS, ''],
    )
    expect(err).toContain('(next-unstated)')
    const [posted] = await recorded(bench, 'notice.posted')
    expect(posted?.data.forced).toEqual({ reason: 'it was out already', open: ['next-unstated'] })
    expect(posted?.data.text).toContain(MINE)
    expect(posted?.data.text).toContain('22時47分')
    expect(posted?.data).toMatchObject({ next: null })
  })

  test('can be edited again after what would go out has changed', async () => {
    const bench = await begun('website')
    await edits(bench, [AT_TEXTS, ''])
    await bench.ok('scope', 'deposits=stopped')
    const { screen } = await walk(
      bench,
      [OPENS, [ASKS, 'i'], [en.editLine, `1 ${MINE}（再）`], [en.editLine, ''], [AT_TEXTS, '']],
      TALL,
    )
    expect(screen).toMatch(/^\+ .*入金/m)
    expect(shownAs(screen)?.[0]).toContain(en.edited)
    expect(shownAs(screen)?.[1]).toBe(`${MINE}（再）`)
    const { asked } = await walk(bench, [OPENS, [AT_TEXTS, '']], TALL)
    expect(asked).toHaveLength(3)
  })

  test('of facts that have changed since goes out neither as it was nor is it lost', async () => {
    const bench = await begun('website')
    await edits(bench, [AT_TEXTS, ''])
    bench.pass(5 * MINUTE)
    await bench.ok('set', 'cause.ja=装置の不具合')
    await walk(
      bench,
      [
        OPENS,
        [ASKS, ESC],
        [AT_TEXTS, 's'],
        [en.typeToSend(['website']), 'send'],
        ...Array<Reply>(3).fill([en.postedWhere('posted'), '']),
      ],
      TALL,
    )
    const [intended] = await recorded(bench, 'notice.intended')
    const texts = JSON.stringify(intended?.data.texts)
    expect(texts).toContain('装置の不具合')
    expect(texts).not.toContain(MINE)
    const { screen, err } = await walk(bench, [OPENS, [AT_TEXTS, 'h'], [/^Which channels/m, 'website'], [AT_TEXTS, '']])
    expect(err).toContain(`edited and not used: ${TITLE}`)
    expect(unspaced(screen)).toContain(unspaced(en.unusedEdit(TITLE)))
  })

  test('that is dropped when it is asked about is gone', async () => {
    const bench = await begun('website')
    await edits(bench, [AT_TEXTS, ''])
    await bench.ok('set', 'cause.ja=装置の不具合')
    await walk(bench, [OPENS, [ASKS, 'x'], [AT_TEXTS, '']], TALL)
    expect((await walk(bench, [])).err).toContain('all answers are recorded')
  })

  test('is edited no further before it was asked about', async () => {
    const bench = await begun('website')
    await edits(bench, [AT_TEXTS, ''])
    await bench.ok('set', 'cause.ja=装置の不具合')
    const { screen } = await walk(bench, [OPENS, [ASKS, ''], [AT_TEXTS, 'i'], [ASKS, 'k'], [AT_TEXTS, '']], TALL)
    expect(screen.match(/^\d of \d {2}website.*$/gm)?.at(-1)).toContain(en.edited)
  })

  test('that was left while it stood in the line unchanged is not said to be unrecorded', async () => {
    const bench = await begun()
    const answers: Reply[] = [OPENS, [AT_TEXTS, 'i'], [en.editLine, '1'], [en.newWords(1), LEAVE]]
    const { err } = await bench.haltWith({ script: replies(...answers), ...TALL }, 'walk')
    expect(err.slice(err.lastIndexOf('halt: paused'))).not.toContain('取引停止のお知らせ')
    const again = await walk(bench, [])
    expect(unspaced(again.err)).not.toContain(unspaced('when the walk was left: "1", "【重要】'))
  })

  test('keeps the time of the next report that it states, as long as that is ahead, on all channels', async () => {
    const bench = await begun()
    await edits(bench, [AT_TEXTS, ''])
    bench.pass(4 * MINUTE)
    const later = await walk(bench, [OPENS, [AT_TEXTS, 'n'], [AT_TEXTS, '']], TALL)
    expect(shownAs(later.screen)?.[1]).toBe(MINE)
    expect(later.screen.match(/22時\d\d分/g)).not.toContain('22時51分')
    bench.pass(30 * MINUTE)
    const after = await walk(
      bench,
      [
        [/^/, KEYS.notice],
        [ASKS, 'k'],
        [AT_TEXTS, ''],
      ],
      TALL,
    )
    expect(after.screen).toMatch(/^\+ .*23時21分/m)
    expect(after.err).toContain('(next-unstated)')
  })

  test('does not keep that time if another one was promised', async () => {
    const bench = await begun()
    await edits(bench, [AT_TEXTS, ''])
    await bench.ok('notice', '--next', '23:10')
    const { screen } = await walk(bench, [OPENS, [ASKS, ''], [AT_TEXTS, '']], TALL)
    expect(screen).toMatch(/^\+ .*23時10分/m)
  })

  test('of what is posted by hand stays if that was not posted', async () => {
    const bench = await begun('social')
    await edits(
      bench,
      [AT_TEXTS, 's'],
      [en.typeToSend(['social']), 'send'],
      ...Array<Reply>(3).fill([en.postedWhere('posted'), '']),
    )
    expect(await recorded(bench, 'notice.delivered')).toHaveLength(1)
    const { asked, screen, err } = await walk(bench, [OPENS, [AT_TEXTS, '']], TALL)
    expect(asked).toHaveLength(3)
    expect(shownAs(screen)?.[1]).toBe(MINE)
    expect(err).toContain(`edited and not used: ${TITLE}`)
  })

  test('is kept line by line, and its lines are no answers that were not recorded', async () => {
    const bench = await begun()
    const answers: Reply[] = [
      OPENS,
      [AT_TEXTS, 'i'],
      [en.editLine, `1 ${MINE}`],
      [en.editLine, '2'],
      [en.newWords(2), '二行目'],
    ]
    const left = await walk(bench, answers, TALL)
    expect(left.err).toContain(`paused; edited and not used: ${TITLE} (paused)`)
    const { asked, screen } = await walk(bench, [OPENS, [AT_TEXTS, '']], TALL)
    expect(asked[0]?.draft).toBe('')
    expect(screen).toContain(`${MINE}\n\n二行目`)
  })
})

describe('after sending', () => {
  test('what was sent is not on the screen any more if Esc leaves the questions about the rest', async () => {
    const bench = await begun('website')
    const { screen, asked } = await walk(
      bench,
      [OPENS, [AT_TEXTS, 's'], [en.typeToSend(['website']), 'send'], [en.postedWhere('posted'), ESC], [AT_TEXTS, 'e']],
      TALL,
    )
    expect(asked.at(-1)?.text).not.toMatch(/\bs send/)
    expect(screen.match(/^\d of \d {2}[a-z-]+/gm)?.at(-1)).toBe('1 of 3  email')
  })
})

describe('two walks of one incident', () => {
  test('keep the edits of both', async () => {
    const bench = await begun()
    const other: Reply[] = [
      OPENS,
      [AT_TEXTS, 'n'],
      [AT_TEXTS, 'i'],
      [en.editLine, '1 メールの件名'],
      [en.editLine, ''],
      [AT_TEXTS, ''],
    ]
    let second = ''
    const { err } = await walk(
      bench,
      [
        OPENS,
        [
          AT_TEXTS,
          async () => {
            second = (await walk(bench, other, TALL)).err
            return 'i'
          },
        ],
        [en.editLine, `1 ${MINE}`],
        [en.editLine, ''],
        [AT_TEXTS, ''],
      ],
      TALL,
    )
    expect(second).toContain('edited and not used: email')
    expect(err).toContain(`edited and not used: ${TITLE}`)
    const both = await walk(bench, [OPENS, [AT_TEXTS, 'n'], [AT_TEXTS, '']], TALL)
    expect(both.screen.match(/^\d of \d {2}.*edited$/gm)).toHaveLength(2)
  })

  test('keep the answers of both that were not recorded', async () => {
    const bench = await begun()
    const script = (text: string, ...before: readonly Reply[]) => replies(...before, [/^/, { typed: text }])
    const meanwhile: Reply = [
      FIRST,
      async () => {
        await bench.haltWith({ script: script('second') }, 'walk')
        return KEYS.begin
      },
    ]
    await bench.haltWith({ script: script('first', meanwhile) }, 'walk')
    const { err } = await walk(bench, [])
    for (const text of ['first', 'second']) expect(unspaced(err)).toContain(unspaced(TEXT.en.unfinished(text)))
  })
})

describe('an edited text that cannot be kept', () => {
  test.each(['there is no place for it', 'it is too long to be read again'])(
    'is printed to be copied if %s',
    async (why) => {
      const bench = await begun()
      const isLong = why.startsWith('it')
      const line = isLong ? `1 ${MINE}${'約'.repeat(400_000)}` : `1 ${MINE}`
      const state = join(bench.directory, 'no-state')
      writeFileSync(state, '')
      const env = isLong ? {} : { XDG_STATE_HOME: state }
      const answers: Reply[] = [OPENS, [AT_TEXTS, 'i'], [en.editLine, line], [en.editLine, LEAVE]]
      const { err, screen } = await bench.haltWith({ script: replies(...answers), env, ...TALL }, 'walk')
      expect(unspaced(err)).toContain(unspaced('printed above, could not be kept for later: copy them now'))
      expect(err).not.toContain('for when you open the notices again')
      const printed = screen.slice(screen.lastIndexOf(`${TITLE}\n${MINE}`))
      expect(printed).toContain('次回のお知らせ')
    },
  )
})
