import { parseArgs } from 'node:util'
import { figuresOf, median } from './figures.ts'
import { madeLog } from './log.ts'
import { type Measured, pageOf, writeInto } from './page.ts'

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    sizes: { type: 'string', default: '1000,10000,100000,200000' },
    runs: { type: 'string', default: '3' },
    write: { type: 'string' },
  },
})

const COMMANDS = [
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

const chosen = COMMANDS.filter((command) => command.includes(options.only))
const runs = Number(options.runs)
const measured: Measured[] = []
const logs = new Map<number, number>()
for (const events of options.sizes.split(',').map(Number)) {
  const made = madeLog(events)
  logs.set(events, made.logBytes)
  try {
    for (const command of chosen) {
      const all = []
      for (let run = 0; run < runs; run += 1) all.push(await figuresOf(made, command.split(' ')))
      measured.push({ command, events, ...median(all) })
      process.stderr.write(`${command}: ${events} events\n`)
    }
  } finally {
    made.remove()
  }
}
const page = pageOf(measured, logs, runs)
process.stdout.write(`${page}\n`)
if (options.write !== undefined) writeInto(options.write, page)
