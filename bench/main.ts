import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Figures, figuresOf, median } from './figures.ts'
import { madeIncidents } from './incidents.ts'
import { madeLog } from './log.ts'
import type { Made } from './made.ts'
import { type Measured, machine, pageOf, writeInto } from './page.ts'
import { startupTable } from './startup.ts'

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    sizes: { type: 'string', default: '1000,10000,100000,200000' },
    incidents: { type: 'string', default: '100,1000,10000' },
    runs: { type: 'string', default: '3' },
    startups: { type: 'string', default: '15' },
    write: { type: 'string' },
  },
})

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

/** Nothing is kept of logs that were written just now (docs/log.md). */
const AT_REST_MS = 4000

const AMONG_MANY = ['list', 'stats', 'status', 'note checked']

const runs = Number(options.runs)
const startups = Number(options.startups)

async function medianOf(made: Made, command: string, before: () => void = () => {}): Promise<Figures> {
  const all: Figures[] = []
  for (let run = 0; run < runs; run += 1) {
    before()
    all.push(await figuresOf(made, command.split(' ')))
  }
  return median(all)
}

/** Makes what has each size, and measures it. Returns a page, which is put into the file that was named. */
async function measure(
  figures: string,
  what: { readonly of: string; readonly one: string },
  sizes: string,
  make: (size: number) => Made,
  take: (made: Made) => AsyncGenerator<readonly [command: string, figures: Figures]>,
): Promise<void> {
  const measured: Measured[] = []
  const logs = new Map<number, number>()
  for (const size of sizes.split(',').map(Number)) {
    const made = make(size)
    logs.set(size, made.logBytes)
    try {
      for await (const [command, figures] of take(made)) {
        measured.push({ command, size, ...figures })
        process.stderr.write(`${command}: ${size} ${what.of}\n`)
      }
    } finally {
      made.remove()
    }
  }
  const page = pageOf(measured, logs, { ...what, runs })
  process.stdout.write(`${page}\n`)
  if (options.write !== undefined) writeInto(options.write, page, figures)
}

const onOne = ON_ONE.filter((command) => command.includes(options.only))
if (onOne.length > 0)
  await measure('figures', { of: 'events', one: 'event' }, options.sizes, madeLog, async function* (made) {
    for (const command of onOne) yield [command, await medianOf(made, command)]
  })

if ('startup'.includes(options.only)) {
  const made = madeLog(1000)
  const head = `Medians of ${startups} pairs on ${machine()}, ${new Date().toISOString().slice(0, 10)}, on a log of 1,000 events.`
  const page = `${head}\n\n${startupTable(made, startups)}`
  made.remove()
  process.stdout.write(`${page}\n`)
  if (options.write !== undefined) writeInto(options.write, page, 'figures of start-up')
}

/** Each command at first, with nothing kept of what was read before, and again. */
if ('incidents'.includes(options.only))
  await measure(
    'figures of incidents',
    { of: 'incidents', one: 'incident' },
    options.incidents,
    madeIncidents,
    async function* (made) {
      await sleep(AT_REST_MS)
      const forget = () => rmSync(made.env.XDG_CACHE_HOME, { recursive: true, force: true })
      for (const command of AMONG_MANY) yield [`${command} (first)`, await medianOf(made, command, forget)]
      await figuresOf(made, ['stats'])
      for (const command of AMONG_MANY) yield [command, await medianOf(made, command)]
    },
  )
