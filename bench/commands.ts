import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { figuresOf } from './figures.ts'
import { madeIncidents } from './incidents.ts'
import { LONG, madeLog } from './log.ts'
import type { Made } from './made.ts'
import { measure, medianOf } from './sizes.ts'

const ON_ONE = [
  'report --format markdown',
  'report --format html',
  'report --format svg',
  'report --format json',
  'report --format timeline',
  'status',
  'log',
  'log --json',
  'verify',
  'handover',
  'stats',
]
const GROWING = ['status', 'log', 'report --format markdown', 'stats', 'verify']
const AMONG_MANY = ['list', 'stats', 'status', 'note checked']

/** Nothing is kept of logs that were written just now (docs/log.md). */
const AT_REST_MS = 4000

/** Whether any of the commands that are run on one log is meant. */
export function isOnOne(only: string): boolean {
  return ON_ONE.some((command) => command.includes(only))
}

/** Commands that have a word, on one closed log with everything that there is. */
export function onOne(only: string, sizes: readonly number[], runs: number): Promise<string> {
  return measure({ of: 'events', one: 'event', runs }, sizes, madeLog, async function* (made) {
    for (const command of ON_ONE.filter((command) => command.includes(only)))
      yield [command, await medianOf(made, command, runs)]
  })
}

/** From short logs to very long ones that are open, with nothing kept of what was read before; `status` with it as well. */
export function growth(sizes: readonly number[], runs: number): Promise<string> {
  const make = (events: number) => madeLog(events, LONG)
  return measure({ of: 'events', one: 'event', runs }, sizes, make, async function* (made) {
    for (const command of GROWING) yield [command, await medianOf(made, command, runs, () => forget(made))]
    await figuresOf(made, ['status'])
    yield ['status (again)', await medianOf(made, 'status', runs)]
  })
}

/** Each command at first, with nothing kept of what was read before, and again. */
export function amongMany(counts: readonly number[], runs: number): Promise<string> {
  return measure({ of: 'incidents', one: 'incident', runs }, counts, madeIncidents, async function* (made) {
    await sleep(AT_REST_MS)
    for (const command of AMONG_MANY)
      yield [`${command} (first)`, await medianOf(made, command, runs, () => forget(made))]
    await figuresOf(made, ['stats'])
    for (const command of AMONG_MANY) yield [command, await medianOf(made, command, runs)]
  })
}

function forget({ env }: Made): void {
  rmSync(env.XDG_CACHE_HOME, { recursive: true, force: true })
}
