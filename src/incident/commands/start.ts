import { type Command, Option } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { type Runbook, SEVERITIES } from '../../domain/runbook/runbook.ts'
import { type Config, loadConfig } from '../../runbook/io/config.ts'
import { resumeCommand } from '../../view/resume-command.ts'
import type { World } from '../../world.ts'
import type { Alert } from '../alert.ts'
import { type ChosenIncident, openToRecord, warnAboutOtherOpen } from '../choose.ts'
import { drillPrefix } from '../event-lines.ts'
import { idNamed, parseSeverity } from '../names.ts'
import { requireText } from '../record.ts'
import { sayReminders } from '../reminder.ts'
import {
  noteStartedAgain,
  openIncidentFor,
  type StartedIncident,
  type StartOptions,
  sayDoubtful,
  startIncident,
} from '../start-incident.ts'

interface Options extends Omit<StartOptions, 'severity'> {
  readonly severity?: string
  readonly from?: string
  readonly walk: boolean
  readonly bell: boolean
}

export const help: CommandHelp = {
  page: 'commands.md#running-a-halt',
  examples: [
    [
      'start --type TYPE',
      'declare a halt; in a terminal, the walk begins',
      '停止を宣言する（端末では、続けて手順を1つずつ進める）',
    ],
    [
      'start --type TYPE --at "5m ago" --scope OPERATION=stopped',
      'with what is stopped, and since when',
      '何がいつから止まっているかも記録する',
    ],
    [
      'start --type TYPE --ref alert-4711 --no-walk',
      'for an alert: declared once, however often it fires',
      'アラートから宣言する（何度発報されても、宣言は1回）',
    ],
    [
      'start --type TYPE --drill',
      'start a drill, in which every line is marked',
      '訓練を始める（すべての行に訓練の印が付く）',
    ],
  ],
}

export function define(command: Command, { start, say, ...context }: CommandContext): void {
  command
    .option('--type <type>', say('type of halt; `runbook show` lists them', '停止の種類。runbook show で一覧を表示'))
    .option(
      '--ref <key>',
      say(
        'what it is declared for (an alert, a ticket): while a halt with that key is open, only adds a note to it',
        '宣言のもとになったもの（アラートやチケット）のキー。同じキーの停止が継続中なら、メモを加えるだけ',
      ),
    )
    .option(
      '--from <file>',
      say(
        'read what Alertmanager posts to a webhook (version 4): key, title, beginning, and the type in the label halt_type; - is standard input',
        'Alertmanager が webhook に送るデータ（version 4）を読む（キー、件名、開始時刻、ラベル halt_type の種類）。- なら標準入力',
      ),
    )
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
  world.workspace.allowMissing()
  const config = await loadConfig(world.root, world.workspace.directory, world.text.language)
  if (world.workspace.origin === 'found') world.inform(world.text.said.foundWorkspace(world.workspace.directory))
  if (options.ref !== undefined) requireText(options.ref, '--ref')
  const alert = options.from === undefined ? null : await (await import('../alert.ts')).Alert.read(world, options.from)
  // An alert has nobody at the keyboard.
  const walks = world.terminal.isInteractive && options.walk && alert === null
  const wanted = alert === null ? options : alert.completing(world, config, options)
  const open = wanted.ref === undefined ? null : await openIncidentFor(world, wanted.ref, wanted.drill)
  if (open !== null) return addToOpen(world, config, open, wanted, alert)
  if (alert?.isFiring === false) {
    world.inform(world.text.said.nothingToResolve(wanted.ref ?? ''))
    if (world.options.json) world.print(JSON.stringify({ schemaVersion: 1, incident: null, started: false }))
    return 0
  }
  const { types } = config.runbook
  const type = walks ? wanted.type : requireText(wanted.type, '--type', typeExample(types))
  const given = readOptions(config, { ...wanted, ...(type !== undefined && { type }) })
  if (walks) return (await walk()).walkFromStart(world, config, given, options.bell)
  const started = startIncident(world, config, given)
  if (!started.isNew) return addToOpen(world, config, started, wanted, alert)
  const { journal } = started
  printId(world, started)
  alert?.noteIn(world, started)
  warnAboutOtherOpen(world, journal, { known: sayDoubtful(world, given.ref ?? '', started) })
  const declared = given.type ?? ''
  if (types[declared]?.planned === 'required' && given.planned === undefined) {
    const name = types[declared][world.text.language] ?? declared
    const line = resumeCommand(world, 'start', '--type', declared)
    world.say(`${drillPrefix(journal.incident, world.text)}${world.text.said.notAnnounced(name, line)}`)
  }
  const reminder = await (await authorities()).authorityReminder(world, journal, 'start')
  if (reminder !== null) sayReminders(world, drillPrefix(journal.incident, world.text), [reminder])
  return 0
}

function readOptions({ runbook }: Config, { type, severity, ...others }: Options): StartOptions {
  return {
    ...others,
    ...(type !== undefined && { type: idNamed(type, runbook.types, 'unknown-type') }),
    ...(severity !== undefined && { severity: parseSeverity(severity, runbook) }),
  }
}

function printId(world: World, { journal, isNew }: Pick<StartedIncident, 'journal' | 'isNew'>): void {
  const { id } = journal
  world.print(world.options.json ? JSON.stringify({ schemaVersion: 1, incident: id, started: isNew }) : id)
}

/**
 * Prints the id of the incident that is open for the same key, and notes there that it was to be started again. The type that
 * an alert names is not judged: an alert is noted in any case.
 */
async function addToOpen(
  world: World,
  config: Config,
  open: ChosenIncident,
  options: Options,
  alert: Alert | null,
): Promise<number> {
  const given = alert === null ? readOptions(config, options) : null
  printId(world, { ...open, isNew: false })
  world.inform(world.text.said.alreadyDeclaredFor(options.ref ?? '', open.journal.id))
  const chosen = await openToRecord(world, open.journal.id, false)
  if (given !== null) noteStartedAgain(world, chosen, given)
  else alert?.noteIn(world, chosen)
  return 0
}

/** What to type, with all types of halt. */
function typeExample(types: Runbook['types']): string {
  return `--type ${Object.keys(types).join('|')}`
}
