import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { loadGeneralClaims } from '../../runbook/io/general-claims.ts'
import { withSpinner } from '../../store/spinner.ts'
import { terminalLinesFor } from '../../view/terminal.ts'
import type { World } from '../../world.ts'
import { type DoctorFinding, describeResults } from '../checks/check-result.ts'
import { checksFor } from '../checks/checks.ts'
import { doctorView } from '../doctor-view.ts'
import { createCheckContext } from '../io/check-context.ts'
import { runChecks } from '../io/run-checks.ts'
import { uninstallDocument, uninstallView } from '../uninstall/view.ts'
import { readinessText, uninstallText } from '../words.ts'

export const help: CommandHelp = {
  page: 'commands.md#doctor',
  examples: [
    ['doctor', 'check everything that a halt will need', '停止に必要なものをすべて点検する'],
    ['doctor --offline', 'without connecting to any server', 'サーバーに接続せずに点検する'],
    ['doctor --json', 'the findings for monitoring', '監視用に、点検の結果を出力する'],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .option('--offline', say('do not connect to any server', 'どこにも接続しない'))
    .option(
      '--uninstall',
      say('check nothing: list what to type to uninstall', '点検せず、アンインストールの手順を表示する'),
    )
    .action(({ offline = false, uninstall = false }: { offline?: boolean; uninstall?: boolean }) =>
      start((world) => (uninstall ? listUninstallSteps(world) : run(world, offline))),
    )
}

async function run(world: World, offline: boolean): Promise<number> {
  // Creating the workspace's clock changes the zone of the whole process.
  const machineZone = zoneOfMachine()
  const [{ doctor: said }, claims] = await Promise.all([
    readinessText(world.text.language),
    loadGeneralClaims(world.root),
  ])
  const results = await withSpinner(world, said.looking, () => {
    const context = createCheckContext(world, machineZone, offline, claims)
    return runChecks(checksFor(context), context)
  })
  const findings = await describeResults(world, said, results)
  const view = doctorView(findings, said, world.invocation)
  if (world.options.json) world.print(JSON.stringify(documentOf(findings, offline)))
  else world.raw.print((await terminalLinesFor(world, view, { folded: true })).join('\n'))
  return findings.some(({ level }) => level === 'error') ? 8 : 0
}

/** Lists what the installation left on this machine, with the lines that take it away. Changes nothing. */
async function listUninstallSteps(world: World): Promise<number> {
  world.workspace.allowMissing()
  const [{ uninstall: said }, { uninstallSteps }] = await Promise.all([
    uninstallText(world.text.language),
    import('../io/uninstall-steps.ts'),
  ])
  const found = uninstallSteps(world)
  if (world.options.json) world.print(JSON.stringify(uninstallDocument(found, said)))
  else world.raw.print((await terminalLinesFor(world, uninstallView(found, said), { folded: true })).join('\n'))
  return 0
}

/** The time zone of the machine; UTC if TZ names an unknown one, as in the C library. */
function zoneOfMachine(): string {
  const { timeZone } = new Intl.DateTimeFormat('en').resolvedOptions() as { timeZone?: string }
  return timeZone ?? 'UTC'
}

function documentOf(findings: readonly DoctorFinding[], offline: boolean) {
  return {
    schemaVersion: 1,
    offline,
    findings: findings.map(({ area, code, level, message, mend, place }) => {
      const { file = null, line = null, column = null } = place ?? {}
      return { area, code, level, message, mend, file, line, column }
    }),
  }
}
