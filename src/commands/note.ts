import { basename } from 'node:path'
import type { Command } from 'commander'
import type { Run } from '../command.ts'
import { chooseOpen } from '../incidents.ts'
import { acknowledge, at, needed, record } from '../recording.ts'
import type { World } from '../world.ts'

interface Options {
  readonly at?: string
  readonly attach?: readonly string[]
  readonly private?: boolean
}

export function define(command: Command, start: (run: Run) => void): void {
  command
    .argument('[text...]', 'the note')
    .option('--at <time>', 'when it happened')
    .option('--attach <file...>', 'keep a copy of these files beside the log; the log has their digests')
    .option('--private', 'keep the words beside the log, not in it')
    .action((words: string[], options: Options) => start((world) => run(world, words.join(' '), options)))
}

async function run(world: World, given: string, options: Options): Promise<number> {
  const { attach = [] } = options
  const text = attach.length > 0 && given.trim() === '' ? attach.map((path) => basename(path)).join(', ') : given
  needed(text, 'TEXT', 'TEXT')
  const chosen = chooseOpen(world)
  if (attach.length === 0 && !options.private)
    return record(world, (_, clock) => ({ kind: 'note', text, ...at(world, clock, options.at) }), chosen)
  const { appendWithEvidence } = await import('../attaching.ts')
  const note = { attach, private: options.private ?? false, ...at(world, chosen.clock, options.at) }
  acknowledge(world, chosen.journal, appendWithEvidence(chosen, text, note))
  return 0
}
