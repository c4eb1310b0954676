import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { phaseOf } from '../../domain/incident/current-values.ts'
import { matchesFilter } from '../../domain/incident/duty-filter.ts'
import { type PlanOptions, plan } from '../../domain/plan.ts'
import type { Journal } from '../../store/journal.ts'
import { resumeCommand } from '../../view/resume-command.ts'
import type { World } from '../../world.ts'
import { chooseIncidentToRead, offerJoining } from '../choose.ts'
import { correctionLines } from '../corrections-due.ts'
import { printDamageBanner } from '../damage-warnings.ts'
import { addDutyFilter, type DutyFilterOptions, dutyFilterOf } from '../duty-filter-options.ts'
import { stepLines } from '../labels.ts'
import { stepDocument } from '../status-document.ts'

type Options = DutyFilterOptions & { readonly all?: boolean; readonly brief?: boolean }

export const help: CommandHelp = {
  page: 'commands.md#running-a-halt',
  examples: [
    ['next', 'what to do next, the most urgent first', '次にすることを、急ぐ順に表示する'],
    ['next --brief', 'only what must be done in the first minutes', '最初の数分でするべきことだけを表示する'],
    [
      'next --all --department DEPARTMENT',
      'everything that is open for a department',
      'その部署の、終わっていない手順をすべて表示する',
    ],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  addDutyFilter(command, say)
    .option('--all', say('all open steps, not only the first few', '先頭の数件だけでなく、残りをすべて表示する'))
    .option('--brief', say('only what must be done in the first minutes', '最初の数分に必ず行う手順だけを表示する'))
    .action((options: Options) => start((world) => run(world, options)))
}

async function run(world: World, { all = false, brief = false, ...options }: Options): Promise<number> {
  const { journal, clock } = chooseIncidentToRead(world)
  const code = printDamageBanner(world, journal)
  offerJoining(world, journal)
  const filter = dutyFilterOf(journal.incident, options)
  const openSteps = (how: PlanOptions) =>
    plan(journal.incident, clock.now(), how).filter((view) => matchesFilter(view, filter))
  const open = openSteps({ brief })
  if (world.options.json) {
    world.print(JSON.stringify({ schemaVersion: 1, steps: open.map((view) => stepDocument(view, clock.stamp)) }))
    return code
  }
  for (const line of correctionLines(world, journal)) world.say(line)
  const waiting = brief ? openSteps({}).length - open.length : 0
  if (open.length + waiting === 0) world.inform(`${world.text.said.nothingNext}${whatNext(world, journal)}`)
  const shown = all || brief ? open : open.slice(0, 3)
  for (const view of shown) world.print(`${stepLines(journal.incident, view, clock.now(), world.text).join('\n')}\n`)
  const more = open.length - shown.length
  if (more > 0) world.inform(world.text.said.moreSteps(more, resumeCommand(world, 'next', '--all')))
  if (waiting > 0) world.inform(world.text.said.restWaits(waiting, resumeCommand(world, 'next', '--all')))
  return code
}

/** Names the command that goes on where a phase has no open steps; empty once the incident is closed. */
function whatNext(world: World, { incident, id }: Journal): string {
  const phase = phaseOf(incident)
  const command = phase === 'during-halt' ? 'lift' : phase === 'after-resumption' ? 'close' : 'advance'
  return phase === 'closed' ? '' : `\n${resumeCommand(world, command, '-i', id)}`
}
