import { type Command, Option } from 'commander'
import type { CommandContext } from '../../command.ts'
import { type Runbook, SEVERITIES } from '../../domain/runbook/runbook.ts'
import { loadConfig } from '../../runbook/io/config.ts'
import type { World } from '../../world.ts'
import { warnAboutOtherOpen } from '../choose.ts'
import { drillPrefix } from '../event-lines.ts'
import { idNamed, parseSeverity } from '../names.ts'
import { requireText } from '../record.ts'
import { type StartOptions, startIncident } from '../start-incident.ts'

interface Options extends Omit<StartOptions, 'severity'> {
  readonly severity?: string
  readonly walk: boolean
  readonly bell: boolean
}

export function define(command: Command, { start, say, ...context }: CommandContext): void {
  command
    .option('--type <type>', say('type of halt; `runbook show` lists them', '停止の種類。runbook show で一覧を表示'))
    .option('--title <text>', say('title', '件名'))
    .option('--title-ja <text>', say('title in Japanese', '日本語の件名'))
    .option('--title-en <text>', say('title in English', '英語の件名'))
    .addOption(
      new Option('--severity <severity>', say('if in doubt, the higher one', '重大度。迷えば重い方'))
        .choices(SEVERITIES)
        .argParser((given) => given),
    )
    .option('--at <time>', say('when the halt began', '停止が始まった時刻'))
    .option('--scope <statement...>', say('OPERATION[:ASSET]=STATE', '操作[:資産]=状態'))
    .option('--planned <range>', say('FROM/TO of a planned halt', '計画停止の予定。開始/終了'))
    .option('--drill', say('start a drill: every line is marked', '訓練として始める（すべての行に印が付く）'))
    .option('--brief', say('walk only what must be done in the first minutes', '最初の数分に必ず行う手順だけを進める'))
    .option('--no-walk', say('open the log and exit, without the walk', 'ログを開くだけで、手順は始めない'))
    .option(
      '--no-bell',
      say('do not ring the terminal bell when something falls due', '期限が来ても端末のベルを鳴らさない'),
    )
    .action((options: Options) => start((world) => run(world, context, options)))
}

async function run(
  world: World,
  { walk, authorities }: Pick<CommandContext, 'walk' | 'authorities'>,
  options: Options,
): Promise<number> {
  const walks = world.terminal.isInteractive && options.walk
  world.workspace.allowMissing()
  const config = await loadConfig(world.root, world.workspace.directory, world.text.language)
  if (world.workspace.origin === 'found') world.say(world.text.said.foundWorkspace(world.workspace.directory))
  const { types } = config.runbook
  const type = walks ? options.type : requireText(options.type, '--type', typeExample(types))
  const { severity, ...others } = options
  const given = {
    ...others,
    ...(type !== undefined && { type: idNamed(type, types, 'unknown-type') }),
    ...(severity !== undefined && { severity: parseSeverity(severity, config.runbook) }),
  }
  if (walks) return (await walk()).walkFromStart(world, config, given, options.bell)
  const { journal } = startIncident(world, config, given)
  world.print(world.options.json ? JSON.stringify({ schemaVersion: 1, incident: journal.id }) : journal.id)
  warnAboutOtherOpen(world, journal)
  const declared = given.type ?? ''
  if (types[declared]?.planned === 'required' && given.planned === undefined)
    world.say(
      `${drillPrefix(journal.incident, world.text)}${world.text.said.notAnnounced(declared, types[declared]?.[world.text.language] ?? declared)}`,
    )
  const reminder = await (await authorities()).authorityReminder(world, journal, 'start')
  if (reminder !== null) world.say(`${drillPrefix(journal.incident, world.text)}${reminder}`)
  return 0
}

/** A type of halt that nobody can plan, and so the likeliest one to declare in a hurry. */
function typeExample(types: Runbook['types']): string | undefined {
  const unplanned = Object.keys(types).find((id) => types[id]?.planned === 'never')
  return unplanned && `--type ${unplanned}`
}
