import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { holdersOf } from '../../src/store/lock.ts'
import { lockEntryLine, newLockEntry } from '../../src/store/lock-entry.ts'
import { alertmanagerCall } from '../alertmanager-call.ts'
import { Bench, type Recorded } from '../bench.ts'
import { LEAVE, replies } from '../script.ts'

const KEY = 'OPS-7'
const FOR_TICKET = ['start', '--type', 'system-failure', '--ref', KEY]

const eventsOf = async (bench: Bench, id: string): Promise<Recorded[]> =>
  (await bench.ok('log', '--json', '-i', id))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

const countOf = async (bench: Bench): Promise<number> => (await bench.ok('list')).trimEnd().split('\n').length

describe('halt start --ref', () => {
  it('declares a halt once: after that it prints its id, and adds nothing but a note', async () => {
    const bench = new Bench()
    const id = (await bench.ok(...FOR_TICKET)).trim()
    const given = ['--severity', 'sev1', '--at', '5m ago', '--scope', 'trading=stopped', 'withdrawals=limited:JPY only']
    const again = await bench.halt(...FOR_TICKET, '--title', 'Engine down', ...given)
    expect(again).toMatchObject({ code: 0, out: `${id}\n`, err: expect.stringContaining(`${id} is open and was`) })
    const [declared, ...others] = await eventsOf(bench, id)
    expect(declared?.data).toMatchObject({ ref: KEY })
    expect(others.map(({ type, data }) => [type, data])).toEqual([
      [
        'note.added',
        {
          text: "started again for the same key: Engine down (--severity sev1 --at '2026-11-24 22:12:05' --scope trading=stopped 'withdrawals=limited:JPY only')",
        },
      ],
    ])
    expect(again.err).toContain('what was given changes nothing else')
    expect(await bench.json(...FOR_TICKET)).toEqual({ schemaVersion: 1, incident: id, started: false })
    expect(await countOf(bench)).toBe(1)
  })

  it('declares another one for another key, without a key, and once the first is closed', async () => {
    const bench = new Bench()
    const id = (await bench.ok(...FOR_TICKET)).trim()
    await bench.ok('start', '--type', 'system-failure')
    await bench.ok('start', '--type', 'system-failure', '--ref', 'OPS-8')
    expect(await countOf(bench)).toBe(3)
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a test', '-i', id)
    expect(await bench.json(...FOR_TICKET)).toMatchObject({ started: true })
    expect(await countOf(bench)).toBe(4)
  })

  it('has a real halt declared although a drill is open for the same key', async () => {
    const bench = new Bench()
    const drill = (await bench.ok(...FOR_TICKET, '--drill')).trim()
    const real = (await bench.ok(...FOR_TICKET)).trim()
    expect(real).not.toBe(drill)
    expect((await bench.ok(...FOR_TICKET, '--drill')).trim()).toBe(drill)
    expect((await bench.ok(...FOR_TICKET)).trim()).toBe(real)
  })

  it('notes it in the halt to which the one for that key was joined', async () => {
    const bench = new Bench()
    const other = (
      await bench.haltWith({ env: { HALT_OPERATOR: 'hanako' } }, 'start', '--type', 'compliance')
    ).out.trim()
    const own = (await bench.ok(...FOR_TICKET)).trim()
    await bench.ok('join', other, '-i', own)
    expect((await bench.ok(...FOR_TICKET)).trim()).toBe(other)
    expect((await eventsOf(bench, other)).at(-1)?.data).toEqual({
      text: 'started again for the same key (--type system-failure)',
    })
  })

  it('walks on a terminal if the halt is new, and does not if it is open', async () => {
    const bench = new Bench()
    const FULL = [...FOR_TICKET, '--title', 'Engine down', '--at', '22:10']
    const first = await bench.haltWith({ script: replies([/Initial response/, LEAVE]) }, ...FULL)
    const [id] = (await bench.ok('list')).split(' ')
    expect(first.screen).toContain(`${id}`)
    const again = await bench.haltWith({ script: replies() }, ...FULL)
    expect(again).toMatchObject({ code: 0, err: expect.stringContaining('noted there, none started') })
  })

  it('walks in the halt that somebody else declared for that key while its title was asked for', async () => {
    const bench = new Bench()
    let id = ''
    const declareMeanwhile = async () => {
      id = (await bench.ok(...FOR_TICKET)).trim()
      return 'Engine down'
    }
    const script = replies([/Title/, declareMeanwhile], [/Initial response/, LEAVE])
    const { screen } = await bench.haltWith({ script }, ...FOR_TICKET)
    expect(screen).toContain(`${id} is open and was declared for ${KEY}`)
    expect((await eventsOf(bench, id)).at(-1)?.data).toEqual({ text: 'started again for the same key: Engine down' })
    expect(await countOf(bench)).toBe(1)
  })

  it('declares the halt also where nothing can be locked, and says what may happen', async () => {
    const bench = new Bench()
    mkdirSync(join(bench.workspace, 'incidents', 'lock'), { recursive: true })
    const started = await bench.halt(...FOR_TICKET)
    expect(started).toMatchObject({ code: 0, err: expect.stringContaining('would declare a second incident') })
    expect((await bench.ok(...FOR_TICKET)).trim()).toBe(started.out.trim())
  })

  it('refuses for an open halt what it refuses for a new one', async () => {
    const bench = new Bench()
    const id = (await bench.ok(...FOR_TICKET)).trim()
    const refused = async (...flags: string[]) => (await bench.halt('start', '--ref', KEY, ...flags)).err
    expect(await refused('--type', 'sistem')).toContain('unknown-type')
    expect(await refused('--scope', 'tradin=stopped')).toContain('unknown-operation')
    expect(await refused('--at', 'soon')).toContain('bad-time')
    expect(await refused('--type', 'compliance')).toContain('started again for the same key (--type compliance)')
    expect(await eventsOf(bench, id)).toHaveLength(2)
  })

  it('does not wait for a process of a container that is gone, which nobody can see from here', async () => {
    const bench = new Bench()
    mkdirSync(join(bench.workspace, 'incidents'), { recursive: true })
    const gone = { ...newLockEntry(), nonce: '1f', host: 'container|m|b|n', since: Date.now() - 61_000 }
    const lock = join(bench.workspace, 'incidents', 'lock')
    writeFileSync(lock, `${lockEntryLine(gone)}\n`)
    expect((await bench.halt(...FOR_TICKET)).err).not.toContain('cannot lock')
    expect(holdersOf(lock)).toEqual([])
  })

  it('needs a key that is not empty', async () => {
    expect(await new Bench().halt('start', '--type', 'compliance', '--ref', ' ')).toMatchObject({ code: 3 })
  })
})

/** Taro has recorded in this workspace before; Mallory, whom nobody here knows, declares a halt for the key that is to come. */
class Foreseen extends Bench {
  ofMallory = ''

  static async begin(): Promise<Foreseen> {
    const bench = new Foreseen()
    const earlier = (await bench.ok('start', '--type', 'compliance')).trim()
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'over', '-i', earlier)
    const planned = ['--planned', '2027-01-01T00:00/2027-01-01T01:00']
    bench.ofMallory = (await bench.as('mallory', 'start', '--type', 'maintenance', ...planned, '--ref', KEY)).out.trim()
    return bench
  }

  as(who: string, ...args: readonly string[]) {
    const env = { XDG_STATE_HOME: join(this.directory, `state-${who}`), HALT_OPERATOR: who }
    return this.haltWith({ env }, ...args)
  }
}

describe('a halt that somebody unknown declared for the key that is given', () => {
  it('keeps no halt from being declared, is named with what joins it, and takes no note', async () => {
    const bench = await Foreseen.begin()
    const { ofMallory } = bench
    const started = await bench.halt(...FOR_TICKET)
    const id = started.out.trim()
    expect(id).not.toBe(ofMallory)
    const said = new RegExp(
      `^${ofMallory} is open for ${KEY} as well: mallory declared it, says \\w{8}, a writer not known to this machine, so another one was declared; ask mallory; if it is the same halt: haltctl join ${ofMallory} -i ${id}$`,
      'm',
    )
    expect(started.err).toMatch(said)
    expect(started.err.match(new RegExp(`join ${ofMallory}`, 'g'))).toHaveLength(1)
    expect(await eventsOf(bench, ofMallory)).toHaveLength(1)
    expect((await bench.ok(...FOR_TICKET)).trim()).toBe(id)
    bench.pass(10 * 60_000)
    expect((await bench.halt('status', '--check')).code).toBe(7)
  })

  it('is named by an alert and in the walk as well, in either language', async () => {
    const alerted = await Foreseen.begin()
    const fired = ['start', '--from', '-', '--ref', KEY, '--lang', 'ja']
    const { err } = await alerted.haltWith({ input: alertmanagerCall({}) }, ...fired)
    expect(err).toContain(`${KEY} については ${alerted.ofMallory} も継続中です。mallory が宣言したと書き手`)
    const walked = await Foreseen.begin()
    const script = replies([/Initial response/, LEAVE])
    const { screen } = await walked.haltWith({ script }, ...FOR_TICKET, '--title', 'Engine down', '--at', '22:10')
    expect(screen.replaceAll(/\s+/g, ' ')).toContain(`if it is the same halt: /join ${walked.ofMallory}`)
  })

  it('is not what an alert says is resolved', async () => {
    const bench = await Foreseen.begin()
    const input = alertmanagerCall({ status: 'resolved' })
    const resolved = await bench.haltWith({ input }, 'start', '--from', '-', '--ref', KEY)
    expect(resolved).toMatchObject({ code: 0, out: '', err: expect.stringContaining('of a known writer') })
    expect(await eventsOf(bench, bench.ofMallory)).toHaveLength(1)
  })

  it('is not taken for one that was joined because its own notes say so', async () => {
    const bench = await Foreseen.begin()
    const foreign = (await bench.as('mallory', 'start', '--type', 'system-failure', '--ref', 'OPS-9')).out.trim()
    await bench.as('mallory', 'join', bench.ofMallory, '-i', foreign)
    expect((await bench.ok('start', '--type', 'system-failure', '--ref', 'OPS-9')).trim()).not.toBe(bench.ofMallory)
  })

  it.each([
    [
      'once this machine has recorded there',
      async (bench: Foreseen) => bench.ok('note', 'ours', '-i', bench.ofMallory),
    ],
    [
      'where its writer is known from another open halt',
      async (bench: Foreseen) => {
        const other = (await bench.as('mallory', 'start', '--type', 'compliance')).out.trim()
        await bench.ok('note', 'ours', '-i', other)
      },
    ],
    [
      'on a machine that has recorded nothing yet',
      async (bench: Foreseen) => rmSync(join(bench.directory, 'state'), { recursive: true }),
    ],
  ])('is the one that is meant %s', async (_, act) => {
    const bench = await Foreseen.begin()
    await act(bench)
    expect((await bench.ok(...FOR_TICKET)).trim()).toBe(bench.ofMallory)
  })
})

describe('halt start --from', () => {
  const fires = (bench: Bench, call: Parameters<typeof alertmanagerCall>[0] = {}, ...flags: readonly string[]) =>
    bench.haltWith({ input: alertmanagerCall(call) }, 'start', '--from', '-', ...flags)

  it('declares a halt of an alert: its key, title, beginning and type, its labels as a note, and itself as evidence', async () => {
    const bench = new Bench()
    const id = (await fires(bench)).out.trim()
    const [declared, noted, ...others] = await eventsOf(bench, id)
    expect(declared).toMatchObject({
      at: '2026-11-24T22:10:00.123+09:00',
      data: {
        type: 'system-failure',
        title: 'Matching engine me-3 does not answer',
        ref: '{}:{alertname="MatchingEngineDown"}',
      },
    })
    expect(noted?.data.text).toBe(
      [
        'Alertmanager: 1 firing',
        'alertname: MatchingEngineDown',
        'instance: me-3',
        'severity: critical',
        'halt_type: system-failure',
        'summary: Matching engine me-3 does not answer',
        'groupKey: {}:{alertname="MatchingEngineDown"}',
      ].join('\n'),
    )
    expect(noted?.data.attached).toMatchObject([{ name: 'alertmanager.json' }])
    const [{ file } = { file: '' }] = (noted?.data.attached ?? []) as { file: string }[]
    const kept = readFileSync(join(bench.workspace, 'incidents', id, 'evidence', file), 'utf8')
    expect(kept).toBe(alertmanagerCall({}))
    expect(others).toEqual([])
  })

  it('notes in the open halt that the alert fires again, and that it is resolved', async () => {
    const bench = new Bench()
    const id = (await fires(bench)).out.trim()
    expect(await fires(bench)).toMatchObject({ code: 0, out: `${id}\n` })
    expect(await fires(bench, { status: 'resolved' }, '--lang', 'ja')).toMatchObject({ code: 0, out: `${id}\n` })
    const [, , again, resolved, ...others] = await eventsOf(bench, id)
    expect(again?.data.text).toContain('Alertmanager: 1 firing')
    expect(resolved?.data.text).toContain('Alertmanager: 解消\n')
    expect(others).toEqual([])
    expect(await countOf(bench)).toBe(1)
  })

  it('starts nothing for what is resolved', async () => {
    const bench = new Bench()
    const resolved = await fires(bench, { status: 'resolved' }, '--json')
    expect(JSON.parse(resolved.out)).toEqual({ schemaVersion: 1, incident: null, started: false })
    expect(resolved).toMatchObject({ code: 0, err: expect.stringContaining('nothing recorded, none started') })
    expect((await bench.halt('list')).out).toBe('')
  })

  it.each<[string, Record<string, string>, readonly string[], string | null]>([
    ['of its label', { halt_type: 'compliance' }, [], 'compliance'],
    ['of its label before that of the flag', { halt_type: 'compliance' }, ['--type', 'system-failure'], 'compliance'],
    ['of the flag without a label', {}, ['--type', 'system-failure'], 'system-failure'],
    ['of the flag if the manual has no type of the label', { halt_type: 'x' }, ['--type', 'compliance'], 'compliance'],
    ['of none', {}, [], null],
    ['that the manual does not have', { halt_type: 'x' }, [], null],
  ])('takes the type %s', async (_, labels, flags, type) => {
    const bench = new Bench()
    const started = await fires(bench, { labels }, ...flags)
    if (type === null)
      expect(started).toMatchObject({ code: flags.length === 0 && labels.halt_type === undefined ? 3 : 2, out: '' })
    else expect((await bench.events())[0]?.data).toMatchObject({ type })
  })

  it('dates the beginning by the alert that fires longest, and leaves it open if that is in the future', async () => {
    const bench = new Bench()
    await fires(bench, { startsAt: ['2026-11-24T13:16:00Z', '2026-11-24T22:01:00+09:00'] })
    expect((await bench.events())[0]?.data).toMatchObject({ startedAt: '2026-11-24T22:01:00.000+09:00' })
    const ahead = await fires(bench, { key: 'other', startsAt: ['2026-11-24T14:00:00Z'] })
    expect(ahead.err).toContain('in the future by the clock here')
    expect((await eventsOf(bench, ahead.out.trim()))[0]?.data).toMatchObject({ startedAt: null })
  })

  it('leaves the beginning open if the alert has the zero time, or another that the log cannot hold', async () => {
    for (const [key, startsAt] of [
      ['none', '0001-01-01T00:00:00Z'],
      ['later', '9999-12-31T00:00:00Z'],
    ] as const) {
      const bench = new Bench()
      const { err } = await fires(bench, { key, startsAt: [startsAt] })
      expect(err).toContain(`the alert fires since ${startsAt.slice(0, 10)}`)
      expect((await bench.events())[0]?.data).toMatchObject({ ref: key, startedAt: null })
    }
  })

  it('lets flags say otherwise', async () => {
    const bench = new Bench()
    await fires(bench, {}, '--ref', KEY, '--title', 'Ours', '--at', '22:00', '--severity', 'sev1')
    expect((await bench.events())[0]?.data).toMatchObject({
      ref: KEY,
      title: 'Ours',
      severity: 'sev1',
      startedAt: '2026-11-24T22:00:00.000+09:00',
    })
  })

  it('cuts what is too long for a note or a title, and says so', async () => {
    const bench = new Bench()
    await fires(bench, { annotations: { summary: `${'x'.repeat(300)}\nmore`, description: 'y'.repeat(900_000) } })
    const [declared, noted] = await bench.events()
    expect(declared?.data.title).toBe(`${'x'.repeat(199)}…`)
    expect(noted?.data.text).toContain('(cut here; the attached file has all of it)')
    expect(String(noted?.data.text).length).toBeLessThan(2000)
  })

  it.each([
    ['no JSON', 'not json', 'standard input is not JSON'],
    ['another version', alertmanagerCall({}).replace('"version":"4"', '"version":"3"'), '(version)'],
    ['a list', '[]', 'standard input is not what Alertmanager'],
    ['no key', alertmanagerCall({ key: '' }), '(groupKey)'],
    ['a time that is none', alertmanagerCall({ startsAt: ['yesterday'] }), '(alerts.0.startsAt)'],
  ])('starts nothing of %s', async (_, input, why) => {
    const bench = new Bench()
    for (const language of ['en', 'ja'])
      expect(await bench.haltWith({ input }, 'start', '--from', '-', '--lang', language)).toMatchObject({
        code: 2,
        err: expect.stringContaining('bad-alert'),
      })
    expect((await bench.haltWith({ input }, 'start', '--from', '-')).err).toContain(why)
    expect((await bench.halt('list')).out).toBe('')
  })

  it('starts nothing of more than it reads, and says no more of its length than it knows', async () => {
    const bench = new Bench()
    const input = `${' '.repeat(17 * 1024 * 1024)}${alertmanagerCall({})}`
    const said = async (language: string) => {
      const { code, err } = await bench.haltWith({ input }, 'start', '--from', '-', '--lang', language)
      expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('(file-too-large)') })
      return err
    }
    expect(await said('en')).toContain('standard input has more than 16777216 bytes, the limit; nothing was done')
    expect(await said('ja')).toContain('標準入力が上限の16777216バイトを超えたため、何も行いませんでした')
    expect((await bench.halt('list')).out).toBe('')
  })

  it('shows words of an alert as text, whatever they would do to a terminal', async () => {
    const bench = new Bench()
    const hostile = await fires(bench, { annotations: { summary: '\u001b[2Jgone\u202e' } })
    for (const { out, err } of [hostile, await bench.halt('log'), await bench.halt('status')])
      expect(`${out}${err}`).not.toMatch(/\u001b\[2J|\u202e/)
  })
})
