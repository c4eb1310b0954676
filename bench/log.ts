import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Chain } from './chain.ts'
import { Dice } from './dice.ts'
import { type MadeLog, newPlace } from './made.ts'
import { COMPACT, type Mix, RICH } from './mix.ts'
import { Story } from './story.ts'

const WRITERS = ['aaaaaaaa', 'bbbbbbbb', 'cccccccc'] as const
const BEGAN = Date.UTC(2026, 0, 5)
const BETWEEN_MS = 20_000

export interface Kind {
  readonly mix: Mix
  /** How many people's machines write it, at most three. */
  readonly writers: number
  readonly closes: boolean
}

export const BUSY: Kind = { mix: RICH, writers: 3, closes: true }
export const OPEN: Kind = { mix: RICH, writers: 3, closes: false }
/** As a very long log is. */
export const LONG: Kind = { mix: COMPACT, writers: 3, closes: false }

/**
 * Makes the log of one halt with so many events, in the format of docs/log.md: always the same ones. The first line, and
 * the runbook that it names, are what the program wrote.
 */
export function madeLog(events: number, { mix, writers, closes }: Kind = BUSY): MadeLog {
  const { directory, env, begun, remove } = newPlace()
  const folder = join(env.HALT_DIR, 'incidents', begun.started.id)
  for (const name of readdirSync(folder)) if (!name.endsWith('.json')) rmSync(join(folder, name))
  const chains = WRITERS.slice(0, writers).map((writer) => new Chain(folder, begun, writer))
  const dice = new Dice(1)
  const story = new Story({ given: begun, dice, mix, closes })
  for (let n = 0; n < events; n += 1) {
    const chain = n === 0 ? chains[0] : dice.of(chains)
    const recorded = BEGAN + n * BETWEEN_MS
    const said = story.next(recorded, n, events)
    const name = chain?.write(said, recorded, n, chains) ?? ''
    story.took(said, name)
  }
  const logBytes = chains.reduce((sum, chain) => sum + chain.close(), 0)
  return { directory, env, folder, logBytes, remove }
}
