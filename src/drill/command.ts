import type { Command } from 'commander'
import type { CommandContext, CommandHelp, Walk } from '../command.ts'
import { replayScenarioOf } from '../domain/drill/replay-scenario.ts'
import { isScenario, isSpeed, MAX_SPEED, type Scenario } from '../domain/drill/scenario.ts'
import { fail, INVOCATION } from '../domain/problem.ts'
import { type ChosenIncident, chooseDrillToRead, resolveIncidentId, sayChosen } from '../incident/choose.ts'
import { pathExists } from '../platform/regular-files.ts'
import { type Config, loadConfig } from '../runbook/io/config.ts'
import { firstError } from '../runbook/throw-on-errors.ts'
import { trustFolder } from '../store/trust.ts'
import { code, list } from '../view/blocks.ts'
import { resumeCommand } from '../view/resume-command.ts'
import { terminalLinesFor } from '../view/terminal.ts'
import type { World } from '../world.ts'
import { type PastIncident, readPastIncident } from './io/past-incident.ts'
import { isPlayable, loadScenarios, type ScenarioEntry } from './io/scenario-files.ts'
import { openDrill, playDrill } from './run-drill.ts'
import { drillContext, drillResultBlocks, scoreDocument, scoreDrill, scoreExitCode } from './score-drill.ts'
import { briefingBlocks, scenarioLine } from './view.ts'
import { drillText } from './words.ts'

interface Options {
  readonly list?: boolean
  readonly replay?: string
  readonly auto?: boolean
  readonly speed?: string
  readonly score?: boolean
  readonly walk: boolean
  readonly bell: boolean
}

export const help: CommandHelp = {
  page: 'drills.md',
  examples: [
    ['drill --list', 'which scenarios there are', 'シナリオの一覧を表示する'],
    [
      'drill SCENARIO',
      'run one; in a terminal, the walk begins',
      '訓練を始める（端末では、続けて手順を1つずつ進める）',
    ],
    ['drill SCENARIO --auto', 'have it played and scored without anybody', '自動で進めて採点する'],
    ['drill --score', 'the score so far', '今の得点を表示する'],
  ],
}

export function define(command: Command, { start, say, walk }: CommandContext): void {
  command
    .argument('[scenario]', say('the scenario to run; --list shows them all', '訓練のシナリオ。一覧は --list'))
    .option('--list', say('list the scenarios', 'シナリオの一覧を表示する'))
    .option(
      '--replay <log>',
      say(
        'replay a past incident instead: an id, a log file, or a folder of log files',
        '過去のインシデントを訓練で再現する。ID、ログのファイル、またはそのフォルダー',
      ),
    )
    .option(
      '--auto',
      say('play the drill automatically, without waiting, and score it', '人も待ち時間もなしに、採点まで自動で進める'),
    )
    .option('--speed <n>', say(`run the clock N times as fast, 1 to ${MAX_SPEED}`, '時計の速さ（1から600倍）'))
    .option(
      '--score',
      say(
        'score a drill as it is now; exit 8 if it is below the mark',
        '訓練をその時点で採点する。合格点に届かなければ終了コード8',
      ),
    )
    .option('--no-walk', say('open the drill and exit', '訓練のログを開くだけで、手順は始めない'))
    .option(
      '--no-bell',
      say('do not ring the terminal bell when something falls due', '期限が来ても端末のベルを鳴らさない'),
    )
    .action((scenario: string | undefined, options: Options) => start((world) => run(world, walk, scenario, options)))
}

async function run(world: World, walk: () => Promise<Walk>, id: string | undefined, options: Options): Promise<number> {
  const modes = (['list', 'score', 'replay', 'auto'] as const).filter((mode) => options[mode])
  const modeNames = [...(id === undefined ? [] : ['SCENARIO']), ...modes.map((mode) => `--${mode}`)]
  // --list and --score exclude everything else; a scenario and --replay exclude each other.
  const isExclusive = options.list || options.score
  if (isExclusive ? modeNames.length > 1 : id !== undefined && options.replay !== undefined)
    fail('usage', { detail: modeNames.join(' '), kind: 'conflict' })
  const { workspace } = world
  workspace.allowMissing()
  if (options.score) return printScore(world, chooseDrillToRead(world))
  // A workspace that the drill is about to create has no files of anybody else's, so it is trusted.
  const isNew = !pathExists(workspace.directory)
  const config = await loadConfig(world.root, world.workspace.directory, world.text.language)
  if (options.list) return printScenarios(world, config)
  const speed = speedOf(options.speed)
  const scenario =
    options.replay === undefined ? await findScenario(world, config, id) : replayScenario(world, config, options.replay)
  if (options.auto) {
    const chosen = await playDrill(world, config, scenario)
    if (isNew) trustFolder(workspace.directory, world.env)
    sayChosen(world, chosen.journal.incident)
    return printScore(world, chosen)
  }
  const chosen = openDrill(world, config, scenario, speed)
  if (isNew) trustFolder(workspace.directory, world.env)
  await printBriefing(world, chosen)
  if (world.terminal.isInteractive && options.walk) {
    const { walkOn } = await walk()
    return walkOn(world, chosen, options.bell)
  }
  const incident = chosen.journal.id
  world.print(world.options.json ? JSON.stringify({ schemaVersion: 1, incident, started: true }) : incident)
  return 0
}

function speedOf(given = '1'): number {
  const speed = Number(given)
  return /^\d+$/.test(given) && isSpeed(speed)
    ? speed
    : fail('bad-flag', { flag: '--speed', given, allowed: [`1 - ${MAX_SPEED}`] })
}

async function printScenarios(world: World, { runbook }: Config): Promise<number> {
  const { text } = world
  const entries = await loadScenarios(world, runbook)
  const listed = await Promise.all(entries.map(async (entry) => ({ entry, unfit: await unfitReason(world, entry) })))
  if (world.options.json) {
    const scenarios = listed.map(({ entry, unfit }) => ({ id: entry.id, ...summaryOf(entry), unfit }))
    world.print(JSON.stringify({ schemaVersion: 1, scenarios }))
    return 0
  }
  const said = await drillText(text.language)
  for (const { entry, unfit } of listed) world.print(scenarioLine(entry, unfit, runbook, { text, said }))
  if (listed.length === 0) world.inform(said.none)
  return 0
}

/** Why a scenario cannot be played; null if it can. */
async function unfitReason({ text, invocation }: World, { findings }: ScenarioEntry) {
  const error = await firstError(findings, text.language, invocation)
  return error === null ? null : { message: error.first, place: error.place, more: error.count - 1 }
}

function summaryOf({ scenario }: ScenarioEntry) {
  if (scenario === null) return { type: null, title: null, minutes: null, injects: null, mark: null }
  const { type, title, lasts, injects, mark } = scenario
  return { type, title, minutes: Math.round(lasts / 60_000), injects: injects.length, mark }
}

/** Rejects with `unknown-scenario`, or with `bad-scenario` if the scenario cannot be played. */
async function findScenario(world: World, { runbook }: Config, given: string | undefined): Promise<Scenario> {
  if (given === undefined) return fail('missing-argument', { name: 'scenario', of: 'drill' })
  const entries = await loadScenarios(world, runbook)
  const named = entries.filter(({ id }) => id === given)
  const entry = named.find(isPlayable) ?? named[0]
  if (entry === undefined) return fail('unknown-scenario', { given, allowed: entries.map(({ id }) => id) })
  const error = await firstError(entry.findings, world.text.language, INVOCATION)
  if (error !== null) fail('bad-scenario', { ...error, isOwn: entry.isOwn })
  return entry.scenario as Scenario
}

function replayScenario(world: World, { runbook }: Config, given: string): Scenario {
  const { incident, hasOwnRunbook } = pathExists(given) ? readPastIncident(given) : loggedIncident(world, given)
  const { beyond } = incident
  if (beyond !== null) fail('newer-version', beyond)
  const scenario = replayScenarioOf(incident, runbook, hasOwnRunbook)
  // Null means that the log declares no incident.
  if (scenario === null) return fail('unknown-incident', { given, allowed: [] })
  if (!isScenario(scenario)) fail('not-replayable', { given })
  const { type } = scenario
  if (!Object.hasOwn(runbook.types, type)) fail('unknown-type', { given: type, allowed: Object.keys(runbook.types) })
  return scenario
}

function loggedIncident(world: World, given: string): PastIncident {
  const journal = world.workspace.journal(resolveIncidentId(world, given))
  journal.refresh()
  journal.mustBeWhole()
  journal.mustBeGoverned()
  return { incident: journal.incident, hasOwnRunbook: true }
}

async function printBriefing(world: World, { journal, clock }: ChosenIncident): Promise<void> {
  const { id } = journal
  const context = await drillContext(world, clock.stamp)
  const { said } = context
  const walk = resumeCommand(world, 'walk', '-i', id)
  const score = resumeCommand(world, 'drill', '--score', '-i', id)
  const next = list([
    { text: said.walkOn, items: [{ text: code(walk) }] },
    { text: said.toScore, items: [{ text: code(score) }] },
  ])
  const blocks = [...briefingBlocks(journal.incident, context), next]
  for (const line of await terminalLinesFor(world, blocks, { drill: true })) world.raw.say(line)
}

async function printScore(world: World, chosen: ChosenIncident): Promise<number> {
  const result = await scoreDrill(world, chosen)
  if (world.options.json) world.print(JSON.stringify(await scoreDocument(world, chosen, result)))
  else {
    const blocks = await drillResultBlocks(world, chosen, result)
    for (const line of await terminalLinesFor(world, blocks, { drill: true })) world.raw.print(line)
  }
  return scoreExitCode(result)
}
