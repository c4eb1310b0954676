import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Postgres, pooler } from '../../test/postgres.ts'
import type { Line } from '../chain.ts'
import { forgedLines, newKey, writerOf } from '../forging.ts'
import type { Attack, Proof } from '../proof.ts'
import { newDatabase, Operator, type Seat, seatsAt, Team, withServer } from '../relay-team.ts'

const SIZES = {
  full: { told: 100, asked: 100, pairs: 40, writers: 100, each: 200, incidents: 10_000 },
  short: { told: 8, asked: 4, pairs: 5, writers: 10, each: 50, incidents: 500 },
}
/** Promised on an idle machine, and held in a full run alone: 99 of 100 events arrive within so many milliseconds. */
const PROMISED_MS = { told: 1_000, asked: 3_000 }
const PERIOD_MS = 20
const GIVEN_UP_MS = 15_000
/** Lines of each incident that others once had. */
const LINES_EACH = 20

/** How long events take from one machine to another, and what sharing costs. */
export const RELAY_SPEED: Proof = {
  fault: 'relay speed',
  needs: ['machines', 'postgres', 'pgbouncer'],
  run: (attack) =>
    withServer(attack, async (server) => {
      const sizes = sizesOf(attack)
      const told = await propagation(attack, seatsAt(server.port, await newDatabase(server)), sizes.told)
      const pool = await pooler(server, ['taro', 'hanako', 'saburo'])
      const behind = seatsAt(pool.port, await newDatabase(server))
      const asked = await propagation(attack, behind, sizes.asked).finally(pool.stop)
      const [plain, shared] = await recording(attack, server)
      const times = shared.map((ms, n) => ms / (plain[n] as number))
      const growth = await crowd(attack, server)
      const slow = attack.full && (percentile(told, 99) > PROMISED_MS.told || percentile(asked, 99) > PROMISED_MS.asked)
      const lost = [...told, ...asked].filter((ms) => ms === Number.POSITIVE_INFINITY).length
      const figure = [
        `${told.length} events from one machine to another: ${spread(told)} with word of them,`,
        `${asked.length} by asking: ${spread(asked)}; ${lost} after more than ${GIVEN_UP_MS / 1000} s;`,
        `a note took ${median(plain).toFixed(0)} ms without a relay, and ${median(times).toFixed(2)} times that with one;`,
        ...growth,
      ].join(' ')
      return { holds: lost === 0 && !slow, figure }
    }),
}

/** Milliseconds from when each of some events was recorded until it was in the log of another machine. */
function propagation(attack: Attack, seats: readonly Seat[], events: number): Promise<number[]> {
  return Team.during(attack, seats, async ({ operators }) => {
    const [first, second] = operators as [Operator, Operator]
    const took: number[] = []
    for (let n = 0; n < events; n += 1) {
      const text = `event ${n}.`
      await first.ok('note', text)
      const isIt = ({ data }: Line) => data.text === text
      const recorded = Date.parse(first.lines().find(isIt)?.recordedAt ?? '')
      while (!second.lines().some(isIt) && Date.now() - recorded < GIVEN_UP_MS) await pause(PERIOD_MS)
      took.push(second.lines().some(isIt) ? Date.now() - recorded : Number.POSITIVE_INFINITY)
    }
    return took
  })
}

/** Milliseconds that notes took by turns without a relay and with one; what they leave behind is waited for. */
async function recording(attack: Attack, server: Postgres): Promise<readonly [number[], number[]]> {
  const [seat] = seatsAt(server.port, await newDatabase(server)) as [Seat]
  const [plain, shared] = [new Operator(attack, 'taro', seat), new Operator(attack, 'taro', seat)]
  writeFileSync(join(plain.path, 'halt.yaml'), '')
  const took = [plain, shared].map((): number[] => [])
  for (const operator of [plain, shared]) await operator.ok('start', '--type', 'system-failure', '--no-walk')
  for (let n = 0; n < sizesOf(attack).pairs; n += 1)
    for (const [which, operator] of [plain, shared].entries()) {
      took[which]?.push(await timed(() => operator.ok('note', `${n}`)))
      await operator.settle()
    }
  return took as [number[], number[]]
}

/** What it takes to share a log of many writers, and with many other incidents in the relay. */
async function crowd(attack: Attack, server: Postgres): Promise<string[]> {
  const { writers, each, incidents } = sizesOf(attack)
  const database = await newDatabase(server)
  const [seat, other] = seatsAt(server.port, database) as [Seat, Seat]
  const [taro, hanako] = [new Operator(attack, 'taro', seat), new Operator(attack, 'hanako', other)]
  for (const { path } of [taro, hanako])
    writeFileSync(join(path, 'halt.yaml'), 'relay: { via: postgres, background: false }\n')
  const id = (await taro.ok('start', '--type', 'system-failure', '--no-walk')).trim()
  const [first] = taro.lines() as [Line]
  const sync = (operator: Operator) => timed(() => operator.ok('sync'))
  const alone = [await sync(taro), await sync(taro)][1] as number
  for (let n = 0; n < writers; n += 1) {
    const key = newKey()
    const writer = writerOf(key)
    const note = (i: number) => ({ type: 'note.added', data: { text: `${n}.${i}` } })
    const born = forgedLines(first, null, [note(0)], key, { writer, key: key.key })
    const line = JSON.parse(born) as Line
    const rest = forgedLines(
      line,
      line,
      Array.from({ length: each - 1 }, (_, i) => note(i + 1)),
      key,
    )
    writeFileSync(join(taro.incident, `${id}.${writer}.jsonl`), born + rest, { mode: 0o600 })
  }
  const sent = await sync(taro)
  const taken = await sync(hanako)
  const again = await sync(hanako)
  await taro.ok('note', 'one more')
  const oneSent = await sync(taro)
  const oneTaken = await sync(hanako)
  await server.sql(
    `insert into halt.hints (incident, machine, id, is_open)
        select 'i' || n, 'machine' || m, 'id' || n, false from generate_series(1, ${incidents}) n, generate_series(1, 3) m;
      insert into halt.lines (incident, writer, seq, hash, line)
        select 'i' || n, 'aaaaaaaa', seq, hash, (body || ',"hash":"' || hash || '"}')::bytea
        from generate_series(1, ${incidents}) n, generate_series(1, ${LINES_EACH}) seq,
          lateral (select n || ':' || seq as body, encode(sha256((n || ':' || seq)::bytea), 'hex') as hash) made;
      analyze halt.hints; analyze halt.lines`,
    'admin',
    database,
  )
  const amongMany = await sync(hanako)
  const agree = taro.logs() === hanako.logs()
  return [
    `a log of ${writers} writers with ${each} events each: sent in ${seconds(sent)}, taken over in ${seconds(taken)};`,
    `a sync without news took ${seconds(alone)} before, ${seconds(again)} then,`,
    `${seconds(amongMany)} with ${incidents} closed incidents in the relay;`,
    `one more event was sent in ${seconds(oneSent)} and taken over in ${seconds(oneTaken)}${agree ? '' : '; NOT the same'}`,
  ]
}

function sizesOf({ full }: Attack) {
  return full ? SIZES.full : SIZES.short
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await act()
  return performance.now() - began
}

function median(took: readonly number[]): number {
  return percentile(took, 50)
}

function percentile(took: readonly number[], percent: number): number {
  const sorted = [...took].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN
}

function spread(took: readonly number[]): string {
  return `p50 ${percentile(took, 50)} ms and p99 ${percentile(took, 99)} ms`
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`
}
