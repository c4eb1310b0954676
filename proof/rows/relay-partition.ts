import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Postgres } from '../../test/postgres.ts'
import { Network, type Way } from '../network.ts'
import type { Attack, Proof } from '../proof.ts'
import { newDatabase, type Outcome, outcomesOf, Team, withServer } from '../relay-team.ts'
import { inWorkers } from '../worker-pool.ts'

const SECONDS = { full: 60, short: 4 }

/** Which links of the three machines are cut, and which way. */
const CUTS: readonly { readonly name: string; readonly cuts: readonly (readonly [number, Way])[] }[] = [
  {
    name: 'one that cannot be heard and one that cannot hear',
    cuts: [
      [0, 'out'],
      [1, 'in'],
    ],
  },
  {
    name: 'two cut off both ways',
    cuts: [
      [0, 'out'],
      [0, 'in'],
      [2, 'out'],
      [2, 'in'],
    ],
  },
]

/** Packets between machines and their relay are lost without a word, while all go on recording. */
export const RELAY_PARTITION: Proof = {
  fault: 'relay partition',
  needs: ['machines', 'networks', 'postgres'],
  run: (attack) =>
    withServer(attack, async (server) => {
      const scenes = attack.full ? CUTS : CUTS.slice(0, 1)
      return outcomesOf(
        await inWorkers(scenes, async ({ name, cuts }) => [name, await partition(attack, server, cuts)] as const),
      )
    }),
}

async function partition(
  attack: Attack,
  server: Postgres,
  cuts: readonly (readonly [number, Way])[],
): Promise<Outcome> {
  const database = await newDatabase(server)
  const network = await Network.open(3)
  try {
    await network.forwardTo(join(server.folder, `.s.PGSQL.${server.port}`))
    const seats = ['taro', 'hanako', 'saburo'].map((name, n) => ({
      url: `postgres://${name}@${network.server(n)}/${database}?sslmode=disable`,
      under: network.under(n),
    }))
    return await Team.during(attack, seats, async (team) => {
      for (const [machine, way] of cuts) network.cut(machine, way)
      await team.work(pause(1000 * (attack.full ? SECONDS.full : SECONDS.short)))
      for (const [machine, way] of cuts) network.mend(machine, way)
      return team.end()
    })
  } finally {
    network.close()
  }
}
