import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import type { Envelope } from '../../src/domain/log/event.ts'
import { incidentKeyOf } from '../../src/domain/log/incident-key.ts'
import { seal } from '../../src/domain/log/line.ts'
import { sha256 } from '../../src/domain/log/sha256.ts'
import { fail } from '../../src/domain/problem.ts'
import { OWNER_ONLY } from '../../src/platform/access.ts'
import { relayAddress } from '../../src/relay/io/address.ts'
import { followRelay } from '../../src/relay/io/follow-relay.ts'
import { openRelay } from '../../src/relay/io/postgres.ts'
import { SETUP } from '../../src/relay/io/schema.ts'
import type { Relay } from '../../src/relay/relay.ts'
import { syncAll } from '../../src/relay/sync.ts'
import { BackgroundTurn } from '../../src/store/background-turn.ts'
import { RelayState } from '../../src/store/relay-state.ts'
import { workspaceKey } from '../../src/store/state.ts'
import { openWorkspace } from '../../src/store/workspace.ts'
import type { World } from '../../src/world.ts'
import { ROOT } from '../bench.ts'
import { identity } from '../delivery/certificates.ts'
import { Postgres, pooler, postgresVersions } from '../postgres.ts'
import { Machine, server, startServer, team } from '../relay-team.ts'
import { type Reply, replies } from '../script.ts'
import { newSigner } from '../sealing.ts'
import { silentWorld } from '../world.ts'

startServer()

/** What code that only shares sees of a machine. */
function worldOf({ workspace: directory, env, who }: Machine): World {
  const workspace = openWorkspace(directory, env, () => who)
  const world = silentWorld({ root: ROOT, env, text: {} as World['text'], workspace })
  return { ...world, sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {}) }
}

const SETTINGS = { urlEnv: 'HALT_RELAY_URL', ca: null, allowPlain: false, background: false, evidence: false }

const started = ['start', '--type', 'system-failure', '--no-walk', '--scope', 'trading=stopped'] as const

/** What has the hash that it names and is no line. */
function sealedText(text: string) {
  const hash = sha256(text)
  return { hash, line: `${text},"hash":"${hash}"}` }
}

/** Somebody adds a line to the relay of a machine, with the password of an operator. */
async function addLine(
  { database }: Machine,
  { incident, writer, seq }: Pick<Envelope, 'incident' | 'writer' | 'seq'>,
  { hash, line }: { readonly hash: string; readonly line: string },
): Promise<void> {
  await server.sql(
    `insert into halt.lines (incident, writer, seq, hash, line)
      values ('${incident}', '${writer}', ${seq}, '${hash}', '\\x${Buffer.from(line).toString('hex')}')`,
    'hanako',
    database,
  )
}

describe('an incident that is shared', () => {
  it('is on another machine with its runbook, and what each records reaches the other', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    const id = (await taro.ok(...started)).trim()
    await taro.ok('note', 'the engine is down')
    expect(await taro.sync()).toMatchObject({ reached: true, pushed: 2, pulled: 0, waiting: 0 })
    expect(await hanako.sync()).toMatchObject({ pushed: 0, pulled: 2, incidents: [{ incident: id }] })
    expect(await hanako.ok('log')).toContain('the engine is down')
    expect(hanako.logs()).toEqual(taro.logs())
    expect(await hanako.ok('next')).toContain('2.1-assess')
    await hanako.ok('note', 'I look at the network')
    await taro.ok('note', 'and I at the disks')
    const hers = await hanako.sync()
    const his = await taro.sync()
    expect([hers.pushed, his.pushed, his.pulled]).toEqual([1, 1, 1])
    expect((await hanako.sync()).incidents).toEqual(his.incidents)
    expect(hanako.logs()).toEqual(taro.logs())
    expect(await taro.ok('log')).toContain('I look at the network')
    for (const one of [taro, hanako]) expect(await one.sync()).toMatchObject({ pushed: 0, pulled: 0 })
  })

  it('is looked back on by several at once: nobody replaces what another wrote, and all have the same report', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    await taro.ok(...started)
    await taro.sync()
    await hanako.sync()
    await taro.ok('set', 'went-well=The alarm rang', 'prevention-system=Two disks')
    await hanako.ok('set', 'went-well=The drill helped', 'went-badly=Nobody knew the queue')
    await taro.ok('action', 'add', 'Buy disks')
    await hanako.ok('action', 'add', 'Watch the queue', '--owner', 'hanako')
    await hanako.ok('note', 'The vendor had called before')
    for (const one of [taro, hanako, taro]) await one.sync()
    const reports = [await taro.ok('report', '--language', 'en'), await hanako.ok('report', '--language', 'en')]
    for (const report of reports) {
      // Both were recorded at the same time: either may come first.
      const [, went] = /- What went well\n((?: {2}- .*\n)*)/.exec(report) ?? []
      expect(went?.trimEnd().split('\n').sort()).toEqual(['  - The alarm rang (taro)', '  - The drill helped (hanako)'])
      for (const words of ['Two disks', 'Nobody knew the queue', 'Buy disks', 'Watch the queue', 'had called before'])
        expect(report).toContain(words)
    }
  })

  it('is shared to its end, and closed ones are fetched by name only', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    const id = (await taro.ok(...started)).trim()
    await taro.sync()
    await taro.ok('close', '--resolution', 'false-alarm', '--reason', 'a sensor')
    expect(await taro.sync()).toMatchObject({ pushed: 1 })
    expect(await taro.sync()).toMatchObject({ incidents: [] })
    expect(await hanako.sync()).toMatchObject({ incidents: [] })
    expect(await hanako.sync('-i', id)).toMatchObject({ incidents: [{ incident: id }] })
    expect(hanako.logs()).toEqual(taro.logs())
  })

  it('is shared alone where it is named, and what waits of the others is said', async () => {
    const [taro] = (await team('taro')) as [Machine]
    const id = (await taro.ok(...started)).trim()
    taro.now += 1000
    const other = (await taro.ok('start', '--type', 'security-incident', '--no-walk')).trim()
    await taro.ok('note', 'not shared', '-i', other)
    expect(await taro.sync('-i', id)).toMatchObject({ pushed: 1, waiting: 2 })
    expect(await taro.sync()).toMatchObject({ pushed: 2, waiting: 0 })
  })

  it('is not known if it is neither here nor in the relay, whose similar ids are named', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    const id = (await taro.ok(...started)).trim()
    await taro.ok('close', '--resolution', 'false-alarm', '--reason', 'a sensor')
    await taro.sync()
    for (const given of [id.replace('failure', 'failrue'), id.slice(0, 15), `${id}-2`])
      for (const machine of [hanako, taro].slice(0, given === id.slice(0, 15) ? 1 : 2)) {
        const { code, err } = await machine.halt('sync', '-i', given)
        expect([code, err]).toEqual([
          2,
          expect.stringMatching(`no incident that is known here or in the relay .*unknown-incident`),
        ])
        expect(err).toContain(`Similar: ${id}`)
      }
    const { code, out, err } = await hanako.halt('sync', '--json', '-i', 'nothing', '--lang', 'ja')
    expect([code, out, JSON.parse(err).error.code]).toEqual([2, '', 'unknown-incident'])
    expect(await hanako.sync('-i', id)).toMatchObject({ incidents: [{ incident: id }] })
  })

  it('comes back on a machine that lost its folder', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    await taro.ok(...started)
    await taro.ok('note', 'one')
    await taro.sync()
    await hanako.sync()
    const logs = taro.logs()
    rmSync(join(taro.workspace, 'incidents'), { recursive: true })
    await taro.sync()
    expect(taro.logs()).toEqual(logs)
    await taro.ok('note', 'two')
    expect(Object.keys(taro.logs())).toEqual(Object.keys(logs))
    expect((await taro.halt('verify')).code).toBe(0)
  })

  it('tells who else shares it, and when they were last heard of', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    await taro.ok(...started)
    for (const machine of [taro, hanako]) await machine.sync()
    await hanako.ok('note', 'I look at the network')
    for (const machine of [hanako, taro]) await machine.sync()
    const { key } = hanako.lineOf('note.added')
    const at = expect.stringMatching(/^2026-11-24T22:17/)
    const machines = async () => (await taro.json<{ sync: { machines: object[] } }>('status')).sync.machines
    expect(await machines()).toEqual([{ name: null, key, at }])
    expect((await taro.halt('status')).out).toContain(`not known, with the key ${key}`)
    await taro.ok('verify', '--accept', 'hanako')
    expect(await machines()).toEqual([{ name: expect.stringMatching(/^hanako@./), key, at }])
    expect((await taro.halt('status')).out).toMatch(/Other machines, last heard of\n .*22:17:\d\d {2}hanako@/)
    taro.now += 2 * 24 * 3_600_000
    await taro.sync()
    expect((await taro.halt('status')).out).not.toContain('hanako@')
  })

  it('names no machine that somebody else says is there, also where they repeat what it signed', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    await taro.ok(...started)
    for (const machine of [taro, hanako]) await machine.sync()
    await hanako.ok('note', 'I look at the network')
    await hanako.sync()
    await server.sql('grant halt_operator to mallory', 'admin', taro.database)
    const say = (columns: string, values: string) =>
      server.sql(
        `insert into halt.machines (machine, ${columns}) select ${values} from halt.machines where owner = 'hanako'`,
        'mallory',
        taro.database,
      )
    await say('name', "'other', name")
    await say('name, said_at, key, sig', "'later', name, said_at + 60000, key, sig")
    await taro.sync()
    await taro.ok('verify', '--accept', 'hanako')
    const { sync } = await taro.json<{ sync: { machines: { name: string | null }[] } }>('status')
    expect(sync.machines.map(({ name }) => name).sort()).toEqual([expect.stringMatching(/^hanako@./), null, null])
  })

  it('names a machine once where somebody else says again what it signed', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    await taro.ok(...started)
    await taro.sync()
    await hanako.sync()
    await hanako.ok('note', 'I look at the network')
    await hanako.sync()
    await server.sql('grant halt_operator to mallory', 'admin', taro.database)
    const columns = 'machine, name, said_at, key, sig'
    await server.sql(
      `insert into halt.machines (${columns}) select ${columns} from halt.machines where owner = 'hanako'`,
      'mallory',
      taro.database,
    )
    await taro.sync()
    await taro.ok('verify', '--accept', 'hanako')
    const { sync } = await taro.json<{ sync: { machines: { name: string | null }[] } }>('status')
    expect(sync.machines.map(({ name }) => name)).toEqual([expect.stringMatching(/^hanako@./)])
  })

  it('can be fetched and checked by an auditor, who cannot add to it', async () => {
    const [taro, auditor] = (await team('taro', 'auditor')) as [Machine, Machine]
    const id = (await taro.ok(...started)).trim()
    await taro.sync()
    expect(await auditor.sync('-i', id)).toMatchObject({ pulled: 1, pushed: 0 })
    expect((await auditor.halt('verify')).code).toBe(0)
    await auditor.ok('note', 'seen')
    expect(await auditor.halt('sync')).toMatchObject({ code: 6, err: expect.stringContaining('your role may not use') })
    expect(await taro.sync()).toMatchObject({ pulled: 0 })
  })

  it('is sent again by whoever has it, after the relay was restored from an old backup', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    await taro.ok(...started)
    await taro.ok('note', 'one')
    await taro.sync()
    await hanako.sync()
    await server.sql('delete from halt.lines where seq > 1; delete from halt.blobs', 'admin', taro.database)
    expect(await hanako.sync()).toMatchObject({ pushed: 1 })
    const [, saburo] = [taro, new Machine(taro.database, 'hanako')]
    await saburo.sync()
    expect(saburo.logs()).toEqual(taro.logs())
    expect(await saburo.ok('next')).toContain('2.1-assess')
  })

  it('is sent again once it is closed, to a relay that was restored from an old backup, which is said', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    const id = (await taro.ok(...started)).trim()
    await taro.sync()
    const backup = server.dump(taro.database)
    await taro.ok('close', '--resolution', 'false-alarm', '--reason', 'a sensor')
    for (const machine of [taro, hanako]) await machine.sync('-i', id)
    await server.restore(taro.database, backup)
    expect((await taro.halt('doctor')).out).toContain('(relay-changed)')
    const told = await taro.halt('sync')
    expect([told.code, told.err]).toEqual([0, expect.stringContaining('lacked events that it had, as after a restore')])
    expect(await taro.sync()).toMatchObject({ pushed: 0, waiting: 0 })
    const { sync } = await taro.json<{ sync: object }>('status', '-i', id)
    expect(sync).toMatchObject({ state: 'ok', changed: { isOther: false } })
    expect((await taro.halt('status', '-i', id)).err).toContain('lacked events that it had (noticed')
    const late = new Machine(taro.database, 'hanako')
    await late.sync('-i', id)
    expect(late.logs()).toEqual(taro.logs())
    taro.now += 25 * 3_600_000
    expect((await taro.halt('status', '-i', id)).err).not.toContain('lacked')
  })

  it('is sent anew to another relay that answers at the same address, which is said', async () => {
    const [taro] = (await team('taro')) as [Machine]
    const [other] = (await team('taro')) as [Machine]
    const id = (await taro.ok(...started)).trim()
    await taro.sync()
    await taro.ok('close', '--resolution', 'false-alarm', '--reason', 'a sensor')
    await taro.sync()
    expect((await taro.halt('sync')).err).toBe('')
    taro.env.HALT_RELAY_URL = other.env.HALT_RELAY_URL as string
    expect((await taro.halt('doctor')).out).toMatch(/\(relay-changed\)[\s\S]*2 events not shared yet/)
    const told = await taro.halt('sync')
    expect([told.out, told.err]).toEqual([
      expect.stringContaining('2 events sent'),
      expect.stringContaining('is another one than before'),
    ])
    expect(await taro.halt('sync')).toMatchObject({ code: 0, err: '' })
    expect(await taro.json('status', '-i', id)).toMatchObject({ sync: { changed: { isOther: true } } })
  })

  it('is said to be sent to another relay by the next sync, where what shares meanwhile, such as a board, tells nobody', async () => {
    const [taro] = (await team('taro')) as [Machine]
    const [other] = (await team('taro')) as [Machine]
    await taro.ok(...started)
    await taro.sync()
    taro.env.HALT_RELAY_URL = other.env.HALT_RELAY_URL as string
    let rounds = 0
    const onSynced = () => {
      rounds += 1
    }
    const stop = await followRelay(worldOf(taro), { onSynced })
    await vi.waitFor(() => expect(rounds).toBeGreaterThan(0), { timeout: 30_000 })
    await stop()
    expect((await taro.halt('sync')).err).toContain('is another one than before')
  })
})

describe('two relays behind one address', () => {
  /** The address of a machine leads to another database from now on. */
  async function swap(one: string, other: string): Promise<void> {
    const move = async (from: string, to: string) => {
      // Whoever shares connects anew at once.
      await server.sql(`alter database ${from} allow_connections false`)
      await server.sql(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${from}'`)
      await vi.waitFor(() => server.sql(`alter database ${from} rename to ${to}`), { timeout: 10_000 })
      await server.sql(`alter database ${to} allow_connections true`)
    }
    for (const [from, to] of [
      [one, 'aside'],
      [other, one],
      ['aside', other],
    ] as const)
      await move(from, to)
  }

  it('are named by every command that notices that they answer in turn, and by the ones that go on sharing', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    const [other] = (await team('taro')) as [Machine]
    await taro.ok(...started)
    for (const machine of [taro, hanako]) await machine.sync()
    await swap(taro.database, other.database)
    expect((await taro.halt('sync')).err).toContain('is another one than before')
    taro.now += 1000
    await swap(taro.database, other.database)
    expect((await taro.halt('doctor')).out.replaceAll(/\s+/g, ' ')).toContain('two or more answer in turn')
    expect((await taro.halt('sync')).err).toContain(
      'is in turn one of two or more: one answers that had answered before',
    )
    expect((await taro.halt('status')).err).toContain('is in turn one of two or more (noticed')
    expect((await taro.halt('status', '--lang', 'ja')).err).toContain('複数の中継サーバーが入れ替わりに応答しています')
    expect(await taro.json('status')).toMatchObject({ sync: { changed: { isOther: true, alternates: true } } })
    // A machine whose connection stays tells nothing apart; one that follows notices when it connects anew.
    expect((await hanako.halt('sync')).err).toBe('')
    const told: string[] = []
    const world = { ...worldOf(hanako), say: (line: string) => told.push(line) }
    const onChanged = (change: object) => told.push(JSON.stringify(change))
    const stop = await followRelay(world, { onChanged })
    for (const times of [1, 2]) {
      await swap(taro.database, other.database)
      await vi.waitFor(() => expect(told).toHaveLength(times), { timeout: 30_000 })
    }
    await stop()
    expect(told).toEqual([expect.not.stringContaining('alternates'), expect.stringContaining('"alternates":true')])
  })

  it('are taken for a replacement where the earlier one has not answered for a day', async () => {
    const [taro] = (await team('taro')) as [Machine]
    const [other] = (await team('taro')) as [Machine]
    await taro.ok(...started)
    await taro.sync()
    await swap(taro.database, other.database)
    await taro.sync()
    taro.now += 25 * 3_600_000
    await swap(taro.database, other.database)
    expect((await taro.halt('sync')).err).toContain('is another one than before')
  })
})

describe('a halt that two machines declare at once', () => {
  const offers = (by: string, other: string, own: string) =>
    new RegExp(
      `${by} declared ${other} (just now|.+ ago), says \\S{8}, a writer not known from other open incidents here: ask ${by}; if it is the same halt: \\S+ join ${other} -i ${own}\n`,
    )

  it('is joined on either of them by the line that is shown once they have met', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    const his = (await taro.ok(...started)).trim()
    hanako.now = taro.now + 60_000
    const hers = (await hanako.ok(...started)).trim()
    for (const machine of [taro, hanako, taro]) await machine.sync()
    taro.now = hanako.now + 60_000
    for (const line of [['status'], ['next'], ['status', '-i', his], ['next', '-i', his]])
      expect((await taro.halt(...line)).err).toMatch(offers('hanako', hers, his))
    // Her clock is behind his.
    hanako.now = taro.now - 150_000
    expect((await hanako.halt('status', '-i', hers)).err).toMatch(offers('taro', his, hers))
    expect((await hanako.halt('status', '-i', his)).err).not.toContain('same halt')
    await hanako.ok('join', his, '-i', hers)
    for (const machine of [hanako, taro]) await machine.sync()
    expect((await taro.halt('status')).err).not.toContain('same halt')
  })

  it.each([
    ['a note', [['note', 'the arrays answer']]],
    ['nothing to copy', []],
  ])(
    'is joined with %s without making whoever declared the other known, so that a closing by them silences no alarm',
    async (_, lines) => {
      const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
      const his = (await taro.ok(...started)).trim()
      hanako.now += 1000
      const hers = (await hanako.ok(...started)).trim()
      for (const line of lines) await hanako.ok(...line, '-i', hers)
      for (const machine of [taro, hanako]) await machine.sync()
      await hanako.ok('join', his, '-i', hers)
      await hanako.ok('note', 'I go on here', '-i', his)
      await taro.ok('close', '--resolution', 'false-alarm', '--reason', 'nothing there', '--force', '-i', his)
      for (const machine of [taro, hanako]) await machine.sync()
      expect(await hanako.halt('status', '--check')).toMatchObject({
        code: 7,
        err: expect.stringContaining('(new-writer)'),
      })
    },
  )

  it('alarms whoever worked in it once a stranger whose halt it was joined to closes that, and names who is known', async () => {
    const [taro, hanako, mallory] = (await team('taro', 'hanako', 'mallory')) as [Machine, Machine, Machine]
    await server.sql('grant halt_operator to mallory', 'admin', taro.database)
    const theirs = (await taro.ok(...started)).trim()
    for (const machine of [taro, hanako]) await machine.sync()
    await hanako.ok('note', 'I look at the network')
    for (const machine of [hanako, taro]) await machine.sync()
    await taro.ok('verify', '--accept', 'hanako')
    mallory.now += 1000
    mallory.env.HALT_OPERATOR = 'hanako'
    const other = (await mallory.ok(...started)).trim()
    const { writer } = mallory.lineOf('incident.started')
    for (const machine of [mallory, taro, hanako]) await machine.sync()
    await taro.ok('join', other, '-i', theirs)
    for (const machine of [taro, hanako]) await machine.sync()
    // Hers is closed: without a word she goes on in the other.
    await hanako.ok('note', 'the network answers')
    const [, of, from] = /new writers? (\S+) \((\S+), /.exec((await hanako.halt('status')).err) ?? []
    expect([of, from]).toEqual([writer, 'hanako'])
    await mallory.sync()
    await mallory.ok('close', '--resolution', 'false-alarm', '--reason', 'nothing there', '--force', '-i', other)
    for (const machine of [mallory, taro, hanako]) await machine.sync()
    for (const machine of [taro, hanako])
      expect(await machine.halt('status', '--check')).toMatchObject({
        code: 7,
        err: expect.stringMatching(new RegExp(`${writer}[\\s\\S]*\\(new-writer\\)`)),
      })
  })

  it('alarms nobody where a colleague of both halts closes the one that goes on', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    const his = (await taro.ok(...started)).trim()
    for (const machine of [taro, hanako]) await machine.sync()
    await hanako.ok('note', 'I look at the network')
    for (const machine of [hanako, taro]) await machine.sync()
    await taro.ok('verify', '--accept', 'hanako')
    hanako.now += 1000
    const hers = (await hanako.ok(...started)).trim()
    for (const machine of [taro, hanako, taro]) await machine.sync()
    await taro.ok('join', hers, '-i', his)
    for (const machine of [taro, hanako]) await machine.sync()
    await hanako.ok('close', '--resolution', 'false-alarm', '--reason', 'a sensor', '--force', '-i', hers)
    for (const machine of [hanako, taro]) await machine.sync()
    for (const machine of [hanako, taro])
      expect(await machine.halt('status', '--check')).toMatchObject({ code: 0, err: '' })
  })

  it('is closed for another without making whoever declared it known there', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    const his = (await taro.ok(...started)).trim()
    hanako.now += 1000
    const hers = (await hanako.ok(...started)).trim()
    for (const machine of [taro, hanako]) await machine.sync()
    await hanako.ok('join', hers, '-i', his)
    expect((await hanako.halt('status', '-i', his)).err).toContain(`verify --accept`)
  })

  it('is said to be open nowhere where each was joined to the other before they shared that', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    const his = (await taro.ok(...started)).trim()
    hanako.now += 1000
    const hers = (await hanako.ok(...started)).trim()
    for (const machine of [taro, hanako, taro]) await machine.sync()
    await taro.ok('join', hers, '-i', his)
    await hanako.ok('join', his, '-i', hers)
    for (const machine of [hanako, taro, hanako]) await machine.sync()
    for (const machine of [taro, hanako]) {
      const { err } = await machine.halt('status')
      expect(err).toContain('were each closed as a duplicate of the other, so that neither is open')
      expect(err).toMatch(new RegExp(`undo \\S+ --reason TEXT -i ${his}`))
    }
    const [, event = ''] = /undo (\S+) /.exec((await hanako.halt('status')).err) ?? []
    await hanako.ok('undo', event, '--reason', 'it goes on', '-i', his)
    expect((await hanako.halt('status')).err).not.toContain('each closed')
  })

  it('is shown in a walk that was open when it came', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    const own = (await hanako.ok(...started)).trim()
    let other = ''
    const meanwhile: Reply = [
      '2.1-assess',
      async () => {
        taro.now += 1000
        other = (await taro.ok(...started)).trim()
        await taro.sync()
        const kept = () => RelayState.open(hanako.env, workspaceKey(hanako.workspace))
        await vi.waitFor(() => expect(kept().shared(other)).not.toBeNull(), { timeout: 30_000 })
        await sleep(100)
        return { half: '' }
      },
    ]
    const script = replies(meanwhile, ['2.1-assess', () => `/join ${other}`])
    const { code, err } = await hanako.haltWith({ script }, 'walk', '--plain')
    expect([code, err]).toEqual([0, expect.stringMatching(`if it is the same halt:\\s+/join ${other}\n`)])
    expect(await hanako.json('status', '-i', own)).toMatchObject({ phase: 'closed' })
  })
})

describe('a relay that lets a machine share nothing any more', () => {
  it.each([
    [
      'a role that was taken away',
      'revoke halt_operator from hanako',
      'grant halt_operator to hanako',
      'your role may not',
    ],
    ['a role that may not log in', 'alter role hanako nologin', 'alter role hanako login', 'does not let you in'],
    ['another version', 'update halt.relay set version = 99', 'select', 'another version of this program'],
    ['a schema that is gone', 'drop schema halt cascade', 'select', 'is not set up'],
  ])('is named in the status, with the time since when: %s', async (_, act, undo, why) => {
    const [hanako] = (await team('hanako')) as [Machine]
    await hanako.ok(...started)
    await hanako.sync()
    try {
      await server.sql(act, 'admin', hanako.database)
      await hanako.halt('sync', '--background', '--no-input')
      hanako.now += 600_000
      await hanako.halt('sync')
      expect(await hanako.json('status')).toMatchObject({ sync: { state: 'unreachable' } })
      const { err } = await hanako.halt('status')
      expect(err).toMatch(new RegExp(`since \\S* ?22:17.*, nothing is shared: .*${why}.*; 0 events`))
    } finally {
      await server.sql(undo)
    }
  })
})

describe('a relay that takes nothing any more', () => {
  it.each([
    [
      'its disk is full',
      `create function halt.full() returns trigger language plpgsql as
          $$ begin raise exception 'no space' using errcode = 'disk_full'; end $$;
        create trigger a_full before insert on halt.lines for each statement execute function halt.full();
        create trigger a_full before insert on halt.hints for each statement execute function halt.full();
        grant execute on function halt.full() to public`,
      'its disk is full',
    ],
    ['it can only be read', 'alter database DATABASE set default_transaction_read_only = on', 'can only be read'],
  ])('still gives what it has, and it is said why nothing is sent: %s', async (_, act, why) => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    await taro.ok(...started)
    for (const machine of [taro, hanako]) await machine.sync()
    await hanako.ok('note', 'hers')
    await hanako.sync()
    await taro.ok('note', 'his')
    await server.sql(act.replace('DATABASE', taro.database), 'admin', taro.database)
    const { code, out, err } = await taro.halt('sync', '--json')
    expect([code, JSON.parse(out.split('\n')[0] ?? '')]).toMatchObject([6, { pushed: 0, pulled: 1, waiting: 2 }])
    expect(err).toContain(why)
    expect(Object.values(taro.logs()).join('')).toContain('"hers"')
    expect((await taro.halt('status')).err).toMatch(new RegExp(`nothing is shared: .*${why}`))
    expect((await taro.halt('doctor')).out.replaceAll(/\s+/g, ' ')).toContain(why)
    const told: unknown[] = []
    await hanako.ok('note', 'hers too')
    const stop = await followRelay(worldOf(hanako), { onTrouble: ({ problem }) => told.push(problem.code) })
    await vi.waitFor(() => expect(told).toEqual(['relay-unusable']), { timeout: 60_000 })
    await stop()
  })
})

describe('two incidents that were declared with the same id', () => {
  /** Two machines that have both, their id, and what names each on every machine. */
  async function met() {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    const id = (await taro.ok(...started)).trim()
    hanako.now = taro.now + 300
    expect((await hanako.ok(...started)).trim()).toBe(id)
    for (const machine of [taro, hanako, taro]) await machine.sync()
    const { err } = await taro.halt('status', '-i', id)
    const [his = '', hers = ''] = err.match(new RegExp(`${id}:[0-9a-f]{8}`, 'g')) ?? []
    return { taro, hanako, id, his, hers, err }
  }

  it('keep the name that they have on each machine, and every command says which is meant', async () => {
    const { taro, hanako, id, his, hers, err } = await met()
    const both = `${id} here is that of taro (this one), on every machine ${his}; ${id}-2 here is that of hanako, on every machine ${hers}`
    expect(err).toContain(`2 incidents were declared as ${id}: ${both}`)
    expect((await hanako.halt('next', '-i', id)).err).toContain(
      `${id} here is that of hanako (this one), on every machine ${hers}`,
    )
    expect((await taro.halt('status')).err).toContain(both)
    for (const name of [`${id}-2`, hers]) {
      expect(await taro.json('status', '-i', name)).toMatchObject({ incident: `${id}-2` })
      expect(await taro.ok('status', '-i', name)).toContain(`${id}-2`)
    }
    await taro.ok('note', 'for hers', '-i', hers)
    await hanako.ok('note', 'for his', '-i', his)
    for (const machine of [taro, hanako, taro]) await machine.sync()
    expect(await taro.ok('log', '-i', id)).toContain('for his')
    expect(await hanako.ok('log', '-i', id)).toContain('for hers')
    expect((await taro.halt('verify', '-i', `${id}-2`)).code).toBe(0)
    expect(await taro.halt('status', '-i', `${id}:00000000`)).toMatchObject({ code: 2 })
  })

  it('have the same folders on machines that got both at once: the one declared first has the id', async () => {
    const { taro, hanako, id, his } = await met()
    // The relay heard of hers last.
    await hanako.sync()
    const third = new Machine(taro.database, 'hanako')
    await third.sync()
    expect(await third.json('status', '-i', his)).toMatchObject({ incident: id })
    expect(Object.keys(third.logs())).toEqual(Object.keys(taro.logs()))
  })

  it('are joined by what names the other on every machine', async () => {
    const { taro, hanako, id, his, hers } = await met()
    expect((await hanako.halt('status', '-i', id)).err).toContain(`join ${id}-2 -i ${id}`)
    await hanako.ok('join', `${id}-2`, '-i', id)
    expect(await hanako.ok('log', '-i', `${id}-2`)).toMatch(/copied from \S+:[0-9a-f]{8} /)
    for (const machine of [hanako, taro]) await machine.sync()
    expect(await taro.ok('log', '-i', hers)).toContain(`closed as duplicate of ${his}`)
    expect((await hanako.halt('join', `${id}-2`, '-i', id)).code).toBe(0)
    const third = new Machine(taro.database, 'hanako')
    expect((await third.sync('-i', hers)).incidents).toHaveLength(2)
    for (const [name, phase] of [
      [his, 'initial-response'],
      [hers, 'closed'],
    ] as const)
      expect(await third.json('status', '-i', name)).toMatchObject({ phase })
  })
})

describe('many incidents that are new at once', () => {
  it('all come with one sync, and in the background with the next ones', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    for (let n = 0; n < 53; n += 1) {
      taro.now += 1000
      await taro.ok('start', '--type', 'system-failure', '--no-walk')
    }
    await taro.sync()
    expect((await hanako.sync()).incidents).toHaveLength(53)
    expect(Object.keys(hanako.logs())).toEqual(Object.keys(taro.logs()))
    const later = new Machine(taro.database, 'hanako')
    for (const count of [50, 53]) {
      await later.ok('sync', '--background')
      expect(Object.keys(later.logs())).toHaveLength(count)
    }
  }, 120_000)
})

describe('what a command has recorded', () => {
  it('is shared by a process that it leaves behind', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    await taro.ok(...started)
    expect(await taro.json('status')).toMatchObject({ sync: { state: 'waiting', waiting: 1, lastAt: null } })
    expect((await taro.halt('status')).err).toContain('1 event not shared')
    const shared = taro.background.splice(0).map((line) => taro.halt(...line))
    expect(await Promise.all(shared)).toMatchObject([{ code: 0, out: '', err: '' }])
    const relay = `127.0.0.1:${server.port}/${taro.database}`
    expect(await taro.json('status')).toMatchObject({ sync: { relay, state: 'ok', waiting: 0 } })
    expect((await taro.halt('status')).err).not.toContain('shared')
    expect(taro.background).toEqual([])
    expect(await hanako.sync()).toMatchObject({ pulled: 1 })
    expect(hanako.background).toEqual([])
  })

  it('waits while the relay is silent, which is no error of the command', async () => {
    const [taro] = (await team('taro')) as [Machine]
    await taro.ok(...started)
    const [line = []] = taro.background.splice(0)
    const env = { HALT_RELAY_URL: 'postgres://taro@127.0.0.1:1/halt' }
    expect(await taro.haltWith({ env }, ...line)).toMatchObject({ code: 0, out: '', err: '' })
    expect(await taro.json('status')).toMatchObject({ sync: { state: 'unreachable', waiting: 1 } })
    expect((await taro.halt('status')).err).toMatch(
      /did not answer last \(since .*22:17.*\): 1 event only on this machine/,
    )
  })

  it.each<[string, string | undefined, string]>([
    ['a URL is no URL', 'db.example.com', 'HALT_RELAY_URL is not the URL of a PostgreSQL database'],
    ['a URL is missing', undefined, 'the URL of the relay is not set'],
    [
      'a connection without TLS is asked for',
      'postgres://h.example/d?sslmode=disable',
      'is to be connected to without TLS',
    ],
  ])('stays here while %s, which the status says', async (_, HALT_RELAY_URL, why) => {
    const [taro] = (await team('taro')) as [Machine]
    await taro.ok(...started)
    const [line = []] = taro.background.splice(0)
    await taro.haltWith({ env: { HALT_RELAY_URL } }, ...line)
    const { out } = await taro.haltWith({ env: { HALT_RELAY_URL } }, 'status', '--json')
    expect(JSON.parse(out)).toMatchObject({ sync: { state: 'unreachable', waiting: 1 } })
    expect((await taro.haltWith({ env: { HALT_RELAY_URL } }, 'status')).err).toMatch(
      new RegExp(`since .*22:17.*, nothing is shared: .*${why}.*; 1 event`),
    )
    // Here it could be.
    expect(await taro.json('status')).toMatchObject({ sync: { state: 'waiting', waiting: 1 } })
    expect((await taro.halt('status')).err).toMatch(
      new RegExp(`since .*22:17.*, a process in another environment could share nothing: .*${why}`),
    )
    await taro.sync()
    expect(await taro.json('status')).toMatchObject({ sync: { state: 'ok' } })
  })

  it('is shared by one process at a time, which shares as well what is recorded meanwhile', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    await taro.ok(...started)
    for (const text of ['one', 'two', 'three']) await taro.ok('note', text)
    expect(taro.background).toHaveLength(1)
    const turn = new BackgroundTurn(taro.env, workspaceKey(taro.workspace), 'relay')
    let times = 0
    const share = async () => {
      times += 1
      taro.background.length = 0
      await taro.sync()
      if (times === 1) await taro.ok('note', 'meanwhile')
      expect(taro.background).toEqual([])
      await expect(turn.run(async () => {}, new AbortController().signal)).rejects.toMatchObject({
        problem: { code: 'lock-timeout' },
      })
    }
    await turn.run(share, new AbortController().signal)
    expect(times).toBe(2)
    expect(await hanako.sync()).toMatchObject({ pulled: 5 })
  })

  it('is shared where it was recorded while an attempt failed', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    await taro.ok(...started)
    let times = 0
    const share = async () => {
      times += 1
      if (times > 1) return void (await taro.sync())
      await taro.ok('note', 'meanwhile')
      fail('relay-unreachable', { relay: 'it', why: 'ECONNREFUSED' })
    }
    await new BackgroundTurn(taro.env, workspaceKey(taro.workspace), 'relay').run(share, new AbortController().signal)
    expect(await hanako.sync()).toMatchObject({ pulled: 2 })
  })

  it('is shared by another process if one that was left behind never began', async () => {
    const [taro] = (await team('taro')) as [Machine]
    await taro.ok(...started)
    taro.background.length = 0
    taro.now += 11_000
    await taro.ok('note', 'later')
    expect(taro.background).toHaveLength(1)
  })

  it('is left to a process that reads the settings itself, so that recording does not wait for that', async () => {
    const [taro] = (await team('taro')) as [Machine]
    await taro.ok(...started)
    taro.background.length = 0
    taro.now += 11_000
    taro.write('halt.yaml', 'relay: { via: postgres')
    await taro.ok('note', 'with settings that nobody can read')
    const [line = []] = taro.background.splice(0)
    expect((await taro.halt(...line)).code).toBe(2)
    expect(taro.background).toEqual([])
  })

  it('is left for later where the settings say so, or without a relay', async () => {
    const [taro] = (await team('taro')) as [Machine]
    taro.write('halt.yaml', 'relay: { via: postgres, background: false }\n')
    await taro.ok(...started)
    taro.write('halt.yaml', '')
    await taro.ok('note', 'alone')
    expect(taro.background).toEqual([])
    expect(await taro.json('status')).toMatchObject({ sync: { relay: null, state: 'off', waiting: 0 } })
  })
})

describe('what goes on sharing', () => {
  /** Follows until `until` holds. */
  async function following(machine: Machine, until: () => boolean) {
    const stop = await followRelay(worldOf(machine))
    try {
      await vi.waitFor(() => expect(until()).toBe(true), { timeout: 60_000, interval: 20 })
    } finally {
      await stop()
    }
  }

  it('brings what others record, and sends what is recorded here', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    await taro.ok(...started)
    const stop = await followRelay(worldOf(taro))
    await following(hanako, () => Object.keys(hanako.logs()).length === 1)
    await hanako.ok('note', 'from her')
    await following(hanako, () => Object.keys(taro.logs()).length === 2)
    await taro.ok('note', 'from him')
    await following(hanako, () => Object.values(hanako.logs()).join('').includes('from him'))
    await stop()
    expect(hanako.logs()).toEqual(taro.logs())
  })

  it('asks by itself behind a pooler that drops messages', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    const { port, stop: stopPooler } = await pooler(server, ['taro', 'hanako'])
    for (const machine of [taro, hanako])
      machine.env.HALT_RELAY_URL = machine.env.HALT_RELAY_URL?.replace(`:${server.port}/`, `:${port}/`)
    await taro.ok(...started)
    const stop = await followRelay(worldOf(taro))
    await following(hanako, () => Object.keys(hanako.logs()).length === 1)
    await hanako.ok('note', 'from her')
    await following(hanako, () => Object.keys(taro.logs()).length === 2)
    await stop()
    await stopPooler()
    expect(hanako.logs()).toEqual(taro.logs())
  })

  it('goes on by itself once there is room again for what others record', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    const id = (await taro.ok(...started)).trim()
    await taro.sync()
    const place = join(hanako.workspace, 'incidents', id)
    mkdirSync(dirname(place))
    symlinkSync('nowhere', place)
    const told: unknown[] = []
    const stop = await followRelay(worldOf(hanako), { onTrouble: ({ problem }) => told.push(problem.code) })
    await vi.waitFor(() => expect(told).toEqual(['not-recorded']), { timeout: 60_000 })
    expect((await hanako.halt('sync')).err).toContain('(not-recorded)')
    rmSync(place)
    await vi.waitFor(() => expect(hanako.logs()).toEqual(taro.logs()), { timeout: 60_000, interval: 20 })
    await stop()
    expect(told).toEqual(['not-recorded'])
  })

  it('does not take for a defect that a disk is full, whoever notices', async () => {
    const [taro] = (await team('taro')) as [Machine]
    const noticed = Object.assign(new Error('no space'), { code: 'ENOSPC', path: 'lock' })
    const relay = { hints: () => Promise.reject(noticed) } as unknown as Relay
    const state = RelayState.open(taro.env, 'key')
    await expect(
      syncAll(worldOf(taro), relay, state, OWNER_ONLY, { named: null, isAwaited: true }),
    ).rejects.toMatchObject({ problem: { code: 'not-recorded', params: { path: 'lock', why: 'ENOSPC' } } })
  })

  it('tries again every other second, however long the relay is gone', async () => {
    const [taro] = (await team('taro')) as [Machine]
    taro.env.HALT_RELAY_URL = 'postgres://taro@127.0.0.1:1/halt'
    const pauses: number[] = []
    const world = worldOf(taro)
    const stop = await followRelay({
      ...world,
      sleep: async (ms, signal) => {
        pauses.push(ms)
        await world.sleep(1, signal)
      },
    })
    await vi.waitFor(() => expect(pauses.length).toBeGreaterThan(12), { timeout: 60_000 })
    await stop()
    expect(Math.max(...pauses)).toBeLessThanOrEqual(2_000)
  })

  it('goes on by itself after the server was gone, and stops at once while it hangs', async () => {
    const own = await Postgres.start()
    try {
      await own.sql(SETUP)
      const taro = new Machine('postgres', 'admin')
      taro.env.HALT_RELAY_URL = own.url()
      await taro.ok(...started)
      const told: unknown[] = []
      let synced = 0
      const stop = await followRelay(worldOf(taro), {
        onTrouble: ({ problem }) => told.push(problem.code),
        onSynced: () => {
          synced += 1
        },
      })
      const lines = async () => (await own.sql('select count(*)::int as n from halt.lines'))[0]?.n
      await vi.waitFor(async () => expect(await lines()).toBe(1), { timeout: 60_000 })
      await own.stop()
      await taro.ok('note', 'while it is gone')
      const before = synced
      await own.resume()
      await vi.waitFor(async () => expect(await lines()).toBe(2), { timeout: 60_000 })
      // The line is there before the follower knows that it is: trouble until then is still the one that was told.
      await vi.waitFor(() => expect(synced).toBeGreaterThan(before), { timeout: 60_000 })
      told.length = 0
      own.pause()
      // Nothing is recorded: that the connection is dead is found out by asking.
      await vi.waitFor(() => expect(told).toEqual(['relay-unreachable']), { timeout: 60_000 })
      await taro.ok('note', 'while it hangs')
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      await stop()
      own.unpause()
    } finally {
      await own.remove()
    }
  })
})

describe('servers of other versions', () => {
  it.each(postgresVersions())(
    'carries what two machines record, their turns and their presence: PostgreSQL %s',
    async (version) => {
      const own = await Postgres.start(null, version)
      try {
        const [taro, hanako] = ['taro', 'hanako'].map((who) => {
          const machine = new Machine('postgres', who)
          machine.env.HALT_RELAY_URL = own.url('admin')
          return machine
        }) as [Machine, Machine]
        await taro.ok('sync', '--setup')
        await taro.ok(...started)
        await taro.sync()
        await hanako.sync()
        await hanako.ok('note', 'Disk array offline')
        await hanako.sync()
        await taro.sync()
        expect(taro.logs()).toEqual(hanako.logs())
        const { sync } = await taro.json<{ sync: { machines: { name: string }[] } }>('status')
        expect(sync.machines).toHaveLength(1)
        await taro.ok('notice', 'website', '--posted', '--stage', 'first', '--link', 'https://example.com/1')
        await taro.sync()
        await hanako.sync()
        expect(hanako.logs()).toEqual(taro.logs())
      } finally {
        await own.remove()
      }
    },
  )
})

describe('doctor', () => {
  const said = async (machine: Machine, env = {}) => (await machine.haltWith({ env }, 'doctor')).out

  it('says whether the relay answers, what waits, and that the clocks differ', async () => {
    const [taro] = (await team('taro')) as [Machine]
    taro.now = Date.now()
    await taro.ok(...started)
    expect(await said(taro)).toMatch(/the relay 127\S+ answers; 1 event not shared yet/)
    await taro.sync()
    expect(await said(taro)).toMatch(
      /the relay 127\S+ answers; everything is shared, last\s+exchange\s+\S+\s+ago\s+\(relay-reached\)/,
    )
    taro.now = Date.now() + 5 * 3600_000
    expect(await said(taro)).toMatch(
      /clock of this machine is (?:1800\d|17\d{3}) seconds\s+ahead\s+of[^(]+\(relay-clock\)/,
    )
    expect(await said(taro, { HALT_RELAY_URL: 'postgres://127.0.0.1:1/halt' })).toContain('relay-unreachable')
  })

  it('says how word of others comes and why, when anything was last shared, and that a role may only read', async () => {
    const [taro, auditor] = (await team('taro', 'auditor')) as [Machine, Machine]
    expect(await said(taro)).toMatch(/at once\s+\(LISTEN\)\s+\(relay-news\)/)
    await taro.sync()
    taro.now += 90_000
    expect(await said(taro)).toMatch(/last\s+exchange\s+00:01:30\s+ago/)
    const { port, stop } = await pooler(server, ['taro'])
    const url = taro.env.HALT_RELAY_URL?.replace(`:${server.port}/`, `:${port}/`)
    expect(await said(taro, { HALT_RELAY_URL: url })).toMatch(/asked\s+every\s+2\s+seconds/)
    await stop()
    expect(await said(auditor)).toMatch(/role\s+auditor\s+may\s+only\s+read/)
    expect(await said(taro)).not.toContain('relay-read-only')
  })
})

describe('lines in the relay that do not verify', () => {
  it('keep no honest line out, and are named once', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    await taro.ok(...started)
    await taro.sync()
    await hanako.sync()
    const declared = taro.lineOf('incident.started')
    const { hash, sig: _, key: __, ...first } = declared
    const later = { ...first, seq: 2, prev: hash, hlc: [first.hlc[0] + 1, 0], type: 'note.added', critical: false }
    const forged = seal({ ...later, data: { text: 'forged' } }, { ...newSigner(), key: declared.key })
    const add = (seq: number, hash: string, line: string) => addLine(taro, { ...declared, seq }, { hash, line })
    await add(2, forged.hash, forged.line)
    for (const [seq, text] of [
      [2, 'junk'],
      [9, 'more junk'],
    ] as const) {
      const { hash, line } = sealedText(text)
      await add(seq, hash, line)
    }
    await taro.ok('note', 'true')
    expect(await taro.sync()).toMatchObject({ pushed: 1 })
    const told = await hanako.halt('sync')
    expect(told).toMatchObject({ code: 0, err: expect.stringContaining(declared.writer) })
    expect(hanako.logs()).toEqual(taro.logs())
    expect((await hanako.halt('sync')).err).not.toContain(declared.writer)
    expect((await hanako.halt('verify')).code).toBe(0)
  })

  it('keep none out however many there are: the next sync goes on after them, and status says that there are more', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    await taro.ok(...started)
    await taro.sync()
    await hanako.sync()
    const { incident, writer } = taro.lineOf('incident.started')
    await server.sql('grant halt_operator to mallory', 'admin', taro.database)
    const junk = (name: string) => `insert into halt.lines (incident, writer, seq, hash, line)
      select '${incident}', '${name}', 2, hash, (body || ',"hash":"' || hash || '"}')::bytea
        from (select 'junk' || n as body, encode(sha256(('junk' || n)::bytea), 'hex') as hash
          from generate_series(1, 16100) as n) as made`
    await server.sql(junk(writer), 'mallory', taro.database)
    await taro.ok('note', 'true')
    await taro.sync()
    await hanako.halt('sync')
    expect(await hanako.json('status')).toMatchObject({ sync: { state: 'waiting' } })
    expect((await hanako.halt('status')).err).toContain('more lines in the name')
    for (const _ of [1, 2]) await hanako.sync()
    expect(hanako.logs()).toEqual(taro.logs())
    expect(await hanako.json('status')).toMatchObject({ sync: { state: 'ok' } })
    await taro.ok('note', 'and later')
    await taro.sync()
    await hanako.sync()
    expect(hanako.logs()).toEqual(taro.logs())
  })

  it('hide no writer, however many others begin with junk', async () => {
    const [taro] = (await team('taro')) as [Machine]
    await taro.ok(...started)
    await taro.sync()
    const { incident, writer } = taro.lineOf('incident.started')
    await server.sql(
      `insert into halt.lines (incident, writer, seq, hash, line, received_at)
        select '${incident}', 'a' || lpad(n::text, 7, '0'), 1, hash, (n || ',"hash":"' || hash || '"}')::bytea, '2020-01-01'
          from generate_series(1, 10050) as n, lateral (select encode(sha256(n::text::bytea), 'hex') as hash) as made`,
      'admin',
      taro.database,
    )
    const relay = await openRelay(relayAddress(SETTINGS, taro.env))
    const seen = new Set<string>()
    let after = ''
    do {
      const { found, next } = await relay.holdings(incident, [], after)
      for (const one of found) seen.add(one.writer)
      after = next
    } while (after !== '' && seen.size <= 10_050)
    const [first] = (await relay.holdings(incident, [writer], '')).found
    await relay.close()
    expect([seen.size, first?.writer]).toEqual([10_051, writer])
  })

  /** Somebody begins so many files of an incident, each with a text, long before it was shared. */
  const begin = (database: string, incident: string, count: number, text: string) =>
    server.sql(
      `insert into halt.lines (incident, writer, seq, hash, line, received_at)
        select '${incident}', lpad(n::text, 8, '0'), 1, hash, (body || ',"hash":"' || hash || '"}')::bytea, '2020-01-01'
          from generate_series(1, ${count}) as n, lateral (select n || '${text}' as body) as made,
            lateral (select encode(sha256(body::bytea), 'hex') as hash) as sealed`,
      'admin',
      database,
    )

  it.each([
    ['', 25_000, () => 'junk', 1],
    [
      ' for good where they have its key: the next sync goes on after them',
      5_600,
      (key: string) => `"key":"${key}"`,
      2,
    ],
  ])('hide no declaration%s, however many files others begin', async (_, count, text, syncs) => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    await taro.ok(...started)
    await taro.sync()
    const { incident, key } = taro.lineOf('incident.started')
    await begin(taro.database, incident, count, text(key))
    const relay = await openRelay(relayAddress(SETTINGS, hanako.env))
    // To look at the files of the others as well takes its time.
    relay.holdings = async () => ({ found: [], next: '' })
    const state = RelayState.open(hanako.env, 'key')
    for (let n = 1; n <= syncs; n += 1) {
      expect(Object.keys(hanako.logs())).toEqual([])
      await syncAll(worldOf(hanako), relay, state, OWNER_ONLY, { named: null, isAwaited: false })
    }
    await relay.close()
    expect(hanako.logs()).toEqual(taro.logs())
  })

  it('hide a declaration from nobody who waits for it, and that it is still looked for is said', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    const id = (await taro.ok(...started)).trim()
    await taro.sync()
    const { incident, key } = taro.lineOf('incident.started')
    await begin(taro.database, incident, 5_600, `"key":"${key}"`)
    const relay = await openRelay(relayAddress(SETTINGS, hanako.env))
    relay.holdings = async () => ({ found: [], next: '' })
    const world = worldOf(hanako)
    const state = RelayState.open(hanako.env, 'key')
    const scope = { named: id, isAwaited: true }
    const late = { ...world, now: () => (hanako.now += 61_000) }
    const first = await syncAll(late, relay, state, OWNER_ONLY, scope)
    expect([first.searching, Object.keys(hanako.logs())]).toEqual([[id], []])
    const again = RelayState.open(hanako.env, 'other')
    expect((await syncAll(world, relay, again, OWNER_ONLY, scope)).searching).toEqual([])
    await relay.close()
    expect(hanako.logs()).toEqual(taro.logs())
  })

  it('hide no declaration by one with its key that is not signed', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    await taro.ok(...started)
    await taro.sync()
    const { hash: _, sig: __, key, ...declared } = taro.lineOf('incident.started')
    const forged = { ...declared, writer: '22222222' }
    await addLine(taro, forged, seal(forged, { ...newSigner(), key }))
    await hanako.sync()
    expect(hanako.logs()).toEqual(taro.logs())
  })

  it('leave nothing behind where they would declare an incident', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    await taro.ok(...started)
    const { hash: _, sig: __, key, ...declared } = taro.lineOf('incident.started')
    const forged = seal({ ...declared, data: { ...declared.data, id: '20261124-000000-x' } }, { ...newSigner(), key })
    await addLine(taro, declared, forged)
    await server.sql(
      `insert into halt.hints (incident, machine, id, is_open) values ('${declared.incident}', 'm', '20261124-000000-x', true)`,
      'hanako',
      taro.database,
    )
    await hanako.sync()
    expect(existsSync(join(hanako.workspace, 'incidents', '20261124-000000-x'))).toBe(false)
  })

  it('take the place of none in a relay that an earlier version set up, once it is set up again', async () => {
    const [taro, admin] = (await team('taro', 'admin')) as [Machine, Machine]
    await taro.ok(...started)
    await taro.sync()
    await server.sql(
      "alter table halt.lines drop constraint line_has_hash; update halt.lines set line = 'junk'; update halt.relay set version = 1",
      'admin',
      taro.database,
    )
    expect(await taro.halt('sync')).toMatchObject({ code: 6, err: expect.stringContaining('sync --setup') })
    await admin.ok('sync', '--setup')
    expect(await taro.sync()).toMatchObject({ pushed: 1 })
    const late = new Machine(taro.database, 'hanako')
    await late.sync()
    expect(late.logs()).toEqual(taro.logs())
  })

  it('are all checked when it is set up again, however many and however long that takes', async () => {
    const [taro, admin] = (await team('taro', 'admin')) as [Machine, Machine]
    await taro.ok(...started)
    await taro.sync()
    await server.sql(
      `alter table halt.lines drop constraint line_has_hash; update halt.relay set version = 1;
        insert into halt.lines (incident, writer, seq, hash, line)
          select 'flood', 'mallory1', n, encode(sha256(n::text::bytea), 'hex'), 'junk' from generate_series(1, 200000) n`,
      'admin',
      taro.database,
    )
    const lines = () => server.sql('select count(*)::int as n from halt.lines', 'admin', taro.database)
    // Somebody reads for longer than any other answer is waited for.
    const reading = server.sql(
      'begin; lock halt.lines in access share mode; select pg_sleep(11)',
      'admin',
      taro.database,
    )
    await admin.ok('sync', '--setup')
    await reading
    expect(await lines()).toEqual([{ n: 1 }])
    expect(await taro.sync()).toMatchObject({ reached: true, waiting: 0 })
  }, 60_000)

  it('begin no file with the name of another writer and another key, and every machine that sees them says so', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    await taro.ok(...started)
    await taro.sync()
    await hanako.sync()
    await hanako.ok('note', 'hers')
    const { hlc, hash: _, sig: __, key: ___, ...hers } = hanako.lineOf('note.added')
    const forged = seal({ ...hers, hlc: [hlc[0] - 10_000, 0], data: { text: 'forged' } }, newSigner())
    await addLine(taro, hers, forged)
    const early = new Machine(taro.database, 'taro')
    expect(await early.halt('sync')).toMatchObject({ code: 0, err: expect.stringContaining('do not verify') })
    expect(await hanako.halt('sync')).toMatchObject({ code: 4, err: expect.stringContaining('another key') })
    const late = new Machine(taro.database, 'taro')
    for (const machine of [taro, early, late]) {
      expect(await machine.halt('sync')).toMatchObject({ code: 4, err: expect.stringContaining('another key') })
      expect(await machine.halt('sync')).toMatchObject({ code: 0, err: '' })
      expect(machine.logs()).toEqual(hanako.logs())
      expect(await machine.json('status')).toMatchObject({ sync: { state: 'forked' } })
      expect((await machine.halt('status')).err).toContain('another key')
    }
  })

  it('stay out of an incident from before names of writers told their keys, where one with the other key is accepted', async () => {
    const [hanako] = (await team('hanako')) as [Machine]
    await hanako.ok(...started)
    await hanako.sync()
    const { hash: _, sig: __, key: ___, ...now } = hanako.lineOf('incident.started')
    const [declarer, first, second] = [newSigner(), newSigner(), newSigner()]
    const incident = incidentKeyOf('0123456789abcdef01234567', declarer.key)
    const old = { ...now, incident, writer: 'aaaaaaaa', data: { ...now.data, id: '20261101-120000-system-failure' } }
    const note = (ms: number, text: string) => {
      return { ...old, writer: 'bbbbbbbb', hlc: [old.hlc[0] + ms, 0], type: 'note.added', data: { text } }
    }
    await server.sql(
      `insert into halt.hints (incident, machine, id, is_open) values ('${incident}', 'm', '${old.data.id}', true)`,
      'hanako',
      hanako.database,
    )
    await addLine(hanako, old, seal(old, declarer))
    await addLine(hanako, note(1, 'one'), seal(note(1, 'one'), first))
    await addLine(hanako, note(2, 'two'), seal(note(2, 'two'), second))
    expect(await hanako.halt('sync', '-i', old.data.id)).toMatchObject({ code: 4 })
    const accepted = await hanako.halt('verify', '--accept', 'bbbbbbbb', '-i', old.data.id)
    expect(accepted).toMatchObject({ code: 0, err: expect.stringContaining(`this key: ${first.key}. `) })
    await hanako.halt('sync', '-i', old.data.id)
    expect(Object.values(hanako.logs()).join('')).not.toContain('"two"')
  })

  it('are refused by the database where they are too long, or somebody else wants to change what is there', async () => {
    const [taro] = (await team('taro')) as [Machine]
    await taro.ok(...started)
    await taro.sync()
    const as = (who: string, statement: string) => server.sql(statement, who, taro.database)
    for (const statement of [
      "update halt.lines set line = 'x'",
      'delete from halt.lines',
      'truncate halt.lines',
      "update halt.blobs set bytes = 'x'",
      'delete from halt.claims',
      'update halt.relay set version = 2',
      "insert into halt.blobs (digest, bytes) values (repeat('a', 64), 'x')",
      "insert into halt.lines (incident, writer, seq, hash, line) values ('i', 'abcdefgh', 1, repeat('a', 64), repeat('x', 1048576)::bytea)",
      "insert into halt.lines (incident, writer, seq, hash, line) values ('i', 'abcdefgh', 1, repeat('a', 64), 'x')",
      "insert into halt.lines (incident, writer, seq, hash, line) values ('i', 'abcdefgh', 1, repeat('a', 64), ('x,\"hash\":\"' || repeat('a', 64) || '\"}')::bytea)",
      "insert into halt.lines (incident, writer, seq, hash, line, received_at) values ('i', 'abcdefgh', 1, repeat('a', 64), 'x', now())",
    ])
      await expect(as('hanako', statement), statement).rejects.toThrow()
    expect(await as('hanako', 'update halt.hints set is_open = false returning *')).toEqual([])
    await expect(as('auditor', "insert into halt.blobs (digest, bytes) values ('a', 'x')")).rejects.toThrow()
    expect(await as('auditor', 'select count(*)::int as lines from halt.lines')).toEqual([{ lines: 1 }])
  })
})

describe('a state folder that was copied', () => {
  const heads = (machine: Machine) => Object.keys(machine.logs()).map((name) => name.split('.').at(-2) ?? '')
  const textsIn = async (machine: Machine) => {
    const lines = (await machine.ok('log', '--json')).trimEnd().split('\n')
    const events = lines.map(
      (line) => JSON.parse(line) as { readonly type: string; readonly data: { readonly text: string } },
    )
    return events.flatMap(({ type, data }) => (type === 'note.added' ? [data.text] : []))
  }

  /** Taro's machine, a copy of it with which hanako has recorded as the same writer, and the two lines that are theirs alone. */
  async function forked() {
    const [taro] = (await team('taro')) as [Machine]
    const id = (await taro.ok(...started)).trim()
    await taro.ok('note', 'before')
    await taro.sync()
    const [writer = ''] = heads(taro)
    const hanako = taro.copy('hanako')
    taro.now += 1000
    await taro.ok('note', 'his')
    hanako.now += 2000
    await hanako.ok('note', 'hers')
    return { taro, hanako, id, writer }
  }

  it('shows where both have recorded: each goes on as a new writer, and what they record reaches the other', async () => {
    const { taro, hanako, writer } = await forked()
    expect(await taro.sync()).toMatchObject({ pushed: 1 })
    const hers = await hanako.halt('sync')
    expect(hers).toMatchObject({ code: 4, err: expect.stringContaining(`NOT ${writer}:3 of this machine`) })
    const his = await taro.halt('sync')
    expect(his).toMatchObject({ code: 4, err: expect.stringContaining('take over those that are here') })
    for (const machine of [taro, hanako]) {
      expect(await machine.halt('sync')).toMatchObject({ code: 0, err: '' })
      expect(await machine.json('status')).toMatchObject({ sync: { state: 'forked', waiting: 0 } })
      expect((await machine.halt('status')).err).toContain('signed with the same key')
    }
    await taro.ok('note', 'his too')
    await hanako.ok('note', 'hers too')
    for (const machine of [taro, hanako, taro]) expect((await machine.halt('sync')).code).toBe(0)
    expect(await textsIn(taro)).toEqual(['before', 'his', 'his too', 'hers too'])
    expect(await textsIn(hanako)).toEqual(['before', 'his too', 'hers', 'hers too'])
    for (const machine of [taro, hanako]) {
      expect(heads(machine)).toHaveLength(3)
      expect(await machine.ok('log')).toContain(
        `goes on from ${writer}: other lines after 2 are signed with its key too`,
      )
      const { code, out } = await machine.halt('verify')
      expect([code, out]).toEqual([0, expect.stringMatching(new RegExp(`${writer} +FORKED`))])
      expect((await machine.halt('status', '--check')).err).not.toMatch(/missing|damaged/)
    }
  })

  it('is told on each machine: its report and verify say which of the lines are not in its log', async () => {
    const { taro, hanako, writer } = await forked()
    for (const machine of [taro, hanako, taro]) await machine.halt('sync')
    for (const machine of [taro, hanako]) await machine.ok('note', 'I go on')
    for (const machine of [taro, hanako, taro]) await machine.halt('sync')
    for (const machine of [taro, hanako]) {
      const { chain } = await machine.json<{ chain: { absent: object[] } }>('report', '--format', 'json')
      expect(chain.absent).toMatchObject([{ writer, from: 3, to: 3 }])
      expect(await machine.ok('report')).toContain(
        `NOT in this log, as a state folder was copied or restored: ${writer}:3`,
      )
      const said = (await machine.ok('verify')).replaceAll(/\s+/g, ' ')
      expect(said.match(/those lines are (?:NOT )?in this log/g)?.sort()).toHaveLength(2)
      expect(said).toContain('those lines are NOT in this log')
    }
  })

  it('leaves others with what known writers had seen, else with what is earlier, and with what they have', async () => {
    const { taro, hanako, writer } = await forked()
    await hanako.sync()
    const [, first] = [taro, new Machine(taro.database, 'hanako')]
    await first.sync()
    expect(await textsIn(first)).toEqual(['before', 'hers'])
    await taro.halt('sync')
    expect(await first.halt('sync')).toMatchObject({
      code: 4,
      err: expect.stringContaining('Those that came here first count here'),
    })
    expect(await first.halt('sync')).toMatchObject({ code: 0, err: '' })
    expect(await textsIn(first)).toEqual(['before', 'hers'])
    const second = new Machine(taro.database, 'hanako')
    expect(await second.halt('sync')).toMatchObject({
      code: 4,
      err: expect.stringContaining(`the place of ${writer}:3 and`),
    })
    expect(await textsIn(second)).toEqual(['before', 'his'])
    hanako.now += 1000
    await hanako.halt('sync')
    await hanako.ok('note', 'hers too')
    await hanako.sync()
    const third = new Machine(taro.database, 'hanako')
    expect((await third.halt('sync')).code).toBe(4)
    expect(await textsIn(third)).toEqual(['before', 'hers', 'hers too'])
    expect((await second.halt('sync')).code).toBe(0)
    expect(await textsIn(second)).toEqual(['before', 'his', 'hers too'])
    for (const machine of [first, second, third]) expect((await machine.halt('verify')).code).toBe(0)
  })

  it('is noticed before anything forks where only one of them has recorded', async () => {
    const { taro, hanako: copy } = await forked()
    await taro.sync()
    rmSync(join(copy.workspace, 'incidents'), { recursive: true })
    const hanako = taro.copy('hanako')
    await taro.ok('note', 'his too')
    await taro.sync()
    await hanako.sync()
    expect((await hanako.halt('note', 'from her')).err).toContain('that this machine did not write')
    expect((await hanako.halt('sync')).code).toBe(0)
    await taro.sync()
    for (const machine of [taro, hanako])
      expect(await textsIn(machine)).toEqual(['before', 'his', 'his too', 'from her'])
    expect(hanako.logs()).toEqual(taro.logs())
  })
})

describe('what somebody says of incidents', () => {
  it('hides none that is there, however much is said of others', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    await taro.ok(...started)
    await taro.sync()
    const { incident } = taro.lineOf('incident.started')
    const say = (what: string) =>
      server.sql(`insert into halt.hints (incident, machine, id, is_open, heard_at) ${what}`, 'mallory', taro.database)
    await server.sql('grant halt_operator to mallory', 'admin', taro.database)
    await say("select 'none' || n, 'm', 'id' || n, true, 'infinity' from generate_series(1, 3000) as n")
    await say(`values ('${incident}', 'm', '20261124-221705-system-failure', false, 'infinity')`)
    expect(await hanako.sync()).toMatchObject({ pulled: 1, incidents: [{}] })
    expect(hanako.logs()).toEqual(taro.logs())
  })
})

describe('what somebody says of machines', () => {
  it('hides none that is there, whatever the times and however many', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    await taro.ok(...started)
    for (const machine of [taro, hanako]) await machine.sync()
    await hanako.ok('note', 'I look at the network')
    await hanako.sync()
    await server.sql('grant halt_operator to mallory', 'admin', taro.database)
    const say = (what: string) =>
      server.sql(`insert into halt.machines (machine, name, heard_at) ${what}`, 'mallory', taro.database)
    await say("values ('m1', 'x', 'infinity'), ('m2', 'x', '-infinity'), ('m3', 'x', '294276-12-31')")
    await say("select 'z' || n, 'y' || n, now() + interval '100 years' from generate_series(1, 50) as n")
    await taro.sync()
    await taro.ok('verify', '--accept', 'hanako')
    const { sync } = await taro.json<{ sync: { machines: { name: string; at: string }[] } }>('status')
    expect(sync.machines.map(({ name }) => name)).toContainEqual(expect.stringMatching(/^hanako@/))
    expect(sync.machines.every(({ at }) => Date.parse(at) <= taro.now)).toBe(true)
  })
})

describe('a relay that cannot be used', () => {
  const fails = async (machine: Machine, url: string, settings = 'relay: { via: postgres }\n') => {
    machine.write('halt.yaml', settings)
    const env = { HALT_RELAY_URL: url, NODE_TLS_REJECT_UNAUTHORIZED: '0' }
    const { code, err } = await machine.haltWith({ env }, 'sync')
    expect(err).not.toMatch(/s3cret|bug in halt/)
    return [code, /\(([a-z-]+)\)/.exec(err)?.[1]]
  }

  it.each([
    'postgres://sato:/s3cret@db.example.invalid/halt',
    'postgres://sato:7/s3cret@db.example.invalid/halt',
    'postgres://sato:12#s3cret@db.example.invalid/halt',
    'postgres://sato:12?s3cret@db.example.invalid/halt',
    'postgres://sato@127.0.0.1:1/halt:s3cret',
  ])('shows no part of a URL that may be one of a password: %s', async (url) => {
    const [taro] = (await team('taro')) as [Machine]
    await taro.ok(...started)
    const env = { HALT_RELAY_URL: url }
    const { code, out, err } = await taro.haltWith({ env }, 'sync', '--json')
    expect([code, err]).toEqual([2, expect.stringContaining('/ as %2F')])
    expect(out + err + (await taro.haltWith({ env }, 'status', '--json')).out).not.toContain('s3cret')
  })

  it.each([
    ['lines as text', "drop constraint lines_line_check, alter line type text using encode(line, 'base64')"],
    ['numbers as text', 'alter seq type text using repeat(chr(120), 9)'],
  ])('is said to have other tables where what comes has another form: %s', async (_, change) => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    await taro.ok(...started)
    await taro.sync()
    await server.sql(
      `alter table halt.lines drop constraint if exists lines_seq_check, drop constraint line_has_hash, ${change}`,
      'admin',
      taro.database,
    )
    const { code, err } = await hanako.halt('sync')
    expect([code, err]).toEqual([6, expect.stringMatching(/\((relay-unusable|relay-unreachable)\)/)])
  })

  it('is said to be so, with what to do, and nothing is lost', async () => {
    const [taro] = (await team('taro')) as [Machine]
    await taro.ok(...started)
    const url = server.url('taro', taro.database)
    await server.sql('create database empty')
    await server.sql('create database foreign_tables')
    await server.sql(
      'create schema halt; create table halt.relay (v int); grant usage on schema halt to taro; grant select on halt.relay to taro',
      'admin',
      'foreign_tables',
    )
    await server.sql('create role stranger login')
    expect(await fails(taro, '')).toEqual([2, 'no-relay-url'])
    expect(await fails(taro, 'mysql://h/db')).toEqual([2, 'bad-relay-url'])
    expect(await fails(taro, 'postgres://h')).toEqual([2, 'bad-relay-url'])
    expect(await fails(taro, 'postgres://u:s3cret@db.example.com/halt?sslmode=disable')).toEqual([2, 'relay-needs-tls'])
    expect(await fails(taro, 'postgres://u:s3cret@127.0.0.1:1/halt')).toEqual([6, 'relay-unreachable'])
    expect(await fails(taro, server.url('taro', 'nowhere'))).toEqual([6, 'relay-unusable'])
    expect(await fails(taro, server.url('nobody', taro.database))).toEqual([6, 'relay-unusable'])
    expect(await fails(taro, server.url('stranger', taro.database))).toEqual([6, 'relay-unusable'])
    expect(await fails(taro, server.url('taro', 'empty'))).toEqual([6, 'relay-unusable'])
    expect(await fails(taro, server.url('taro', 'foreign_tables'))).toEqual([6, 'relay-unusable'])
    // The server does not speak TLS.
    expect(await fails(taro, `${url}?sslmode=verify-full`)).toEqual([6, 'relay-unreachable'])
    expect(await fails(taro, url, '')).toEqual([2, 'no-relay'])
    taro.write('halt.yaml', 'relay: { via: postgres }\n')
    const env = { HALT_RELAY_URL: 'postgres://127.0.0.1:1/halt' }
    const { code, out } = await taro.haltWith({ env }, 'sync', '--json')
    expect([code, JSON.parse(out.split('\n')[0] ?? '')]).toMatchObject([6, { reached: false, waiting: 1 }])
    expect(await taro.sync()).toMatchObject({ pushed: 1 })
  })

  it('has to prove who it is where TLS is asked for, whatever the environment says', async () => {
    const { ca, cert, key } = identity('localhost')
    const own = await Postgres.start({ cert, key })
    try {
      await own.sql(SETUP)
      const taro = new Machine('postgres', 'admin')
      await taro.ok(...started)
      taro.write('ca.pem', ca)
      taro.write('other.pem', identity('localhost').ca)
      const url = `postgres://admin@localhost:${own.port}/postgres?sslmode=verify-full`
      const settings = (file: string) => `relay: { via: postgres, ca: ${file} }\n`
      expect(await fails(taro, url)).toEqual([6, 'relay-unreachable'])
      expect(await fails(taro, url, settings('other.pem'))).toEqual([6, 'relay-unreachable'])
      const byAddress = url.replace('localhost', '127.0.0.1')
      expect(await fails(taro, byAddress, settings('ca.pem'))).toEqual([6, 'relay-unreachable'])
      expect(await fails(taro, url, settings('missing.pem'))).toEqual([2, 'unreadable'])
      taro.write('halt.yaml', settings('ca.pem'))
      const { code, out } = await taro.haltWith({ env: { HALT_RELAY_URL: url } }, 'sync', '--json')
      expect([code, JSON.parse(out)]).toMatchObject([0, { pushed: 1 }])
    } finally {
      await own.remove()
    }
  })

  it('is set up by an administrator, also again', async () => {
    await server.sql('create database later')
    const taro = new Machine('later', 'admin')
    expect((await taro.halt('sync')).code).toBe(6)
    for (const _ of [1, 2]) expect((await taro.halt('sync', '--setup')).code).toBe(0)
    expect((await taro.halt('sync')).code).toBe(0)
    const { code, out } = await taro.halt('sync', '--setup', '--print')
    expect([code, out]).toEqual([0, SETUP])
    expect((await taro.halt('sync', '--print')).code).toBe(2)
  })
})
