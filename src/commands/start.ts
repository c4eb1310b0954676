import { type Command, Option } from 'commander'
import { beginIncident, type StartOptions } from '../app/incident/beginning.ts'
import { sayOfOthers } from '../app/incident/incidents.ts'
import { needed } from '../app/incident/recording.ts'
import type { Run } from '../command.ts'
import { SEVERITIES } from '../domain/severity.ts'
import { loadConfig } from '../edges/config.ts'
import type { World } from '../world.ts'

interface Options extends StartOptions {
  readonly walk: boolean
  readonly bell: boolean
}

export function define(command: Command, start: (run: Run) => void): void {
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
    .action((options: Options) => start((world) => run(world, options)))
}

async function run(world: World, options: Options): Promise<number> {
  const walks = world.terminal.interactive && options.walk
  const type = walks ? options.type : needed(options.type, '--type', '--type')
  world.workspace.allowMissing()
  const config = await loadConfig(world.root, world.workspace.directory, world.text.language)
  if (world.workspace.origin === 'found') world.say(world.text.said.foundWorkspace(world.workspace.directory))
  if (walks) {
    const { walkFromStart } = await import('../walk/entry.ts')
    return walkFromStart(world, config, options, options.bell)
  }
  const { journal } = beginIncident(world, config, { ...options, ...(type !== undefined && { type }) })
  world.print(world.options.json ? JSON.stringify({ schemaVersion: 1, incident: journal.id }) : journal.id)
  sayOfOthers(world, journal)
  return 0
}
