import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import type { Reply } from '../script.ts'
import { KEYS } from './keys.ts'
import { SENDING, TEXT } from './operator.ts'
import { recorded, walk } from './walk.ts'

const { en } = SENDING
const READY = { errors: 0, sends: true, isEdited: false }
const START = ['start', '--type', 'system-failure', '--title', 'Engine down']
const SETTINGS = `organisation: { ja: 例示取引所, en: Example Exchange }
contact: { ja: support@example.com }
approval: { notice: [first], lift: true }
channels:
  email: { via: command, run: [sh, -c, "cat > email.txt"] }
`

function fourEyes(): Bench {
  const bench = new Bench()
  bench.write('halt.yaml', SETTINGS)
  return bench
}

const mailed = (bench: Bench) => existsSync(join(bench.workspace, 'email.txt'))

const ASKING: readonly Reply[] = [
  [TEXT.en.sinceWhen, ''],
  ['2.1-assess', KEYS.notice],
  [en.missingKeys, '?'],
  [en.keys(READY), 's'],
  [en.typeToRequest(['website', 'email', 'app-push', 'social']), 'send'],
]

/** A walk in which approval of the first notices was asked for. */
async function asked(): Promise<{ bench: Bench; request: string; screen: string }> {
  const bench = fourEyes()
  const { screen } = await walk(bench, ASKING, { args: START, rows: 60 })
  const [event] = await recorded(bench, 'approval.requested')
  return { bench, request: `${event?.writer}:${event?.seq}`, screen }
}

describe('a notice that another person has to approve, in the walk', () => {
  test('is prepared instead of sent, and every screen says that it waits', async () => {
    const { bench, request, screen } = await asked()
    expect(screen).toMatch(
      /nothing was sent yet: \S+ waits until 22:47 for approval by another\n {2}person\nwhoever approves it: haltctl approve/,
    )
    expect(mailed(bench)).toBe(false)
    expect(await recorded(bench, 'notice.intended')).toEqual([])
    const { screen: next } = await walk(bench, [])
    expect(next).toContain(`\nwaits for approval ${request} (another person, by 22:47): first notice, 4\n  channels\n`)
  })

  test('is not prepared again while it waits', async () => {
    const { bench } = await asked()
    const { screen } = await walk(
      bench,
      [
        ['2.1-assess', KEYS.notice],
        [en.keys(READY), 's'],
        [en.waitingKeys, ''],
      ],
      { rows: 60 },
    )
    expect(screen).toContain('nothing was sent yet')
    expect(await recorded(bench, 'approval.requested')).toHaveLength(1)
  })

  test('is replaced by the text on the screen once what was prepared before is withdrawn', async () => {
    const { bench, request } = await asked()
    await walk(
      bench,
      [
        ['2.1-assess', KEYS.notice],
        [en.keys(READY), 's'],
        [en.waitingKeys, 'r'],
        [en.typeToRequest(['website', 'email', 'app-push', 'social']), 'send'],
      ],
      { rows: 60 },
    )
    const [refused] = await recorded(bench, 'approval.refused')
    expect(refused?.data).toEqual({ request, reason: en.replacedReason })
    expect(await recorded(bench, 'approval.requested')).toHaveLength(2)
  })

  test('is recorded as posted with the text that was approved, and said to have none otherwise', async () => {
    const { bench, request } = await asked()
    const posting: Reply[] = [
      ['2.1-assess', KEYS.notice],
      [en.keys(READY), 'y'],
      [en.postedWhere('posted'), ''],
    ]
    expect((await walk(bench, posting, { rows: 60 })).screen).toContain('nobody has approved this text')
    await bench.haltWith({ env: { HALT_OPERATOR: 'hanako' } }, 'approve', request)
    bench.pass(60_000)
    const [, ...rest] = posting
    const { screen } = await walk(
      bench,
      [posting[0] as Reply, ...rest.slice(0, 1), [en.postedWhere('posted'), 'posted']],
      { rows: 60 },
    )
    expect(screen).toContain('As prepared for approval: website')
    const [notice] = await recorded(bench, 'notice.posted')
    expect(notice?.data).toMatchObject({ channel: 'website', approval: request })
  })

  describe('beside which a writer that nobody knows has asked for one', () => {
    const CIRCUMSTANCES = { rows: 60 }
    const env = (bench: Bench) => ({ HALT_OPERATOR: 'mallory', XDG_STATE_HOME: join(bench.directory, 'state-2') })

    async function begun(): Promise<Bench> {
      const bench = fourEyes()
      await bench.ok(...START)
      await bench.ok('set', 'started-at=22:10', 'cause=?', 'impact=?', 'expected-recovery=?')
      return bench
    }

    /** Taro asks for the notice on the website, then Mallory with another time of the next report. */
    async function bothAsked(approves: (requests: readonly string[]) => readonly string[]) {
      const bench = await begun()
      expect(await bench.halt('notice', 'website', '--send')).toMatchObject({ code: 9 })
      await bench.haltWith({ env: env(bench) }, 'notice', 'website', '--send', '--next', '22:40')
      const requests = (await recorded(bench, 'approval.requested')).map(({ writer, seq }) => `${writer}:${seq}`)
      for (const one of approves(requests)) await bench.haltWith({ env: { HALT_OPERATOR: 'hanako' } }, 'approve', one)
      return { bench, request: requests[0] as string }
    }

    test('the one of whoever is known is shown, whichever was approved', async () => {
      const { bench, request } = await bothAsked((requests) => requests.slice(1))
      const answers: Reply[] = [
        ['2.1-assess', KEYS.notice],
        [en.keys(READY), 's'],
        [en.waitingKeys, ''],
      ]
      const { screen } = await walk(bench, answers, CIRCUMSTANCES)
      expect(screen).toContain(`nothing was sent yet: ${request} waits`)
    })

    test('the text of the one of whoever is known is recorded as posted', async () => {
      const { bench, request } = await bothAsked((requests) => requests)
      const posting: Reply[] = [
        ['2.1-assess', KEYS.notice],
        [en.keys(READY), 'y'],
        [en.postedWhere('posted'), 'posted'],
      ]
      await walk(bench, posting, CIRCUMSTANCES)
      const [posted] = await recorded(bench, 'notice.posted')
      expect(posted?.data).toMatchObject({ channel: 'website', approval: request })
    })

    test('the one of whoever is known is named for a refusal', async () => {
      const bench = await begun()
      await bench.haltWith({ env: env(bench) }, 'notice', 'website', '--send')
      expect(await bench.halt('notice', 'email', '--send')).toMatchObject({ code: 9 })
      const [, own] = await recorded(bench, 'approval.requested')
      const { screen } = await walk(bench, [['2.1-assess', '/refuse']], CIRCUMSTANCES)
      expect(screen).toContain(`/refuse ${own?.writer}:${own?.seq} wrong cause`)
    })
  })

  test('is sent in spite of what a writer that nobody knows has said of the scope only with a reason', async () => {
    const { bench, request } = await asked()
    const env = { HALT_OPERATOR: 'mallory', XDG_STATE_HOME: join(bench.directory, 'state-2') }
    await bench.haltWith({ env }, 'scope', 'deposits=stopped')
    await bench.haltWith({ env: { HALT_OPERATOR: 'hanako' } }, 'approve', request)
    expect(mailed(bench)).toBe(false)
    const sending = (reason: string): Reply[] => [
      ['2.1-assess', KEYS.notice],
      [en.keys({ ...READY, errors: 1 }), 's'],
      [en.approvedKeys('hanako'), 's'],
      [en.sendAnywayReason, reason],
    ]
    const { screen } = await walk(bench, sending(''), { rows: 60 })
    expect(screen.replaceAll(/\s+/g, ' ')).toMatch(/the scope or the phase has changed \(\w+:1 mallory\)/)
    await walk(bench, [...sending('no colleague'), [en.typeToSendApproved(request), 'send']], { rows: 60 })
    expect(mailed(bench)).toBe(true)
  })

  test.each([
    ['is recorded as posted', []],
    ['also where a writer that nobody knows has posted it', ['notice', 'website', '--posted']],
  ])('is sent as approved, and what has no way to send %s', async (_, theirs) => {
    const { bench, request } = await asked()
    const as = (operator: string) => ({ HALT_OPERATOR: operator, XDG_STATE_HOME: join(bench.directory, operator) })
    await bench.haltWith({ env: as('hanako') }, 'approve', request)
    if (theirs.length > 0) await bench.haltWith({ env: as('mallory') }, ...theirs)
    const answers: Reply[] = [
      ['2.1-assess', KEYS.notice],
      [en.keys(READY), 's'],
      [en.approvedKeys('hanako'), 's'],
      [en.typeToSendApproved(request), 'send'],
      [en.postedWhere('posted'), 'posted'],
      [en.postedWhere('posted'), 'posted'],
      [en.postedWhere('posted'), 'posted'],
    ]
    await walk(bench, answers, { rows: 60 })
    expect(mailed(bench)).toBe(true)
    const notices = (await recorded(bench, 'notice.intended', 'notice.posted')).filter(({ by }) => by !== 'mallory')
    expect(notices.map(({ data }) => [data.channel, data.number, data.approval])).toEqual([
      ['email', 1, request],
      ['website', 1, request],
      ['app-push', 1, request],
      ['social', 1, request],
    ])
  })

  test('is sent as approved also where it is one of those on the screen, and the others are left', async () => {
    const bench = fourEyes()
    await bench.ok(...START)
    await bench.ok('set', 'started-at=22:10', 'cause=?', 'impact=?', 'expected-recovery=?')
    expect(await bench.halt('notice', 'email', '--send')).toMatchObject({ code: 9 })
    const [event] = await recorded(bench, 'approval.requested')
    const request = `${event?.writer}:${event?.seq}`
    const env = { HALT_OPERATOR: 'hanako', XDG_STATE_HOME: join(bench.directory, 'state-2') }
    await bench.haltWith({ env }, 'approve', request)
    const { screen } = await walk(
      bench,
      [
        ['2.1-assess', KEYS.notice],
        [en.keys(READY), 's'],
        [en.approvedKeys('hanako'), 's'],
        [en.typeToSendApproved(request), 'send'],
      ],
      { rows: 60 },
    )
    expect(mailed(bench)).toBe(true)
    expect(screen).toContain('1 of 3  website')
  })

  test('stays unsent without the word', async () => {
    const { bench, request } = await asked()
    await bench.haltWith({ env: { HALT_OPERATOR: 'hanako' } }, 'undo', request, '--reason', 'not yet')
    const { screen } = await walk(
      bench,
      [
        ['2.1-assess', KEYS.notice],
        [en.keys(READY), 's'],
        [en.typeToRequest(['website', 'email', 'app-push', 'social']), ''],
      ],
      { rows: 60 },
    )
    expect(screen).toContain(en.notSent)
    expect(mailed(bench)).toBe(false)
  })

  test('is decided on with typed commands, a number and words', async () => {
    const { bench, request } = await asked()
    const number = request.replace(/^.*:/, '')
    const env = { HALT_OPERATOR: 'hanako', XDG_STATE_HOME: join(bench.directory, 'state-2') }
    const { screen } = await walk(
      bench,
      [
        ['2.1-assess', '/approve'],
        ['2.1-assess', `/approve ${number}`],
        ['2.1-assess', `/refuse ${number} 原因の 書き方が違う`],
      ],
      { env, rows: 60 },
    )
    expect(screen).toContain(`to approve: /approve ${request}; to refuse: /refuse ${request} --reason`)
    expect(screen).toContain(`\napproved by hanako ${request}: send with u, s\n`)
    expect(screen).toContain(`\nrefused ${request} (hanako: "原因の 書き方が違う"): first notice, 4`)
    expect(await recorded(bench, 'approval.refused')).toMatchObject([
      { by: 'hanako', data: { request, reason: '原因の 書き方が違う' } },
    ])
  })

  test('is not refused without an event and a reason, which is said', async () => {
    const { bench, request } = await asked()
    const { screen } = await walk(bench, [
      ['2.1-assess', '/refuse'],
      ['2.1-assess', `/却下 ${request}`],
    ])
    expect(screen.match(/reason: \/refuse \S+ wrong cause/g)).toEqual([
      `reason: /refuse ${request} wrong cause`,
      `reason: /refuse ${request} wrong cause`,
    ])
    expect(await recorded(bench, 'approval.refused', 'note.added')).toEqual([])
  })
})
