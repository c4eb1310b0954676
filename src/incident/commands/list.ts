import { type Command, Option } from 'commander'
import type { CommandContext } from '../../command.ts'
import { type ListEntry, listEntryOf } from '../../domain/incident/list-entry.ts'
import { vouchForWriters } from '../../signing/vouching.ts'
import { withReadingSpinner } from '../../store/spinner.ts'
import { inertLine, LONGEST_TITLE, shortLine } from '../../view/inert.ts'
import type { World } from '../../world.ts'
import { type IncidentQuery, type QueryResult, queryIncidents } from '../incident-index.ts'
import { phaseWords } from '../labels.ts'
import { warnAboutKnownSetAside, warnAboutRestoredWriters, warnAboutUnknownWriters } from '../new-writers.ts'
import {
  warnAboutFlawedFiles,
  warnAboutIgnoredFolders,
  warnAboutMissingLogs,
  warnAboutUnreadableFolders,
} from '../warnings.ts'

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .option('--open', say('only open incidents', '終了していないものだけ'))
    .addOption(
      new Option(
        '--similar',
        say(
          'closed incidents that are like one (-i), and what they have in common',
          'あるインシデント（-i）に似た終了済みのものと、その共通点を表示する',
        ),
      ).conflicts('open'),
    )
    .action((options: Options) => start((world) => (options.similar ? listSimilar(world) : run(world, options))))
}

interface Options {
  readonly open?: boolean
  readonly similar?: boolean
}

async function listSimilar(world: World): Promise<number> {
  return (await import('../similar-incidents.ts')).printSimilar(world)
}

async function run(world: World, options: Options): Promise<number> {
  warnAboutIgnoredFolders(world)
  const isGone = warnAboutMissingLogs(world)
  const isUnreadable = warnAboutUnreadableFolders(world)
  const all = await withReadingSpinner(world, () => queryIncidents(world, ENTRIES))
  for (const { lacking } of all) warnAboutFlawedFiles(world, lacking)
  for (const { journal } of all) {
    if (journal === null) continue
    await vouchForWriters(world, journal)
    warnAboutUnknownWriters(world, journal)
    warnAboutKnownSetAside(world, journal)
    warnAboutRestoredWriters(world, journal)
  }
  const shown = all.filter(({ seen }) => !options.open || seen.phase !== 'closed')
  if (world.options.json) world.print(JSON.stringify(listDocument(world, shown)))
  else for (const result of shown) world.print(incidentLine(world, result))
  return !isGone && !isUnreadable && shown.every(({ flaw }) => flaw === null) ? 0 : 4
}

const ENTRIES: IncidentQuery<ListEntry> = { fromIncident: listEntryOf, fromSummary: ({ entry }) => entry }

function listDocument({ workspace }: World, shown: readonly QueryResult<ListEntry>[]) {
  const incidents = shown.map(({ id, flaw, seen: { names: _, isPartlyResumed: __, ...seen } }) => {
    return { ...seen, incident: id, intact: flaw === null, flaw }
  })
  const missing = workspace.missingIncidents().map(({ incident, head, path }) => ({ incident, ...head, kept: path }))
  return { schemaVersion: 1, incidents, missing }
}

function incidentLine(world: World, { id, flaw, seen }: QueryResult<ListEntry>): string {
  const { words, language } = world.text
  const { phase, drill, title, names } = seen
  const severity = names.severity?.[language] ?? words.severity(seen.severity)
  const mark = drill ? `  [${words.drill}]` : ''
  const damage = flaw === null ? '' : `  !! ${words.logFlaw[flaw]}`
  const own = names.phase?.[language] ?? words.phase[phase]
  const state = phaseWords(own, seen.isPartlyResumed, words)
  return `${inertLine(id)}  ${severity}  ${state}${mark}  ${shortLine(title ?? words.untitled, LONGEST_TITLE)}${damage}`
}
