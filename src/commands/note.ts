import type { Command } from 'commander'
import type { Run } from '../command.ts'
import { at, needed, record } from '../recording.ts'

export function define(command: Command, start: (run: Run) => void): void {
  command
    .argument('[text...]', 'the note')
    .option('--at <time>', 'when it happened')
    .action((words: string[], options: { at?: string }) =>
      start((world) => {
        const text = needed(words.join(' '), 'TEXT', 'TEXT')
        return record(world, (_, clock) => ({ kind: 'note', text, ...at(world, clock, options.at) }))
      }),
    )
}
