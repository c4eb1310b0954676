import type { ChannelTurn, Relay, Turn } from '../relay.ts'
import type { Connection } from './connection.ts'

/** How many turns to send are read at once. */
const PAGE_TURNS = 500
/** Of a turn (`taken`): whoever took it has not given it back. */
const IS_HELD = `not given_back and not exists (select from halt.claims as other
      where other.incident = taken.incident and other.channel = taken.channel and other.n = taken.n
        and other.machine = taken.machine and other.owner = taken.owner and other.given_back)`

/** Whose turn it is to send (`Relay`). */
export const relayTurns = (
  connection: Connection,
): Pick<Relay, 'lastTurn' | 'heldTurnsAfter' | 'ownHeldTurns' | 'takeTurn' | 'passTurns' | 'giveBackTurn'> => ({
  async lastTurn(incident: string, channel: string): Promise<Turn | null> {
    const [last] = await turnsWhere(connection, 'not given_back order by n desc limit 1', [incident, channel])
    return last ?? null
  },

  async heldTurnsAfter(incident: string, channel: string, n: number): Promise<readonly Turn[]> {
    return turnsWhere(connection, `n > $3 and ${IS_HELD} order by n limit ${PAGE_TURNS}`, [incident, channel, n])
  },

  async ownHeldTurns(incident: string, machine: string): Promise<readonly ChannelTurn[]> {
    const rows = await connection.query<{ channel: string; n: string }>(
      `select channel, n from halt.claims as taken
        where incident = $1 and machine = $2 and owner = session_user and channel not like '%:%' and ${IS_HELD}
        order by n desc limit ${PAGE_TURNS}`,
      [incident, machine],
    )
    return rows.map(({ channel, n }) => ({ channel, n: Number(n) }))
  },

  async takeTurn(
    incident: string,
    channel: string,
    n: number,
    machine: string,
    name: string,
    writer: string | null,
  ): Promise<boolean> {
    const taken = await connection.query(
      `insert into halt.claims (incident, channel, n, machine, name, writer) values ($1, $2, $3, $4, $5, $6)
        on conflict do nothing returning 1`,
      [incident, channel, n, machine, name, writer],
    )
    return taken.length === 1
  },

  async passTurns(
    incident: string,
    channel: string,
    from: number,
    to: number,
    machine: string,
    name: string,
  ): Promise<void> {
    const passed = await connection.query<{ n: string }>(
      `insert into halt.claims (incident, channel, n, machine, name)
        select $1, $2, n, $5, $6 from generate_series($3::bigint, $4::bigint) as n order by n
        on conflict do nothing returning n`,
      [incident, channel, from, to, machine, name],
    )
    await connection.query(
      `insert into halt.claims (incident, channel, n, given_back, machine, name)
        select $1, $2, n, true, $4, $5 from pg_catalog.unnest($3::bigint[]) as n on conflict do nothing`,
      [incident, channel, passed.map(({ n }) => n), machine, name],
    )
  },

  async giveBackTurn(incident: string, channel: string, n: number, machine: string, name: string): Promise<void> {
    await connection.query(
      `insert into halt.claims (incident, channel, n, given_back, machine, name) values ($1, $2, $3, true, $4, $5)
        on conflict do nothing`,
      [incident, channel, n, machine, name],
    )
  },
})

/** The turns on a channel of an incident, the first two of the values, of which something is true. */
async function turnsWhere(connection: Connection, where: string, values: readonly unknown[]): Promise<Turn[]> {
  const rows = await connection.query<
    Omit<Turn, 'n' | 'ageMs' | 'writer'> & { n: string; age: string; sender: string | null }
  >(
    `select n, machine, name, writer as sender, extract(epoch from clock_timestamp() - claimed_at) * 1000.0 as age,
        owner = session_user as "isOwn" from halt.claims as taken where incident = $1 and channel = $2 and ${where}`,
    values,
  )
  return rows.map(({ n, age, sender, ...turn }) => {
    return { ...turn, n: Number(n), writer: sender, ageMs: Math.max(0, Number(age)) }
  })
}
