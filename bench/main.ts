import { parseArgs } from 'node:util'
import { appendTable } from './append/table.ts'
import { boardsTable } from './boards.ts'
import { amongMany, growth, isOnOne, onOne } from './commands.ts'
import { folding } from './fold/table.ts'
import { gatesTable } from './gates.ts'
import { madeLog, OPEN } from './log.ts'
import { machine, writeInto } from './page.ts'
import { minute } from './startup/minute.ts'
import { startups } from './startup/table.ts'

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    sizes: { type: 'string', default: '1000,10000,100000' },
    growth: { type: 'string', default: '1000,10000,100000,1000000' },
    incidents: { type: 'string', default: '100,1000,10000' },
    runs: { type: 'string', default: '3' },
    events: { type: 'string', default: '1000000' },
    appends: { type: 'string', default: '2000' },
    boards: { type: 'string', default: '0,1,50,200' },
    startups: { type: 'string', default: '15' },
    'with-oclif': { type: 'boolean', default: false },
    write: { type: 'string', multiple: true, default: [] },
  },
})

interface Benchmark {
  /** The word by which it is asked for. */
  readonly name: string
  /** The marks in the page between which its figures stand. */
  readonly marks: string
  run(): Promise<string>
}

const runs = Number(options.runs)
const pairs = Number(options.startups)
const today = new Date().toISOString().slice(0, 10)

const BENCHMARKS: readonly Benchmark[] = [
  { name: 'startup', marks: 'figures of start-up', run: startup },
  { name: 'append', marks: 'figures of appending', run: appending },
  { name: 'fold', marks: 'figures of folding', run: fold },
  { name: 'boards', marks: 'figures of boards', run: boards },
  { name: 'growth', marks: 'figures of growth', run: () => growth(sizesIn(options.growth), runs) },
  { name: 'incidents', marks: 'figures of incidents', run: () => amongMany(sizesIn(options.incidents), runs) },
  {
    name: 'commands',
    marks: 'figures',
    run: () => onOne(isNamed('commands') ? '' : options.only, sizesIn(options.sizes), runs),
  },
]

const meant = BENCHMARKS.filter(({ name }) => isNamed(name) || (name === 'commands' && isOnOne(options.only)))
if (meant.length === 0)
  throw new Error(`--only ${options.only}: ${BENCHMARKS.map(({ name }) => name).join(', ')}, or a word of a command`)
for (const { marks, run } of meant) {
  const page = await run()
  process.stdout.write(`${page}\n\n`)
  for (const path of options.write) writeInto(path, page, marks)
}

async function startup(): Promise<string> {
  const made = madeLog(1000, OPEN)
  try {
    const { table, how, times } = startups(made, pairs, options['with-oclif'])
    const ofLogs = minute(pairs)
    const head = `Medians of ${pairs} pairs on ${machine()}, ${today}; CPU time by ${how}.`
    const busy = 'Every command, on the 1,000 events of a busy halt:'
    return [head, gatesTable(new Map([...times, ...ofLogs.times])), ofLogs.table, busy, table].join('\n\n')
  } finally {
    made.remove()
  }
}

async function appending(): Promise<string> {
  const count = Number(options.appends)
  const made = madeLog(1000, OPEN)
  try {
    const head = `Of ${count.toLocaleString('en')} events in turn on ${machine()}, ${today}, to a log of 1,000 events.`
    return [head, await appendTable(made, count)].join('\n\n')
  } finally {
    made.remove()
  }
}

async function fold(): Promise<string> {
  const events = Number(options.events)
  const { table, figures } = folding(events, runs)
  const head = `Medians of ${runs} runs on ${machine()}, ${today}, of ${events.toLocaleString('en')} events.`
  return [head, gatesTable(figures), table].join('\n\n')
}

async function boards(): Promise<string> {
  const head = `On ${machine()}, ${today}; the incident has 1,000 events.`
  return [head, await boardsTable(sizesIn(options.boards))].join('\n\n')
}

function isNamed(name: string): boolean {
  return name.includes(options.only)
}

function sizesIn(list: string): number[] {
  return list.split(',').map(Number)
}
