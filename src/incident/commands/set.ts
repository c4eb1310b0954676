import type { Command } from 'commander'
import type { Run } from '../../command.ts'
import { at, record } from '../record.ts'
import { parseFacts } from '../statements.ts'

export function define(command: Command, start: (run: Run) => void): void {
  command
    .argument('<fact...>', 'FACT=VALUE, FACT.ja=WORDS, FACT.en=WORDS, or FACT=? for not known yet')
    .option('--at <time>', 'when it became known')
    .action((statements: string[], options: { at?: string }) =>
      start((world) =>
        record(world, (incident, clock) => ({
          kind: 'set',
          facts: parseFacts(statements, incident.runbook.facts, clock),
          ...at(world, clock, options.at),
        })),
      ),
    )
}
