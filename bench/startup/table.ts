import { commandNames } from '../commandnames.ts'
import type { Made } from '../made.ts'
import { markdown } from '../page.ts'
import { Ground } from './ground.ts'
import { linesOf } from './lines.ts'
import { othersIn } from './others.ts'
import { beside, type Subject } from './pairs.ts'
import { stopwatch, type Where } from './stopwatch.ts'

/** By how many times the CPU time of each exceeds that of bare Node. */
export interface Startups {
  readonly table: string
  readonly how: string
  /** By the first word of a command, that of its first line. */
  readonly times: ReadonlyMap<string, number>
}

const GIT = {
  GIT_AUTHOR_NAME: 'taro',
  GIT_AUTHOR_EMAIL: 'taro@example.com',
  GIT_COMMITTER_NAME: 'taro',
  GIT_COMMITTER_EMAIL: 'taro@example.com',
}

/** Every command of the program, each run in turn with `node -e 0`, and what somebody might pick instead. */
export function startups(made: Made, pairs: number, withOclif: boolean): Startups {
  const watch = stopwatch()
  const lines = linesOf(commandNames())
  const ground = new Ground(made, lines)
  const where: Where = { cwd: made.directory, env: { ...GIT, ...made.env } }
  const times = new Map<string, number>()
  const rows: string[][] = []
  const measure = (name: string, isOurs: boolean, subject: Subject) => {
    const { ratio, own, bare } = beside(watch, where, pairs, subject)
    if (isOurs && !times.has(firstOf(name))) times.set(firstOf(name), ratio)
    rows.push([`\`${name}\``, ratio.toFixed(2), own.toFixed(1), bare.toFixed(1)])
    process.stderr.write(`${name}\n`)
  }
  for (const line of lines) measure(line.words, true, ground.subject(watch, line))
  for (const { name, words } of othersIn(where, withOclif))
    measure(name, false, { prepare: () => {}, run: () => watch.run(words, where).cpuMs })
  return { table: markdown(['command', 'times bare Node', 'CPU, ms', 'bare Node, ms'], rows), how: watch.how, times }
}

function firstOf(words: string): string {
  return words.split(' ')[0] ?? ''
}
