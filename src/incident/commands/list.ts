import { type Command, Option } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { isSamePerson } from '../../domain/contacts/roster.ts'
import { type ListEntry, listEntryOf } from '../../domain/incident/list-entry.ts'
import { shownPath } from '../../platform/shown-path.ts'
import { loadConfig } from '../../runbook/io/config.ts'
import { vouchForWriters } from '../../signing/vouching.ts'
import { withReadingSpinner } from '../../store/spinner.ts'
import { inertLine, LONGEST_TITLE, shortLine } from '../../view/inert.ts'
import type { World } from '../../world.ts'
import { type IncidentQuery, type QueryResult, queryIncidents } from '../incident-index.ts'
import { phaseWords } from '../labels.ts'
import { lastOf, limitOption } from '../limit-option.ts'
import { idNamed } from '../names.ts'
import { warnAboutKnownSetAside, warnAboutRestoredWriters, warnAboutUnknownWriters } from '../new-writers.ts'
import { isWithin, type PeriodOptions, periodOf } from '../period.ts'
import { sayingHowItReads } from '../record.ts'
import { isByStrangers, strangerLines, strangersIn } from '../strangers.ts'
import {
  warnAboutFlawedFiles,
  warnAboutIgnoredFolders,
  warnAboutMissingLogs,
  warnAboutUnreadableFolders,
} from '../warnings.ts'

export const help: CommandHelp = {
  page: 'commands.md#looking-back',
  examples: [
    ['list', 'all incidents', 'すべてのインシデントを一覧にする'],
    ['list --open', 'those that are open', '終了していないものだけを一覧にする'],
    ['list --since 2026-01-01 --type TYPE', 'those of a type, since a day', '指定した日以降の、その種類のもの'],
    ['list --similar -i latest', 'closed ones that are like the latest', '最新のものに似た、終了済みのもの'],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .option('--open', say('only open incidents', '終了していないものだけ'))
    .option('--since <time>', say('only incidents that began then or later', 'この時刻以降に始まったものだけ'))
    .option('--until <time>', say('only incidents that began before', 'この時刻より前に始まったものだけ'))
    .option('--type <type>', say('only halts of this type', 'この種類の停止だけ'))
    .option('--by <name>', say('only incidents that this person declared', 'この人が宣言したものだけ'))
    .addOption(limitOption(say))
    .addOption(
      new Option(
        '--similar',
        say(
          'closed incidents that are like one (-i), and what they have in common',
          'あるインシデント（-i）に似た終了済みのものと、その共通点を表示する',
        ),
      ).conflicts(['open', 'since', 'until', 'type', 'by', 'limit']),
    )
    .action((options: Options) => start((world) => (options.similar ? listSimilar(world) : run(world, options))))
}

interface Options extends PeriodOptions {
  readonly open?: boolean
  readonly similar?: boolean
  readonly type?: string
  readonly by?: string
  readonly limit?: number
}

async function listSimilar(world: World): Promise<number> {
  return (await import('../similar-incidents.ts')).printSimilar(world)
}

async function run(world: World, options: Options): Promise<number> {
  await world.usePager()
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
  const wanted = await wantedEntries(world, options, all)
  const shown = lastOf(
    all.filter(({ seen }) => wanted(seen)),
    options.limit,
  )
  // Of those that are open, each line above says so.
  const strangers = await strangersIn(world, all, shown)
  const { recorded, declared } = strangers
  const isCurrent = new Set(all.filter(({ journal }) => journal !== null).map(({ id }) => id))
  for (const line of strangerLines(world, { recorded: recorded.filter((id) => !isCurrent.has(id)), declared }))
    world.say(line)
  if (world.options.json) world.print(JSON.stringify(listDocument(world, shown, isByStrangers(strangers))))
  else if (shown.length === 0 && world.terminal.isOutputTerminal)
    world.inform(world.text.said.noneListed(all.length, shownPath(world.workspace.directory)))
  else for (const result of shown) world.print(incidentLine(world, result))
  return !isGone && !isUnreadable && shown.every(({ flaw }) => flaw === null) ? 0 : 4
}

/** Tells which incidents are asked for. Rejects as `periodOf` does, and with `unknown-type` for a type that no incident has or had. */
async function wantedEntries(
  world: World,
  options: Options,
  all: readonly QueryResult<ListEntry>[],
): Promise<(entry: ListEntry) => boolean> {
  const { open, since, until, type, by } = options
  const isOpenEnough = ({ phase }: ListEntry) => !open || phase !== 'closed'
  if ([since, until, type, by].every((given) => given === undefined)) return isOpenEnough
  const { runbook, settings } = await loadConfig(world.root, world.workspace.directory, world.text.language)
  const period = periodOf(options, sayingHowItReads(world, world.clock(settings.timezone)))
  const isKnown = type === undefined || all.some(({ seen }) => seen.type === type)
  const id = isKnown ? type : idNamed(type, runbook.types, 'unknown-type')
  return (entry) => {
    const { startedAt, declaredAt, declaredBy } = entry
    const began = startedAt ?? declaredAt
    return (
      isOpenEnough(entry) &&
      (id === undefined || entry.type === id) &&
      (by === undefined || (declaredBy !== null && isSamePerson(settings.roster, by, declaredBy))) &&
      (began === null ? since === undefined && until === undefined : isWithin(began, period))
    )
  }
}

const ENTRIES: IncidentQuery<ListEntry> = { fromIncident: listEntryOf, fromSummary: ({ entry }) => entry }

function listDocument(
  { workspace }: World,
  shown: readonly QueryResult<ListEntry>[],
  hasUnknownWriters: (id: string) => boolean,
) {
  const incidents = shown.map(({ id, flaw, seen: { names: _, isPartlyResumed: __, ...seen } }) => {
    return { ...seen, incident: id, intact: flaw === null, flaw, hasUnknownWriters: hasUnknownWriters(id) }
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
