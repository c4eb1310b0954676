import { type Command, Option } from 'commander'
import type { Run, Walk } from '../../command.ts'
import { SEVERITIES } from '../../domain/severity.ts'
import { loadConfig } from '../../runbook/io/config.ts'
import type { World } from '../../world.ts'
import { sayOfOthers } from '../choose.ts'
import { needed } from '../record.ts'
import { beginIncident, type StartOptions } from '../start-incident.ts'

interface Options extends StartOptions {
  readonly walk: boolean
  readonly bell: boolean
}

export function define(command: Command, start: (run: Run) => void, walk: () => Promise<Walk>): void {
  command
    .option('--type <type>', 'maintenance, system-failure, security-incident, compliance or market-volatility')
    .option('--title <text>', 'title')
    .addOption(new Option('--severity <severity>', 'in doubt the higher').choices([...SEVERITIES]))
    .option('--at <time>', 'when the halt began')
    .option('--scope <statement...>', 'OPERATION[:ASSET]=STATE')
    .option('--planned <range>', 'FROM/TO of a planned halt')
    .option('--drill', 'a drill: marked in every line')
    .option('--no-walk', 'open the log and return')
    .option('--no-bell', 'no bell of the terminal when something falls due')
    .action((options: Options) => start((world) => run(world, walk, options)))
}

async function run(world: World, walk: () => Promise<Walk>, options: Options): Promise<number> {
  const walks = world.terminal.interactive && options.walk
  const type = walks ? options.type : needed(options.type, '--type', '--type')
  world.workspace.allowMissing()
  const config = await loadConfig(world.root, world.workspace.directory, world.text.language)
  if (world.workspace.origin === 'found') world.say(world.text.said.foundWorkspace(world.workspace.directory))
  if (walks) {
    const { walkFromStart } = await walk()
    return walkFromStart(world, config, options, options.bell)
  }
  const { journal } = beginIncident(world, config, { ...options, ...(type !== undefined && { type }) })
  world.print(world.options.json ? JSON.stringify({ schemaVersion: 1, incident: journal.id }) : journal.id)
  sayOfOthers(world, journal)
  return 0
}
