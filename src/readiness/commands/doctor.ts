import type { Command } from 'commander'
import type { Defining } from '../../command.ts'
import { whileWaiting } from '../../store/busy.ts'
import { printed } from '../../view/terminal.ts'
import type { World } from '../../world.ts'
import { type Ailment, inWords } from '../checks/check-result.ts'
import { CHECKS } from '../checks/checks.ts'
import { doctorView } from '../doctor-view.ts'
import { examine } from '../io/examination.ts'
import { runChecks } from '../io/run.ts'
import { doctorText } from '../words.ts'

interface Options {
  readonly offline?: boolean
}

export function define(command: Command, { start, say }: Defining): void {
  command
    .option('--offline', say('connect to nothing', 'どこにも接続しない'))
    .action((options: Options) => start((world) => run(world, options.offline ?? false)))
}

async function run(world: World, offline: boolean): Promise<number> {
  // The clock of the workspace sets the zone of the whole process.
  const machineZone = zoneOfMachine()
  const said = await doctorText(world.text.language)
  const told = await whileWaiting(world, said.looking, () => runChecks(CHECKS, examine(world, machineZone, offline)))
  const ailments = await inWords(world, said, told)
  if (world.options.json) world.print(JSON.stringify(documentOf(ailments, offline)))
  else world.raw.print((await printed(world, doctorView(ailments, said, world.me), { folded: true })).join('\n'))
  return ailments.some(({ level }) => level === 'error') ? 8 : 0
}

/** UTC where TZ names none that there is, as the C library has it. */
function zoneOfMachine(): string {
  const { timeZone } = new Intl.DateTimeFormat('en').resolvedOptions() as { timeZone?: string }
  return timeZone ?? 'UTC'
}

function documentOf(ailments: readonly Ailment[], offline: boolean) {
  return {
    schemaVersion: 1,
    offline,
    findings: ailments.map(({ area, code, level, message, mend, place }) => {
      const { file = null, line = null, column = null } = place ?? {}
      return { area, code, level, message, mend, file, line, column }
    }),
  }
}
