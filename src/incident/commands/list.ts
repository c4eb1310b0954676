import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import { type Entry, entryOf } from '../../domain/incident/entry.ts'
import { withReadingSpinner } from '../../store/spinner.ts'
import { inert } from '../../view/inert.ts'
import type { World } from '../../world.ts'
import { warnAboutIgnoredFolders, warnAboutMissingFiles, warnAboutMissingLogs } from '../choose.ts'
import { type IncidentQuery, type QueryResult, queryIncidents } from '../incident-index.ts'

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .option('--open', say('only open incidents', '終わっていないものだけ'))
    .action((options: { open?: boolean }) => start((world) => run(world, options)))
}

async function run(world: World, options: { open?: boolean }): Promise<number> {
  warnAboutIgnoredFolders(world)
  warnAboutMissingLogs(world)
  const all = await withReadingSpinner(world, () => queryIncidents(world, ENTRIES))
  for (const { lacking } of all) warnAboutMissingFiles(world, lacking)
  const shown = all.filter(({ seen }) => !options.open || seen.phase !== 'closed')
  if (world.options.json)
    world.print(
      JSON.stringify({
        schemaVersion: 1,
        incidents: shown.map(({ id, isIntact, seen }) => ({ ...seen, incident: id, intact: isIntact })),
        missing: world.workspace.missing().map(({ incident, head, path }) => ({ incident, ...head, kept: path })),
      }),
    )
  else for (const result of shown) world.print(incidentLine(world, result))
  return shown.every(({ isIntact }) => isIntact) ? 0 : 4
}

const ENTRIES: IncidentQuery<Entry> = { of: entryOf, from: ({ entry }) => entry }

function incidentLine(world: World, { id, isIntact, seen }: QueryResult<Entry>): string {
  const { words } = world.text
  const { severity, phase, drill, title } = seen
  const mark = drill ? `  [${words.drill}]` : ''
  const damage = isIntact ? '' : `  !! ${words.damaged}`
  return `${inert(id)}  ${words.severity(severity)}  ${words.phase[phase]}${mark}  ${inert(title ?? words.untitled)}${damage}`
}
