import type { Presence } from '../../domain/relay/presence.ts'
import type { Hint, Peer, Relay } from '../relay.ts'
import type { Connection } from './connection.ts'

/** What each role of the database last said of incidents that the relay has lines of: others hide nothing by saying more. */
function hintsWhere(condition: string): string {
  return `select incident, id, is_open as "isOpen" from (
      select *, row_number() over (partition by owner, is_open order by heard_at desc, incident) as nth from (
        select distinct on (incident, owner) * from halt.hints where ${condition}
          order by incident, owner, heard_at desc) as latest
        where exists (select from halt.lines where lines.incident = latest.incident)) as ranked`
}

/** The last of each role first, then the ones before these. */
const FAIRLY = 'order by nth, heard_at desc, incident'

/** What machines say of incidents and of themselves, believed by nobody (`Relay`). */
export const relayPresence = (
  connection: Connection,
): Pick<Relay, 'hints' | 'hintedIds' | 'hintsFor' | 'giveHint' | 'greet'> => ({
  hints(limit: number): Promise<readonly Hint[]> {
    return connection.query<Hint>(`${hintsWhere('true')} where is_open ${FAIRLY} limit $1`, [limit])
  },

  async hintedIds(limit: number): Promise<readonly string[]> {
    return (await connection.query<Hint>(`${hintsWhere('true')} ${FAIRLY} limit $1`, [limit])).map(({ id }) => id)
  },

  hintsFor(id: string): Promise<readonly Hint[]> {
    return connection.query<Hint>(`${hintsWhere('id = $1')} ${FAIRLY} limit 100`, [id])
  },

  async giveHint(machine: string, { incident, id, isOpen }: Hint): Promise<void> {
    await connection.tell(
      `insert into halt.hints (incident, machine, id, is_open) values ($1, $2, $3, $4)
        on conflict (incident, machine, owner) do update set id = $3, is_open = $4, heard_at = now()`,
      [incident, machine, id, isOpen],
    )
  },

  async greet({ machine, name, at, signed }: Presence, limit: number): Promise<readonly Peer[]> {
    await connection.tell(
      `insert into halt.machines (machine, name, said_at, key, sig) values ($1, $2, $3, $4, $5)
        on conflict (machine, owner) do update set name = $2, heard_at = now(), said_at = $3, key = $4, sig = $5`,
      [machine, name, Math.round(at), signed?.key ?? null, signed?.sig ?? null],
    )
    // What a role says of its times is cut off at the server's; each role has its latest before the next ones of another.
    const rows = await connection.query<{
      machine: string
      name: string
      age: string
      saidAt: string | null
      key: string | null
      sig: string | null
    }>(
      `select machine, name, said_at as "saidAt", key, sig, extract(epoch from now() - heard) * 1000.0 as age from (
          select *, least(heard_at, now()) as heard,
              row_number() over (partition by owner order by least(heard_at, now()) desc, machine) as nth
            from halt.machines where isfinite(heard_at)) as latest
        order by nth, heard desc, machine limit $1`,
      [limit],
    )
    return rows.map(({ age, saidAt, key, sig, ...peer }) => {
      const signed = key === null || sig === null ? null : { key, sig }
      return { ...peer, ageMs: Number(age), at: Number(saidAt), signed }
    })
  },
})
