import { linkSync, mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Chain } from './chain.ts'
import { Dice } from './dice.ts'
import { type Begun, type Made, newPlace } from './made.ts'
import { RICH } from './mix.ts'
import { Story } from './story.ts'

const FIRST = Date.UTC(2016, 0, 4)
const BETWEEN_MS = 8 * 3_600_000
const STEP_MS = 60_000
const [FEWEST, MORE] = [30, 31]

/**
 * Makes so many halts that were closed, each of 30 to 60 events of one writer, always the same ones; beside them the one
 * that the program began stays open.
 */
export function madeIncidents(count: number): Made {
  const { begun, ...place } = newPlace()
  const dice = new Dice(count)
  let logBytes = 0
  for (let n = 0; n < count; n += 1) logBytes += halt(place.env.HALT_DIR, begun, FIRST + n * BETWEEN_MS, dice)
  return { ...place, logBytes }
}

/** Returns the length of its log. */
function halt(workspace: string, begun: Begun, began: number, dice: Dice): number {
  const [day, time] = new Date(began).toISOString().replaceAll(/[-:]/g, '').split(/[T.]/)
  const id = `${day}-${time}-system-failure`
  const folder = join(workspace, 'incidents', id)
  mkdirSync(folder)
  for (const path of begun.beside) linkSync(path, join(folder, basename(path)))
  const told = { ...begun, started: { ...begun.started, id } }
  const chain = new Chain(folder, told, 'aaaaaaaa')
  const story = new Story({ given: told, dice, mix: RICH, closes: true })
  const events = FEWEST + dice.below(MORE)
  for (let n = 0; n < events; n += 1) {
    const recorded = began + n * STEP_MS
    const said = story.next(recorded, n, events)
    story.took(said, chain.write(said, recorded, n, [chain]))
  }
  return chain.close()
}
