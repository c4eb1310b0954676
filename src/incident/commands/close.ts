import { type Command, Option } from 'commander'
import type { CommandContext } from '../../command.ts'
import type { Closing } from '../../domain/log/event.ts'
import { resumeCommand } from '../../view/resume-command.ts'
import type { World } from '../../world.ts'
import { chooseOpen } from '../choose.ts'
import { openFilingLines } from '../open-filings.ts'
import { at, forceReason, record, requireText, tellRestricted } from '../record.ts'

interface Options {
  readonly as?: Closing
  readonly force?: boolean
  readonly reason?: string
  readonly at?: string
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .addOption(
      new Option('--as <what>', say('close it as this, from any phase', 'どの段階からでも、その扱いで終える')).choices([
        'false-alarm',
        'duplicate',
      ]),
    )
    .option('--force', say('close even if steps or follow-ups are open', '手順や残作業があっても終える'))
    .option('--reason <text>', say('why', '理由'))
    .option('--at <time>', say('when it was closed', '終えた時刻'))
    .action((options: Options) => start((world) => run(world, options)))
}

async function run(world: World, options: Options): Promise<number> {
  const as = options.as ?? 'resolved'
  const reason = as === 'resolved' ? (options.reason ?? null) : requireText(options.reason, '--reason')
  const chosen = await chooseOpen(world)
  const code = await record(
    world,
    (_, clock) => ({ kind: 'close', as, reason, ...forceReason(options), ...at(world, clock, options.at) }),
    chosen,
  )
  tellRestricted(world, chosen.journal.incident)
  if (chosen.journal.incident.exercise !== null)
    world.say(world.text.said.drillScore(resumeCommand(world, 'drill', '--score', '-i', chosen.journal.id)))
  for (const line of openFilingLines(world, chosen)) world.say(line)
  return code
}
