import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type EventDraft, type Head, isCritical } from '../../src/domain/log/event.ts'
import { seal } from '../../src/domain/log/line.ts'
import { writerNameOf } from '../../src/domain/log/writer-name.ts'
import { relayAddress } from '../../src/relay/io/address.ts'
import { openRelay } from '../../src/relay/io/postgres.ts'
import { SETUP } from '../../src/relay/io/schema.ts'
import { giveBackUnused, type Taker, takeTurn as takeOwnTurn } from '../../src/relay/sending-turns.ts'
import { openWorkspace } from '../../src/store/workspace.ts'
import { deliveredAs, intended } from '../given.ts'
import { type Machine, server, startServer, team } from '../relay-team.ts'
import { newSigner } from '../sealing.ts'

startServer()

const SETTINGS = `relay: { via: postgres }
contact: { ja: 0120-000-000, en: help@exchange.example }
channels: { website: { via: file, path: site } }
`
const FORCED = ['--force', '--reason', 'a test'] as const
const SEND = ['notice', 'website', '--send', ...FORCED, '--next', '30m'] as const
const UPDATE = ['notice', 'website', '--send', '--stage', 'update', ...FORCED, '--next', '60m'] as const

/** Two machines that share an incident, each with a website of its own. */
async function halted(): Promise<{ readonly taro: Machine; readonly hanako: Machine }> {
  const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
  for (const machine of [taro, hanako]) machine.write('halt.yaml', SETTINGS)
  await taro.ok('start', '--type', 'system-failure', '--no-walk', '--scope', 'trading=stopped')
  await taro.sync()
  await hanako.sync()
  return { taro, hanako }
}

/** How many notices a machine has put on its website. */
function published(machine: Machine): number {
  try {
    return readdirSync(join(machine.workspace, 'site')).filter((name) => /first/.test(name)).length
  } catch {
    return 0
  }
}

const intents = async (machine: Machine) =>
  (await machine.events()).filter(({ type }) => type === 'notice.intended').map(({ data }) => data)

const turns = (machine: Machine, columns: string) =>
  server.sql(`select ${columns} from halt.claims order by n, given_back`, 'admin', machine.database)

/** Somebody else takes a turn on the website, so many seconds ago. */
async function takeTurn(machine: Machine, seconds: number): Promise<void> {
  const { incident } = machine.lineOf('incident.started')
  await server.sql(
    `insert into halt.claims (incident, channel, n, machine, name) values ('${incident}', 'website',
      1 + coalesce((select max(n) from halt.claims), 0), 'other', 'saburo@desk-9')`,
    'taro',
    machine.database,
  )
  const aged = `update halt.claims set claimed_at = now() - interval '${seconds} seconds' where machine = 'other'`
  await server.sql(aged, 'admin', machine.database)
}

/** What takes turns for a machine, other than a command. */
async function takerOf({ workspace, env, who }: Machine): Promise<Taker> {
  const settings = { urlEnv: 'HALT_RELAY_URL', ca: null, allowPlain: false, background: false, evidence: false }
  const relay = await openRelay(relayAddress(settings, env))
  const opened = openWorkspace(workspace, env, () => who)
  const journal = opened.journal(opened.ids()[0] as string)
  journal.refresh()
  return { relay, journal, name: who }
}

/** Somebody else gives a turn back that they took. */
async function giveBack(machine: Machine, n: number, who = 'taro'): Promise<void> {
  await server.sql(
    `insert into halt.claims (incident, channel, n, given_back, machine, name)
      select incident, channel, n, true, machine, name from halt.claims where n = ${n}`,
    who,
    machine.database,
  )
}

const STRANGERS_KEY = newSigner()
const STRANGER = writerNameOf(STRANGERS_KEY.key)

/** A writer whom nobody knows records in the relay. */
async function say(machine: Machine, drafts: readonly EventDraft[], after: readonly Head[] = []) {
  const { v, incident, hlc, at, recordedAt } = machine.lineOf('incident.started')
  const [writer, signer] = [STRANGER, STRANGERS_KEY]
  let prev: string | null = null
  for (const [n, { type, data }] of drafts.entries()) {
    const place = {
      v,
      incident,
      writer,
      seq: n + 1,
      prev,
      ...(after.length > 0 && { after }),
      hlc: [hlc[0] + 60_000, n],
    }
    const key = n === 0 ? { key: signer.key } : {}
    const body = {
      ...place,
      at,
      recordedAt,
      by: 'mallory',
      type,
      critical: isCritical(type) || String(type) === 'x.unknown',
      data,
      ...key,
    }
    const { line, hash } = seal(body as unknown as Parameters<typeof seal>[0], signer)
    const values = `'${incident}', '${writer}', ${n + 1}, '${hash}', decode('${Buffer.from(line).toString('hex')}', 'hex')`
    await server.sql(
      `insert into halt.lines (incident, writer, seq, hash, line) values (${values})`,
      'taro',
      machine.database,
    )
    prev = hash
  }
}

describe('a relay that cannot be asked', () => {
  it.each([
    ['it does not let this machine in', () => server.url('stranger', 'postgres'), 'does not let you in'],
    ['the URL is none', () => 'db.example.com', 'is not the URL of a PostgreSQL database'],
    [
      'nothing is there',
      () => 'postgres://taro@127.0.0.1:1/halt',
      'cannot be reached: nothing accepts connections there',
    ],
    ['it is in no network', () => 'postgres://taro@no.invalid/halt', 'there is no host with that name'],
  ])('keeps a notice here, and says why in words: %s', async (_, url, why) => {
    const { taro } = await halted()
    taro.env.HALT_RELAY_URL = url()
    const { code, err } = await taro.halt(...SEND)
    expect([code, err, published(taro)]).toEqual([6, expect.stringContaining(why), 0])
    expect(err).toMatch(/^halt: [^(]+ \(relay-unreachable\)$/m)
  })
})

describe('a relay that answers each word late', () => {
  it('keeps a notice waiting for some seconds only, also one that is sent alone', async () => {
    const { taro } = await halted()
    const late = (table: string) =>
      `create trigger late before insert on halt.${table} for each statement execute function halt.late();`
    await server.sql(
      `create sequence halt.waits; grant usage on sequence halt.waits to public;
        create function halt.late() returns trigger language plpgsql as $$ begin
          perform nextval('halt.waits'), pg_sleep(4); return new; end $$;
        grant execute on function halt.late() to public; ${late('hints')} ${late('claims')}`,
      'admin',
      taro.database,
    )
    const waits = async () => {
      const [row] = await server.sql('select last_value::int as waits from halt.waits', 'admin', taro.database)
      return Number(row?.waits)
    }
    const { code, err } = await taro.halt(...SEND)
    expect([code, err, published(taro)]).toEqual([6, expect.stringContaining('relay-unreachable'), 0])
    const before = await waits()
    await taro.ok(...SEND, '--alone')
    expect(published(taro)).toBe(1)
    // Each takes four seconds.
    expect((await waits()) - before).toBeLessThan(4)
  })
})

describe('a relay that has more of others than a notice waits for', () => {
  it('is said to answer, and the notice goes out once a sync has looked at that, or alone', async () => {
    const { taro } = await halted()
    const { incident } = taro.lineOf('incident.started')
    // To read a line of theirs takes 20 ms.
    await server.sql(
      `insert into halt.lines (incident, writer, seq, hash, line)
        select '${incident}', 'a' || lpad(n::text, 7, '0'), 1, hash, (n || ',"hash":"' || hash || '"}')::bytea
          from generate_series(1, 120) as n, lateral (select encode(sha256(n::text::bytea), 'hex') as hash) as made;
        alter table halt.lines enable row level security;
        create policy adds on halt.lines for insert with check (true);
        create policy reads on halt.lines for select
          using (case when writer like 'a0000%' then pg_sleep(0.02) is not null else true end)`,
      'admin',
      taro.database,
    )
    const { code, err } = await taro.halt(...SEND)
    expect([code, published(taro)]).toEqual([6, 0])
    expect(err).toMatch(/answers, but at least \d+ lines of \d+ writers in it were not looked at yet \(relay-backlog\)/)
    expect(err).toMatch(/send again: .* sync/)
    expect((await taro.halt('status')).err).toMatch(/a notice was held up \(since .*\): .* answers, but/)
    expect(await taro.json('status')).toMatchObject({ sync: { state: 'waiting' } })
    await taro.ok(...SEND, '--alone')
    expect(await intents(taro)).toMatchObject([{ forced: { open: expect.arrayContaining(['relay-backlog']) } }])
    await taro.sync()
    expect((await taro.halt('status')).err).not.toContain('held up')
    await server.sql('alter table halt.lines disable row level security', 'admin', taro.database)
    await taro.ok(...UPDATE)
  })
})

describe('a notice that is sent', () => {
  it('takes a turn, and is known to the others before they send the same', async () => {
    const { taro, hanako } = await halted()
    await taro.ok(...SEND)
    expect(await intents(taro)).toMatchObject([{ channel: 'website', turn: 1 }])
    expect(await taro.json('status')).toMatchObject({ sync: { state: 'ok', waiting: 0 } })
    const { code, err } = await hanako.halt(...SEND)
    expect([code, err]).toEqual([3, expect.stringMatching(/notice-outdated|first-again|nothing-new/)])
    expect([published(taro) > 0, published(hanako)]).toEqual([true, 0])
    expect(await turns(hanako, 'n::int, given_back')).toEqual([{ n: 1, given_back: false }])
    await taro.ok(...UPDATE)
    expect((await intents(taro)).at(-1)).toMatchObject({ turn: 2 })
  })

  it('is not sent while it is the turn of another machine, nor taken over without a word', async () => {
    const { taro } = await halted()
    await takeTurn(taro, 5)
    const early = await taro.halt(...SEND)
    expect(early).toMatchObject({
      code: 3,
      err: expect.stringMatching(/saburo@desk-9 took its turn .* [5-9] s ago \(being-sent\)/),
    })
    await takeTurn(taro, 600)
    const late = await taro.halt(...SEND)
    expect(late).toMatchObject({
      code: 3,
      err: expect.stringContaining('10 min ago, and what became of it is not known here'),
    })
    expect(await intents(taro)).toEqual([])
    await taro.ok(
      'notice',
      'website',
      '--send',
      '--force',
      '--alone',
      '--reason',
      'saburo sent nothing',
      '--next',
      '30m',
    )
    expect(await intents(taro)).toMatchObject([
      { turn: 3, forced: { reason: 'saburo sent nothing', open: expect.arrayContaining(['being-sent']) } },
    ])
  })

  it('is not sent while an earlier turn is open, whatever others have done with later ones', async () => {
    const { taro, hanako } = await halted()
    await taro.ok(...SEND)
    await hanako.sync()
    await takeTurn(taro, 5)
    const held = { code: 3, err: expect.stringContaining('(being-sent)') }
    expect(await taro.halt(...UPDATE)).toMatchObject(held)
    const again = await taro.halt('notice', 'website', '--send', '--stage', 'first', '--alone', ...FORCED)
    expect(again).toMatchObject({ code: 3, err: expect.stringContaining('(first-again)') })
    await takeTurn(taro, 5)
    await giveBack(taro, 3)
    for (const machine of [taro, hanako]) expect(await machine.halt(...UPDATE)).toMatchObject(held)
    expect(await intents(taro)).toHaveLength(1)
    await taro.ok(...UPDATE, '--alone')
    expect((await intents(taro)).at(-1)).toMatchObject({
      turn: 4,
      forced: { open: expect.arrayContaining(['being-sent']) },
    })
    await taro.ok(...UPDATE)
    const last = (await intents(taro)).at(-1)
    expect(last).toMatchObject({ turn: 5 })
    expect(JSON.stringify(last)).not.toContain('being-sent')
  })

  it('goes out after a machine was ended before it began to send, once that one sends the next', async () => {
    const { taro, hanako } = await halted()
    await taro.ok(...SEND)
    await hanako.sync()
    await server.sql(
      `insert into halt.claims (incident, channel, n, machine, name) select incident, channel, 2, machine, name from halt.claims`,
      'taro',
      taro.database,
    )
    expect(await hanako.halt(...UPDATE)).toMatchObject({ code: 3, err: expect.stringContaining('(being-sent)') })
    await taro.ok(...UPDATE)
    await hanako.sync()
    await hanako.ok(...UPDATE)
    expect((await intents(hanako)).map(({ turn }) => turn)).toEqual([1, 3, 4])
  })

  it('goes out once the machine that was ended shares anything, and names that way on, and the other, until then', async () => {
    const { taro, hanako } = await halted()
    const taker = await takerOf(taro)
    const unlock = taker.journal.lockSending('website')
    await takeOwnTurn(taker, 'website', false)
    await taro.sync()
    const { code, err } = await hanako.halt(...SEND)
    expect([code, err]).toEqual([3, expect.stringMatching(/sync on their machine gives .*--alone --reason/)])
    expect((await hanako.halt(...SEND, '--lang', 'ja')).err).toMatch(/相手の端末で \S+ sync .*--alone --reason/)
    // The process has ended: nobody holds the lock.
    unlock()
    await taker.relay.close()
    await taro.sync()
    await hanako.ok(...SEND)
    expect(await turns(taro, 'n::int, given_back')).toEqual([
      { n: 1, given_back: false },
      { n: 1, given_back: true },
      { n: 2, given_back: false },
    ])
  })

  it('goes out after a turn was given back, or this machine itself ended before it began', async () => {
    const { taro } = await halted()
    await takeTurn(taro, 5)
    await expect(giveBack(taro, 1, 'hanako')).rejects.toThrow('only whoever took a turn gives it back')
    expect((await taro.halt(...SEND)).code).toBe(3)
    await giveBack(taro, 1)
    await taro.ok(...SEND)
    const { incident } = taro.lineOf('incident.started')
    const own = (await turns(taro, 'machine, name')).find(({ machine }) => machine !== 'other')
    await server.sql(
      `insert into halt.claims (incident, channel, n, machine, name)
        values ('${incident}', 'website', 3, '${own?.machine}', '${own?.name}')`,
      'taro',
      taro.database,
    )
    await taro.ok(...UPDATE)
    expect((await intents(taro)).at(-1)).toMatchObject({ turn: 4 })
  })

  it('waits for its turn also after the relay was restored without the turns that others had ended', async () => {
    const { taro, hanako } = await halted()
    await taro.ok(...SEND)
    const backup = server.dump(taro.database)
    await hanako.sync()
    await hanako.ok(...UPDATE)
    await taro.sync()
    await taro.ok(...UPDATE)
    await hanako.sync()
    for (const machine of [taro, hanako])
      for (const writer of ['taro', 'hanako']) await machine.halt('verify', '--accept', writer)
    await server.restore(taro.database, backup)
    const taker = await takerOf(taro)
    expect(await takeOwnTurn(taker, 'website', false)).toEqual({ n: 4, isAlone: false })
    expect(await turns(taro, 'n::int, given_back')).toEqual([
      { n: 1, given_back: false },
      ...[2, 3].flatMap((n) => [
        { n, given_back: false },
        { n, given_back: true },
      ]),
      { n: 4, given_back: false },
    ])
    expect(await hanako.halt(...UPDATE)).toMatchObject({ code: 3, err: expect.stringContaining('(being-sent)') })
    await giveBackUnused(taker, 'website', 4)
    await taker.relay.close()
    await hanako.ok(...UPDATE)
    expect((await intents(hanako)).at(-1)).toMatchObject({ turn: 5 })
  })

  it('waits for no turn that others have given back before it was taken, also where an earlier version let them', async () => {
    const { taro, hanako } = await halted()
    const ahead = `insert into halt.claims (incident, channel, n, given_back, machine, name)
      select '${taro.lineOf('incident.started').incident}', 'website', n, true, 'm', 'mallory' from generate_series(1, 9) as n`
    await expect(server.sql(ahead, 'hanako', taro.database)).rejects.toThrow('only whoever took a turn gives it back')
    await server.sql(
      `update halt.relay set version = 1; alter table halt.claims disable trigger consecutive; ${ahead}`,
      'admin',
      taro.database,
    )
    expect(await taro.halt('sync')).toMatchObject({ code: 6, err: expect.stringContaining('sync --setup') })
    await server.sql(`${SETUP} alter table halt.claims enable trigger consecutive`, 'admin', taro.database)
    expect(await turns(taro, '1')).toEqual([])
    await takeTurn(taro, 5)
    await giveBack(taro, 1)
    await hanako.ok(...SEND)
  })

  it('waits for a turn whatever a writer says of it that this machine does not know, but for its own', async () => {
    const { taro } = await halted()
    await takeTurn(taro, 5)
    await server.sql("update halt.claims set writer = 'hanakos1'", 'admin', taro.database)
    const sent = [intended('website', 'first', 1, { turn: 1 }), deliveredAs(`${STRANGER}:1`)]
    await say(taro, sent)
    await taro.sync()
    const { code, err } = await taro.halt(...UPDATE)
    expect(await intents(taro)).toHaveLength(1)
    expect([code, err]).toEqual([3, expect.stringContaining('(being-sent)')])
    await server.sql(`update halt.claims set writer = '${STRANGER}'`, 'admin', taro.database)
    await taro.ok(...UPDATE)
  })

  it('names the way on where a writer that nobody knows records what this version must not ignore', async () => {
    const { taro } = await halted()
    await say(taro, [{ type: 'x.unknown', data: {}, critical: true } as unknown as EventDraft])
    await taro.sync()
    for (const line of [['note', 'words'], SEND])
      expect(await taro.halt(...line)).toMatchObject({
        code: 3,
        err: expect.stringContaining(`verify --set-aside ${STRANGER} --reason`),
      })
    await taro.ok('verify', '--set-aside', STRANGER, '--reason', 'nobody of us')
    await taro.ok('note', 'words')
  })

  it('is not sent where the relay does not answer, but for a reason', async () => {
    const { taro, hanako } = await halted()
    const env = { HALT_RELAY_URL: 'postgres://taro@127.0.0.1:1/halt' }
    for (const machine of [taro, hanako]) {
      const { code, err } = await machine.haltWith({ env }, ...SEND)
      expect([code, err]).toEqual([6, expect.stringContaining('Nothing was sent: another machine may be sending')])
      expect(await intents(machine)).toEqual([])
      const sent = await machine.haltWith({ env }, ...SEND, '--alone')
      expect(sent).toMatchObject({ code: 0 })
      const [intent] = await intents(machine)
      expect(intent).toMatchObject({ forced: { open: expect.arrayContaining(['relay-unreachable']) } })
      expect(intent).not.toHaveProperty('turn')
    }
    await taro.sync()
    await hanako.sync()
    const { conflicts } = await hanako.json<{ conflicts: object[] }>('status')
    expect(conflicts).toEqual([{ target: 'notice:website', events: [expect.any(String), expect.any(String)] }])
    expect((await hanako.halt('status')).out).toContain('notice:website')
    await taro.sync()
    const { log } = await taro.json<{ log: { heads: Head[] } }>('status')
    await say(taro, [intended('website', 'update', 2), deliveredAs(`${STRANGER}:1`)], log.heads)
    await taro.sync()
    expect((await taro.json<{ conflicts: object[] }>('status')).conflicts).toEqual(conflicts)
  })

  it('goes out alone where what comes from the relay has another form', async () => {
    const { taro, hanako } = await halted()
    await taro.ok('note', 'later')
    await taro.sync()
    const change =
      "drop constraint lines_line_check, drop constraint line_has_hash, alter line type text using encode(line, 'base64')"
    await server.sql(`alter table halt.lines ${change}`, 'admin', taro.database)
    expect(await hanako.halt(...SEND)).toMatchObject({ code: 6 })
    await hanako.ok(...SEND, '--alone')
    expect(await intents(hanako)).toHaveLength(1)
  })

  it('needs no other machine in a drill, which sends nothing', async () => {
    const { taro } = await halted()
    taro.env.HALT_RELAY_URL = 'postgres://taro@127.0.0.1:1/halt'
    const id = (
      await taro.ok('start', '--type', 'system-failure', '--drill', '--no-walk', '--scope', 'trading=stopped')
    ).trim()
    await taro.ok(...SEND, '-i', id)
  })
})
