import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Postgres } from '../../test/postgres.ts'
import { type Line, sealed } from '../chain.ts'
import { type Draft, forgedLines, newKey, writerOf } from '../forging.ts'
import type { Attack, Figure, Proof } from '../proof.ts'
import { newDatabase, type Operator, outcomesOf, seatsAt, Team, withServer } from '../relay-team.ts'

const SECONDS = { full: 20, short: 3 }
const HINTS = 1000
const NOTE: Draft = { type: 'note.added', data: { text: 'forged' } }
const CLOSED: Draft = { type: 'incident.closed', data: { as: 'false-alarm', reason: 'nothing there' } }

/** Somebody with the password of the operators adds to the relay what they please. */
export const RELAY_FORGER: Proof = {
  fault: 'relay forger',
  needs: ['machines', 'postgres'],
  run: (attack) =>
    withServer(attack, async (server) => {
      const database = await newDatabase(server)
      return Team.during(attack, seatsAt(server.port, database), (team) =>
        forge(attack, team, new Forger(server, database)),
      )
    }),
}

async function forge(attack: Attack, team: Team, forger: Forger): Promise<Figure> {
  const [first, second, third] = team.operators as [Operator, Operator, Operator]
  await team.work(Promise.resolve())
  // One line in the place of the next, so that the number of lines is right, and what no chain can have.
  const last = lastOf(first)
  await forger.add(last.incident, last.writer, last.seq + 1, forgedLines(last, last, [NOTE], newKey()))
  const other = lastOf(second)
  const forgeries = [
    forgedLines(other, other, [NOTE], newKey()),
    forgedLines(other, other, [CLOSED], 'none'),
    sealed('junk').line,
  ]
  for (const [n, line] of forgeries.entries()) await forger.add(other.incident, other.writer, other.seq + 1 + n, line)
  await forger.add(other.incident, other.writer, other.seq + 1, sealed('more junk').line)
  const key = newKey()
  const stranger = writerOf(key)
  const born = forgedLines(last, null, [NOTE], key, { writer: stranger, key: key.key })
  await forger.add(last.incident, stranger, 1, born)
  // Whoever goes on recording parts from the forged lines by themselves. This writer does not, and is asked for every line.
  const badlySigned = forgedLines(last, JSON.parse(born) as Line, [NOTE], newKey())
  await forger.add(last.incident, stranger, 2, badlySigned)
  await forger.hint(HINTS)
  await team.work(pause(1000 * (attack.full ? SECONDS.full : SECONDS.short)))
  // Whoever is not there yet must hear of it for all the hints.
  await third.ok('start', '--type', 'system-failure', '--drill', '--no-walk')
  const told = [await third.halt('sync'), await third.halt('sync')].map(({ err }) => namesIn(err, [last, other]))
  const outcome = await team.end()
  const seen = await Promise.all(team.operators.map((operator) => seenBy(operator, stranger)))
  const faults = [
    ...outcome.faults,
    ...(told.join() === '2,0' ? [] : [`named ${told.join(' and then ')} times`]),
    ...team.operators.flatMap((operator) => wrongIn(operator, stranger)),
    ...seen.flat(),
  ]
  const { holds, figure } = outcomesOf([['what a forger did', { ...outcome, faults }]])
  return { holds, figure: `${forger.added} lines and ${HINTS} incidents that nobody has; ${figure}` }
}

function lastOf(operator: Operator): Line {
  const mine = operator.lines().filter(({ by }) => by === operator.name)
  return mine.at(-1) as Line
}

/** Which of these writers are named. */
function namesIn(text: string, lines: readonly Line[]): number {
  return new Set(lines.map(({ writer }) => writer).filter((writer) => text.includes(writer))).size
}

/** What is in the files of an operator and must not be. */
function wrongIn(operator: Operator, stranger: string): string[] {
  const forged = operator.lines().filter(({ by, writer, seq }) => by === 'mallory' && (writer !== stranger || seq > 1))
  return [
    ...forged.map(({ writer, seq }) => `${operator.name} took over ${writer}:${seq}`),
    ...(operator.ids().length === 2 ? [] : [`${operator.name} has ${operator.ids().length} incidents`]),
  ]
}

/** The log is whole, still open, and the writer that was added is known to nobody. */
async function seenBy(operator: Operator, stranger: string): Promise<string[]> {
  const id = operator.ids()[0] as string
  const { code, err } = await operator.halt('verify', '-i', id)
  const status = JSON.parse(await operator.ok('status', '--json', '-i', id)) as {
    readonly phase: string
    readonly log: { readonly unknownWriters: readonly { readonly writer: string }[] }
  }
  return [
    ...(code === 0 ? [] : [`verify of ${operator.name}: ${code} ${err.trim()}`]),
    ...(status.phase === 'closed' ? [`closed for ${operator.name}`] : []),
    ...(status.log.unknownWriters.some(({ writer }) => writer === stranger) ? [] : [`known to ${operator.name}`]),
  ]
}

/** Has a role of the relay like any operator. */
class Forger {
  added = 0
  private readonly server: Postgres
  private readonly database: string

  constructor(server: Postgres, database: string) {
    this.server = server
    this.database = database
  }

  async add(incident: string, writer: string, seq: number, text: string): Promise<void> {
    this.added += 1
    const line = Buffer.from(text.trimEnd())
    const hash = /"hash":"([0-9a-f]{64})"}$/.exec(text.trimEnd())?.[1]
    await this.sql(
      `insert into halt.lines (incident, writer, seq, hash, line)
        values ('${incident}', '${writer}', ${seq}, '${hash}', '\\x${line.toString('hex')}')`,
    )
  }

  /** Says of so many incidents that nobody has that they are open, and the latest for ever. */
  async hint(count: number): Promise<void> {
    await this.sql(
      `insert into halt.hints (incident, machine, id, is_open, heard_at)
        select '${randomUUID()}' || n, 'mallory', '20261124-' || n, true, 'infinity' from generate_series(1, ${count}) as n`,
    )
  }

  private async sql(text: string): Promise<void> {
    await this.server.sql(text, 'mallory', this.database)
  }
}
