import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { status, webServer } from '../delivery/web-server.ts'
import { type Reply, replies } from '../script.ts'
import { KEYS } from './keys.ts'
import { DRILL, SENDING, TEXT, unspaced } from './operator.ts'
import { recorded, walk } from './walk.ts'

const { en } = SENDING
const FIRST = '2.1-assess'
const NAMES = 'organisation: { ja: 例示取引所, en: Example Exchange }\ncontact: { ja: support@example.com }\n'
const CUSTOMERS = ['website', 'email', 'app-push', 'social'] as const

/** A workspace whose channels are commands that save what they receive. */
function sending(...channels: readonly string[]): Bench {
  const bench = new Bench()
  const list = channels.map((channel) => `  ${channel}: { via: command, run: [sh, -c, "cat > ${channel}.txt"] }\n`)
  bench.write('halt.yaml', `${NAMES}channels:\n${list.join('')}`)
  return bench
}

const sent = (bench: Bench, channel: string) => readFileSync(join(bench.workspace, `${channel}.txt`), 'utf8')

const READY = { errors: 0, sends: true, isEdited: false }
const EDITED = { ...READY, isEdited: true }
const FAULTY = { ...EDITED, errors: 1 }

const START = ['start', '--type', 'system-failure', '--title', 'Engine down']

/** From the start of a halt to its notices, without any known facts. */
const OFFERED: readonly Reply[] = [
  [TEXT.en.sinceWhen, ''],
  [FIRST, KEYS.notice],
  [en.missingKeys, '?'],
]

/** A terminal that has room for each text on one page. */
const TALL = { args: START, rows: 60 }

/** From the first of the four texts to the last. */
const AT_SOCIAL: readonly Reply[] = Array.from({ length: 3 }, () => [en.keys(READY), 'n'])

describe('notices in the walk', () => {
  test('four notices take at most forty key presses from the start, and the first text three screens', async () => {
    const bench = sending(...CUSTOMERS)
    const answers: Reply[] = [
      [TEXT.en.chooseType, 'system-failure'],
      [TEXT.en.title, ''],
      ...OFFERED,
      [en.keys(READY), 's'],
      [en.typeToSend(CUSTOMERS), 'send'],
    ]
    const { screen, asked } = await walk(bench, answers, { args: ['start'] })
    const presses = answers.map(([, answer], i) => (asked[i]?.kind === 'line' ? String(answer).length + 1 : 1))
    expect(presses.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(40)
    const screens = asked.slice(answers.findIndex(([question]) => question === FIRST))
    expect(screens.findIndex(({ text }) => text.includes('i edit a line'))).toBeLessThanOrEqual(2)
    expect(screen.indexOf('1 of 4  website')).toBeLessThan(screen.indexOf('i edit a line'))
    const delivered = await recorded(bench, 'notice.delivered')
    expect(delivered.map(({ data }) => data.outcome)).toEqual(Array(4).fill('sent'))
    for (const channel of CUSTOMERS) expect(sent(bench, channel)).toContain('次回のお知らせ')
  })

  test('the contact is not among what one key states as unknown: it is asked for', async () => {
    const bench = new Bench()
    const { screen } = await walk(bench, [...OFFERED, ['[contact.ja]', 'support@example.com']], { args: START })
    expect(screen).toMatch(/Not stated yet[^?]*, Expected resumption\n {2}\? none is known yet/)
    expect((await recorded(bench, 'fact.set')).at(-1)?.data).toMatchObject({
      fact: 'contact',
      ja: 'support@example.com',
    })
  })

  test('an advance notice asks only for the facts it states, and one key states them as unknown', async () => {
    const bench = sending('social')
    const planned = ['--planned', '2099-01-10T02:00/2099-01-10T04:00', '--title', 'Upgrade']
    const { screen } = await walk(
      bench,
      [
        [/./, KEYS.notice],
        [en.missingKeys, '?'],
        [/i edit a line/, ''],
      ],
      { args: ['start', '--type', 'maintenance', ...planned] },
    )
    expect(screen).toContain(en.missing(['Impact on customers']))
    expect(screen).not.toContain('(not-begun)')
  })

  test('each text is shown page by page, with all its lines, before the next', async () => {
    const paged = await walk(sending('social'), [...OFFERED, ...Array<Reply>(12).fill([en.keys(READY), 'n'])], {
      args: START,
    })
    const titles = paged.screen.match(/^\d of 4 {2}[a-z-]+/gm) ?? []
    expect(new Set(titles)).toEqual(new Set(CUSTOMERS.map((channel, i) => `${i + 1} of 4  ${channel}`)))
    expect(titles.length).toBeGreaterThan(5)
    const whole = await walk(sending('social'), [...OFFERED, ...AT_SOCIAL, [en.keys(READY), '']], TALL)
    const [, ...texts] = whole.screen.split(/^\d of 4 {2}.*$/m)
    const wanted = texts.flatMap((text) => text.trim().split('\n')).filter((line) => line.includes('：'))
    expect(wanted.length).toBeGreaterThan(8)
    for (const line of wanted) expect(paged.screen).toContain(line)
  })

  test('on channels that have not been told yet come first, without the others', async () => {
    const bench = sending('social')
    await bench.ok('start', '--type', 'system-failure', '--at', '5m ago')
    await bench.ok('set', 'cause=?', 'impact=?', 'expected-recovery=?')
    await bench.ok('notice', 'website', 'email', 'social', '--posted')
    const { screen } = await walk(bench, [
      [FIRST, KEYS.notice],
      [/i edit a line/, ''],
    ])
    expect(screen.match(/^1 of \d {2}[a-z-]+/gm)).toEqual(['1 of 1  app-push'])
  })

  test('that were posted do not come back with another time for the next report', async () => {
    const bench = new Bench()
    bench.write('halt.yaml', NAMES)
    const { screen } = await walk(
      bench,
      [
        ...OFFERED,
        [/i edit a line/, 'y'],
        [en.postedWhere('posted'), 'posted'],
        [/i edit a line/, 'w'],
        [TEXT.en.nextReport, '23:00'],
        [/i edit a line/, ''],
      ],
      TALL,
    )
    expect(screen.match(/^\d of \d {2}[a-z-]+/gm)).toEqual(['1 of 4  website', '1 of 3  email', '1 of 3  email'])
  })

  test('a finding stands under the text of every channel that has it, and its advice only under the first', async () => {
    const unnamed = en.keys({ errors: 1, sends: false, isEdited: false })
    const answers: Reply[] = [...OFFERED, [TEXT.en.factHint, '?'], [unnamed, 'n'], [unnamed, 'n'], [unnamed, '']]
    const { screen } = await walk(new Bench(), answers, TALL)
    expect(screen.match(/\(organisation-unset\)/g)).toHaveLength(3)
    expect(screen.match(/Set organisation in halt\.yaml/g)).toHaveLength(1)
  })

  test('an edit stays when the notices are left, and is dropped by its key alone', async () => {
    const { screen, asked } = await walk(
      sending('social'),
      [
        ...OFFERED,
        [en.keys(READY), 'i'],
        [en.editLine, '1 【重要】取引を停止しました'],
        [en.editLine, ''],
        [en.keys(EDITED), ''],
        [FIRST, KEYS.notice],
        [en.keys(EDITED), 'x'],
        [en.keys(READY), ''],
        [FIRST, KEYS.notice],
        [en.keys(READY), ''],
      ],
      TALL,
    )
    const first = screen.split(/(?=^1 of 4)/m).slice(1)
    expect(first.map((text) => /^【重要】取引を停止しました$/m.test(text))).toEqual([false, true, true, false, false])
    expect(first[2]).toContain(en.edited)
    expect(asked.at(-1)?.text).toContain(FIRST)
  })

  test('an edit stays when the walk is left, which says so, and is there when it is resumed', async () => {
    const bench = sending('social')
    const left = await walk(
      bench,
      [
        ...OFFERED,
        [en.keys(READY), 'i'],
        [en.editLine, '1 【重要】取引を停止しました'],
        [en.editLine, ''],
        [en.keys(EDITED), ''],
      ],
      TALL,
    )
    expect(left.err).toContain('paused; edited and not used: website  first notice no. 1  ja (paused)')
    expect(left.err).toContain('The edited texts are kept outside the log')
    const { screen } = await walk(bench, [
      [FIRST, KEYS.notice],
      [en.keys(EDITED), 'x'],
      [en.keys(READY), ''],
    ])
    expect(screen).toMatch(/website {2}first notice no\. 1 {2}ja {2}edited\n【重要】取引を停止しました$/m)
    expect((await walk(bench, [])).err).toContain('all answers are recorded')
  })

  test('an edited text whose notice was given meanwhile is shown, and not used', async () => {
    const bench = sending('social')
    const answers: Reply[] = [
      ...OFFERED,
      [en.keys(READY), 'i'],
      [en.editLine, '1 【重要】取引を停止しました'],
      [en.editLine, ''],
      [en.keys(EDITED), ''],
    ]
    await walk(bench, answers, TALL)
    await bench.ok('notice', ...CUSTOMERS, '--posted')
    const { screen } = await walk(bench, [
      [FIRST, KEYS.notice],
      [en.keys({ ...EDITED, sends: true }), 'x'],
      [en.keys(READY), ''],
    ])
    const title = 'website  first notice no. 1  ja'
    expect(unspaced(screen)).toContain(unspaced(`${en.unusedEdit(title)} 【重要】取引を停止しました`))
    expect(screen).not.toMatch(/no\. \d {2}ja {2}edited/)
  })

  test('nothing is sent for a wrong word, for Enter, or if the terminal is left', async () => {
    const bench = sending('social')
    const script = replies(
      ...OFFERED,
      [en.keys(READY), 's'],
      [en.typeToSend(['social']), 'y'],
      [en.typeToSend(['social']), ''],
      [en.keys(READY), 's'],
      [en.typeToSend(['social']), ''],
      [en.keys(READY), 's'],
      [en.typeToSend(['social']), { typed: 'send' }],
    )
    expect((await bench.haltWith({ script }, ...START)).code).toBe(130)
    expect(await recorded(bench, 'notice.intended')).toEqual([])
    expect(existsSync(join(bench.workspace, 'social.txt'))).toBe(false)
  })

  test('the scope is asked for with the facts, and public words in the missing languages', async () => {
    const bench = new Bench()
    bench.write('halt.yaml', `${NAMES}channels:\n  website: { via: by-hand, languages: [ja, en] }\n`)
    await bench.ok('start', '--type', 'system-failure')
    await bench.ok('set', 'cause.ja=調査の結果', 'impact=?', 'expected-recovery=?')
    const answers: Reply[] = [
      [FIRST, KEYS.notice],
      [en.missingKeys, 'f'],
      [/^What is stopped\?/, 'trading=stopped'],
      ['[started-at]', '10m ago'],
      ['[cause.en]', 'a fault'],
      ['[contact.en]', 'support@example.com'],
      [/i edit a line/, 'n'],
      [/i edit a line/, ''],
    ]
    const { err } = await walk(bench, answers, { rows: 60 })
    expect(err).toContain('Cause: a fault')
    expect(await recorded(bench, 'scope.changed')).toHaveLength(1)
  })

  test('a text edited line by line is sent and recorded as edited', async () => {
    const bench = sending('social')
    const line = '詳細は https://status.example.com をご覧ください。'
    await walk(
      bench,
      [
        ...OFFERED,
        ...AT_SOCIAL,
        [en.keys(READY), 'i'],
        [en.editLine, `８　${line}`],
        [en.editLine, '12 nothing there'],
        [en.editLine, ''],
        [en.keys(EDITED), 's'],
        [en.typeToSend(['social']), 'send'],
      ],
      TALL,
    )
    const [intended] = await recorded(bench, 'notice.intended')
    const texts = intended?.data.texts as { text: string }[]
    expect(texts[0]?.text.split('\n')[7]).toBe(line)
    expect(sent(bench, 'social')).toContain('https://status.example.com')
    expect(await recorded(bench, 'notice.delivered')).toHaveLength(1)
  })

  test('a text from an editor is checked again', async () => {
    const bench = sending('social')
    bench.write('editor', `printf '\\342\\200\\256edited\\n' > "$1"\n`)
    const { err } = await walk(
      bench,
      [...OFFERED, ...AT_SOCIAL, [en.keys(READY), 'o'], [en.keys(FAULTY), 's'], [en.keys(FAULTY), '']],
      { ...TALL, env: { EDITOR: `sh ${join(bench.workspace, 'editor')}` } },
    )
    expect(err).toMatch(/\(control-character\)[\s\S]*\(notice-errors\)/)
    expect(await recorded(bench, 'notice.intended')).toEqual([])
  })

  test('a failed notice does not stop the others, and can be resent with the same number', async () => {
    const bench = sending('social')
    bench.write(
      'halt.yaml',
      `${NAMES}channels:\n  social: { via: command, run: [cat] }\n  website: { via: command, run: [sh, fail.sh] }\n`,
    )
    bench.write('fail.sh', 'exit 3\n')
    const { err } = await walk(
      bench,
      [
        ...OFFERED,
        [en.keys(READY), 's'],
        [en.typeToSend(['website', 'social']), 'send'],
        [`email  ${en.postedWhere('posted')}`, 'yes'],
        [`email  ${en.postedWhere('posted')}`, 'posted'],
        [`app-push  ${en.postedWhere('posted')}`, 'posted'],
        [FIRST, KEYS.notice],
        [
          en.retryKeys(false),
          () => {
            bench.write('fail.sh', 'cat > website.txt; echo https://status.example.com/1\n')
            return 'r'
          },
        ],
        [FIRST, KEYS.help],
      ],
      { args: START },
    )
    expect(err).toMatch(/website: the command failed[\s\S]*\(bad-link\)/)
    expect(err).toContain('This did not go out: website  first notice no. 1')
    const outcomes = (await recorded(bench, 'notice.delivered')).map(({ data }) => [data.outcome, data.link])
    expect(outcomes.at(-1)).toEqual(['sent', 'https://status.example.com/1'])
    const numbers = (await recorded(bench, 'notice.intended')).map(({ data }) => data.number)
    expect(new Set(numbers)).toEqual(new Set([1]))
  })

  test('of a notice of unknown outcome, one key records that it arrived', async () => {
    const server = await webServer(status(500))
    const bench = new Bench()
    const social = `social: { via: webhook, url: "http://127.0.0.1:${server.port}/", allowPrivate: true }`
    bench.write('halt.yaml', `${NAMES}channels:\n  ${social}\n`)
    await walk(
      bench,
      [
        ...OFFERED,
        [en.keys(READY), 's'],
        [en.typeToSend(['social']), 'send'],
        ...CUSTOMERS.slice(0, 3).map((channel): Reply => [`${channel}  ${en.postedWhere('posted')}`, 'posted']),
        [FIRST, KEYS.notice],
        [en.retryKeys(true), 'y'],
        [FIRST, KEYS.help],
      ],
      { args: START },
    )
    expect((await recorded(bench, 'notice.posted')).at(-1)?.data).toMatchObject({
      channel: 'social',
      number: 1,
      settles: expect.stringMatching(/:\d+$/),
    })
    expect(server.asked).toHaveLength(1)
  })

  test('a claim that assets are safe requires evidence and an approver', async () => {
    const bench = sending('social')
    const { err } = await walk(
      bench,
      [
        ...OFFERED,
        ...AT_SOCIAL,
        [en.keys(READY), 'i'],
        [en.editLine, '8 お客様の資産は安全です。'],
        [en.editLine, ''],
        [en.keys(FAULTY), 's'],
        [en.claimEvidence, 'balances at 22:10'],
        [en.claimBy, 'hanako'],
        [en.typeToSend(['social']), 'send'],
      ],
      TALL,
    )
    expect(err).toContain('(unbacked-claim)')
    const [intended] = await recorded(bench, 'notice.intended')
    expect(intended?.data.claim).toEqual({ evidence: 'balances at 22:10', approvedBy: 'hanako' })
    expect(await recorded(bench, 'notice.delivered')).toHaveLength(1)
  })

  describe('one that is held back by a claim', () => {
    const ALL = { website: 'ja', social: 'ja' }
    const SAFE: readonly Reply[] = [
      ...AT_SOCIAL,
      [en.keys(READY), 'i'],
      [en.editLine, '8 お客様の資産は安全です。'],
      [en.editLine, ''],
    ]
    const HELD = en.heldKeys(['website'], true)

    test('lets the others go, and stays to be mended', async () => {
      const bench = sending(...Object.keys(ALL))
      const { err } = await walk(
        bench,
        [
          ...OFFERED,
          ...SAFE,
          [en.keys(FAULTY), 's'],
          [en.claimEvidence, ''],
          [HELD, 'o'],
          [en.typeToSend(['website']), 'send'],
          [`email  ${en.postedWhere('posted')}`, ''],
          [`app-push  ${en.postedWhere('posted')}`, ''],
          [en.keys(FAULTY), 'x'],
          [en.keys(READY), 's'],
          [en.typeToSend(['social']), 'send'],
          [`email  ${en.postedWhere('posted')}`, ''],
          [`app-push  ${en.postedWhere('posted')}`, ''],
        ],
        TALL,
      )
      expect(err).toContain('Held back: social (unbacked-claim)')
      expect(sent(bench, 'website')).toContain('次回のお知らせ')
      expect(sent(bench, 'social')).not.toContain('安全')
    })

    test('goes out with the others for a reason, or not at all', async () => {
      const bench = sending(...Object.keys(ALL))
      await walk(
        bench,
        [
          ...OFFERED,
          ...SAFE,
          [en.keys(FAULTY), 's'],
          [en.claimEvidence, ''],
          [HELD, ''],
          [en.keys(FAULTY), 's'],
          [en.claimEvidence, ''],
          [HELD, 'f'],
          [en.forceReason, 'the board said so'],
          [en.typeToSend(['website', 'social']), 'send'],
          [`email  ${en.postedWhere('posted')}`, ''],
          [`app-push  ${en.postedWhere('posted')}`, ''],
        ],
        TALL,
      )
      const intents = await recorded(bench, 'notice.intended')
      expect(intents.map(({ data }) => data.channel)).toEqual(['website', 'social'])
      expect(intents[1]?.data.forced).toMatchObject({ reason: 'the board said so', open: ['unbacked-claim'] })
    })

    test('says what can be done there: reword it, or give evidence and approver, also of what a person posts', async () => {
      const bench = new Bench()
      bench.write('halt.yaml', NAMES)
      const byHand = en.keys({ errors: 0, sends: false, isEdited: false })
      const { err } = await walk(
        bench,
        [
          ...OFFERED,
          [byHand, 'i'],
          [en.editLine, '6 お客様の資産は安全です。'],
          [en.editLine, ''],
          [en.keys({ errors: 1, sends: false, isEdited: true }), 'y'],
          [en.claimEvidence, 'balances at 22:10'],
          [en.claimBy, 'hanako'],
          [`website  ${en.postedWhere('posted')}`, 'posted'],
          [byHand, ''],
        ],
        TALL,
      )
      expect(unspaced(err)).toContain(unspaced('Reword it with i; or s and y ask for the evidence and who approved it'))
      expect(err).not.toContain('--evidence')
      const [posted] = await recorded(bench, 'notice.posted')
      expect(posted?.data.claim).toEqual({ evidence: 'balances at 22:10', approvedBy: 'hanako' })
      expect(posted?.data.forced).toBeUndefined()
    })
  })

  test.each(['en', 'ja'] as const)(
    'no advice in the walk names a flag that cannot be typed there: %s',
    async (language) => {
      const { noticeFindings } = await import(`../../src/notice/words.${language}.ts`)
      const label = { ja: '項目', en: 'fact' }
      const all = Object.entries(
        noticeFindings as Record<string, (params: object, me: string, walk: boolean) => string[]>,
      )
      const params = {
        ...{ fact: 'cause', label, later: label, languages: ['ja'] },
        ...{ kind: 'safety', words: 'w', mend: null, where: 'text' },
      }
      const more = {
        labels: ['l'],
        rows: ['r'],
        others: ['o'],
        facts: ['f'],
        changed: ['scope'],
        writers: [{ writer: 'k3v9x2ab', by: 'hanako' }],
        what: 'next',
        next: '2026-11-24T22:45:00.000+09:00',
        told: '2026-11-24T22:00:00.000+09:00',
        now: '2026-11-24T22:01:00.000+09:00',
        channels: ['c'],
      }
      const advice = all.map(([, words]) => words({ ...params, ...more, why: 'begun' }, 'haltctl', true).at(-1) ?? '')
      const outside = advice.map((text) =>
        text.replaceAll(/haltctl (?:set \S+|(?:notice|close|verify|log)[^;。）]*)/g, ''),
      )
      expect(outside.filter((text) => text.includes('--'))).toEqual([])
    },
  )

  test('a drill marks each line of a notice, and sends nothing', async () => {
    const bench = sending('social')
    const { screen } = await walk(bench, [...OFFERED, [en.keys(READY), 's'], [en.typeToRehearse(['social']), 'send']], {
      args: [...START, '--drill'],
    })
    expect(screen).toContain('(drill')
    const [delivered] = await recorded(bench, 'notice.delivered')
    expect(delivered?.data.why).toBe('drill')
    expect(existsSync(join(bench.workspace, 'social.txt'))).toBe(false)
    const marked = screen.split('\n').filter((line) => line.includes('【訓練】') || line.includes('停止'))
    expect(marked.length).toBeGreaterThan(0)
    expect(marked.filter((line) => !DRILL.test(line))).toEqual([])
  })
})

describe('the screen of a notice', () => {
  const BY_HAND = { errors: 0, sends: false, isEdited: false }
  const ERRORS = { ...BY_HAND, errors: 1 }

  /** At the notices of a halt whose contact nobody states. */
  async function atNotices(answers: readonly Reply[], rows: number) {
    const bench = new Bench()
    bench.write('halt.yaml', 'organisation: { ja: 例示取引所, en: Example Exchange }\n')
    const contact: Reply = ['[contact.ja]', '']
    return { bench, ...(await walk(bench, [...OFFERED, contact, ...answers], { args: START, rows })) }
  }

  test('says what was found before the text, and how much more there is beside the keys', async () => {
    const { screen, asked, err } = await atNotices([[en.keys(ERRORS), 'n']], 20)
    expect(screen.indexOf('(fact-missing)')).toBeLessThan(screen.indexOf('1 of 4  website'))
    expect(asked.at(-2)?.text).toMatch(/^\(\d+ more lines: n\)/)
    expect(err).not.toContain('more lines')
  })

  test.each([
    ['a halt', [], 'return to normal\nservice.\n'],
    ['a drill', ['--drill'], 'return to\n[DRILL] normal service.\n'],
  ])('breaks no word of a text in 80 columns in %s', async (_, flags, lines) => {
    const bench = new Bench()
    bench.write('halt.yaml', 'organisation: { en: Example Exchange }\nchannels: { website: { languages: [en] } }\n')
    const answers: Reply[] = [...OFFERED, ['[contact.en]', ''], ['[contact.ja]', ''], [en.keys(ERRORS), '']]
    const { screen } = await walk(bench, answers, { args: [...START, ...flags], rows: 60, columns: 80 })
    expect(screen).toContain(lines)
  })

  test('counts one more line as one', async () => {
    const { asked } = await atNotices([[en.keys(ERRORS), '']], 35)
    expect(asked.at(-2)?.text).toMatch(/^\(1 more line: n\)/)
  })

  test('shows the rest before it asks whether the text was posted, without a gap', async () => {
    const { screen } = await atNotices([[en.keys(ERRORS), 'y']], 20)
    const [, after = ''] = screen.split('> y')
    expect(after).not.toContain('more lines')
    expect(after).toContain(en.postedWhere('posted'))
  })

  test('says at s that no channel has a way to send', async () => {
    const { err } = await atNotices([[en.keys(ERRORS), 's']], 60)
    expect(unspaced(err)).toContain(unspaced(en.noWayToSend))
  })

  test.each(['Posted', 'POSTED', 'ｐｏｓｔｅｄ'])('takes %s for the word that records it as posted', async (word) => {
    const { bench } = await atNotices(
      [
        [en.keys(ERRORS), 'y'],
        [`website  ${en.postedWhere('posted')}`, word],
      ],
      60,
    )
    expect(await recorded(bench, 'notice.posted')).toMatchObject([{ data: { channel: 'website', link: null } }])
  })
})
