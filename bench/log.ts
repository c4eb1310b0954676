import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Chain } from './chain.ts'
import { Dice } from './dice.ts'
import { type Made, newPlace } from './made.ts'
import { Story } from './story.ts'

const WRITERS = ['aaaaaaaa', 'bbbbbbbb', 'cccccccc'] as const
const BEGAN = Date.UTC(2026, 0, 5)
const BETWEEN_MS = 20_000

/**
 * Makes the log of one halt with so many events, of three writers, in the format of docs/log.md: always the same ones. The
 * first line, with the runbook in it, is one that the program wrote.
 */
export function madeLog(events: number): Made {
  const { directory, env, begun, remove } = newPlace()
  const folder = join(env.HALT_DIR, 'incidents', begun.started.id)
  rmSync(folder, { recursive: true })
  mkdirSync(folder)
  const chains = WRITERS.map((writer) => new Chain(folder, begun, writer))
  const dice = new Dice(1)
  const story = new Story(begun, dice)
  for (let n = 0; n < events; n += 1) {
    const chain = n === 0 ? chains[0] : dice.of(chains)
    const recorded = BEGAN + n * BETWEEN_MS
    const said = story.next(recorded, n, events)
    const name = chain?.write(said, recorded, n, chains) ?? ''
    story.took(said, name)
  }
  const logBytes = chains.reduce((sum, chain) => sum + chain.close(), 0)
  return { directory, env, logBytes, remove }
}
