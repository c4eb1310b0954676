import { setTimeout as pause } from 'node:timers/promises'
import { type Postgres, pooler } from '../../test/postgres.ts'
import { Forwarder } from '../forwarder.ts'
import type { Attack, Proof } from '../proof.ts'
import { newDatabase, Operator, type Outcome, outcomesOf, seatsAt, Team, withServer } from '../relay-team.ts'
import { onTmpfs } from '../tmpfs.ts'
import { faketimeLibrary } from '../tools.ts'
import { inWorkers, WORKERS } from '../worker-pool.ts'

const SECONDS = { full: 60, short: 4 }

/** One thing that goes wrong for the relay of a team, or for one of its machines. */
interface Scene {
  readonly name: string
  play(attack: Attack, server: Postgres): Promise<Outcome>
}

const lasts = ({ full }: Attack) => pause(1000 * (full ? SECONDS.full : SECONDS.short))

const POOLER: Scene = { name: 'a pooler in transaction mode', play: pooled }
const HANGING: Scene = { name: 'connections that hang for good', play: hung }

/** The relay fails in the ways in which databases do, while three operators go on recording. */
export const RELAY_OUTAGES: Proof = {
  ...proofOf([
    { name: 'a primary killed and its standby promoted', play: promoted },
    { name: 'a server stopped by SIGSTOP', play: stopped },
    HANGING,
    { name: 'an old backup restored', play: restored },
    POOLER,
    { name: 'a clock five hours ahead', play: ahead },
    { name: 'a disk that is full', play: full },
  ]),
  needs: ['machines', 'faketime', 'postgres', 'pgbouncer', 'tmpfs'],
}

/** Parts of it, to be tried with a program that is broken. */
export const RELAY_POOLER = proofOf([POOLER])
export const RELAY_HANGING = proofOf([HANGING])

function proofOf(scenes: readonly Scene[]): Proof {
  return {
    fault: 'relay outages',
    needs: ['machines', 'postgres', 'pgbouncer'],
    run: (attack) =>
      withServer(attack, async (server) =>
        outcomesOf(
          // They mostly wait.
          await inWorkers(scenes, async ({ name, play }) => [name, await play(attack, server)] as const, 2 * WORKERS),
        ),
      ),
  }
}

/** The primary is killed; the address moves to its standby, which had all that was committed. */
function promoted(attack: Attack): Promise<Outcome> {
  return withServer(attack, async (primary) => {
    const database = await newDatabase(primary)
    const standby = await primary.standby()
    const address = await Forwarder.open({ port: primary.port })
    try {
      return await Team.during(attack, seatsAt(address.port, database), async (team) => {
        await team.work(pause(1000))
        await primary.crash()
        await team.work(lasts(attack))
        await standby.promote()
        address.moveTo({ port: standby.port })
        return team.end()
      })
    } finally {
      address.close()
      await standby.remove()
    }
  })
}

/** All processes of the server stand still, and go on. */
function stopped(attack: Attack): Promise<Outcome> {
  return withServer(attack, async (server) =>
    Team.during(attack, seatsAt(server.port, await newDatabase(server)), async (team) => {
      server.pause()
      await team.work(lasts(attack))
      server.unpause()
      return team.end()
    }),
  )
}

/** The server answers, but the processes that serve those who are connected never do again. */
async function hung(attack: Attack, server: Postgres): Promise<Outcome> {
  const database = await newDatabase(server)
  const hanging: number[] = []
  try {
    return await Team.during(attack, seatsAt(server.port, database), async (team) => {
      const pids = () => server.sql(`select pid from pg_stat_activity where datname = '${database}'`)
      let connected = await pids()
      // On a busy machine, those who follow connect only after a while.
      for (let tries = 0; connected.length < 2 && tries < 100; tries++) {
        await pause(100)
        connected = await pids()
      }
      if (connected.length < 2) throw new Error(`${connected.length} are connected`)
      hanging.push(...connected.map(({ pid }) => Number(pid)))
      for (const pid of hanging) process.kill(pid, 'SIGSTOP')
      // The time until it is noticed is part of the trouble.
      await team.work(pause(10_000))
      return team.end()
    })
  } finally {
    for (const pid of hanging) process.kill(pid, 'SIGCONT')
  }
}

/** A backup is restored that lacks what came after it; the machine of one of the writers is gone. */
async function restored(attack: Attack, server: Postgres): Promise<Outcome> {
  const database = await newDatabase(server)
  const seats = seatsAt(server.port, database)
  return Team.during(attack, seats, async (team) => {
    const [, , third] = team.operators as [Operator, Operator, Operator]
    const backedUp = await linesIn(server, database)
    const backup = server.dump(database)
    await team.work(pause(1000))
    await team.lose(third)
    const missing = (await linesIn(server, database)) - backedUp
    await team.work(server.restore(database, backup))
    team.join(new Operator(attack, 'saburo', seats[2] as { url: string }))
    const outcome = await team.end()
    return missing > 0 ? outcome : { ...outcome, faults: [...outcome.faults, 'nothing was lost by restoring'] }
  })
}

async function linesIn(server: Postgres, database: string): Promise<number> {
  return Number((await server.sql('select count(*)::int as n from halt.lines', 'admin', database))[0]?.n)
}

/** A pooler drops what the server says between transactions. */
async function pooled(attack: Attack, server: Postgres): Promise<Outcome> {
  const database = await newDatabase(server)
  const pool = await pooler(server, ['taro', 'hanako', 'saburo'])
  try {
    return await Team.during(attack, seatsAt(pool.port, database), async (team) => {
      await team.work(lasts(attack))
      const [first] = team.operators as [Operator]
      // Such word may come by chance, with the answer to a question: that all agree in time does not show that it is not relied upon.
      const isReliedUpon = await first.isToldOfNews()
      const outcome = await team.end()
      return isReliedUpon ? { ...outcome, faults: [...outcome.faults, 'word of news is relied upon'] } : outcome
    })
  } finally {
    await pool.stop()
  }
}

/** One machine's clock is five hours ahead. */
async function ahead(attack: Attack, server: Postgres): Promise<Outcome> {
  const seats = seatsAt(server.port, await newDatabase(server))
  const env = { LD_PRELOAD: faketimeLibrary(), FAKETIME: '+5h', NO_FAKE_STAT: '1' }
  const wrong = seats.map((seat, n) => (n === 1 ? { ...seat, env } : seat))
  return Team.during(attack, wrong, async (team) => {
    await team.work(lasts(attack))
    return team.end()
  })
}

/** The disk of one machine is full: nothing is recorded or taken over there until it has room again. */
async function full(attack: Attack, server: Postgres): Promise<Outcome> {
  const seats = seatsAt(server.port, await newDatabase(server))
  return onTmpfs(attack.folder(), 32 * 1024, async (tmpfs) => {
    const small = seats.map((seat, n) => (n === 1 ? { ...seat, directory: tmpfs.path } : seat))
    return Team.during(attack, small, async (team) => {
      const [first, second, third] = team.operators as [Operator, Operator, Operator]
      tmpfs.fill(0)
      const isRefused = second.isRefused()
      await team.work(Promise.all([lasts(attack), isRefused]), [first, third])
      tmpfs.free()
      const outcome = await team.end()
      return (await isRefused) ? outcome : { ...outcome, faults: [...outcome.faults, 'nothing was refused'] }
    })
  })
}
