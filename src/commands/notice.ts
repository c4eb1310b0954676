import { createHash } from 'node:crypto'
import { type Command, Option } from 'commander'
import type { Run } from '../command.ts'
import type { Intent } from '../domain/decide/decide.ts'
import { fail } from '../domain/outcome.ts'
import { customerChannels, STAGES, type Stage } from '../domain/runbook/runbook.ts'
import { readText } from '../edges/bounded.ts'
import { chooseOpen } from '../incidents.ts'
import { at, record } from '../recording.ts'
import { parsePromise } from '../statements.ts'
import type { World } from '../world.ts'

/** No channel takes a notice as long as this. */
const MOST_TEXT = 64 * 1024

interface Options {
  readonly posted?: boolean
  readonly stage?: Stage
  readonly link?: string
  readonly at?: string
  readonly textFile?: string
  readonly next?: string
}

export function define(command: Command, start: (run: Run) => void): void {
  command
    .argument('[channel...]', "notice channels; without them all customers' channels")
    .option('--posted', 'record notices that a person posted')
    .addOption(
      new Option('--stage <stage>', 'stage; without it the one that follows for the channel').choices([...STAGES]),
    )
    .option('--link <url>', 'where it can be read')
    .option('--at <time>', 'when it was posted')
    .option('--text-file <file>', 'the text that was posted')
    .option('--next <time>', 'when the next report is promised')
    .action((channels: string[], options: Options) => start((world) => run(world, channels, options)))
}

async function run(world: World, given: readonly string[], options: Options): Promise<number> {
  if (!options.posted && options.next === undefined)
    fail('missing-answer', { flag: '--posted, --next', what: '--posted' })
  const chosen = chooseOpen(world)
  return record(
    world,
    ({ runbook }, clock): Intent => {
      const channels = given.length > 0 ? given : customerChannels(runbook)
      const next = options.next === undefined ? null : parsePromise(options.next, clock)
      if (!options.posted) return { kind: 'promise', channels, next: next ?? '', ...at(world, clock, options.at) }
      return {
        kind: 'posted',
        channels,
        ...(options.stage !== undefined && { stage: options.stage }),
        link: options.link ?? null,
        ...textOf(options.textFile),
        next,
        ...at(world, clock, options.at),
      }
    },
    chosen,
  )
}

/** The text as it stands in the file, and its SHA-256. */
function textOf(file: string | undefined): { text: string | null; digest: string | null } {
  if (file === undefined) return { text: null, digest: null }
  const { text, bytes } = readText(file, MOST_TEXT)
  return { text, digest: createHash('sha256').update(bytes).digest('hex') }
}
