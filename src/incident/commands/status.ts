import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import { openDeadlines } from '../../domain/deadlines.ts'
import { conflictsOf } from '../../domain/incident/conflicts.ts'
import { phaseOf } from '../../domain/incident/current-values.ts'
import { deadlinesFor } from '../../domain/incident/duty-filter.ts'
import { lifecycleOf } from '../../domain/incident/lifecycle.ts'
import { isRetraction } from '../../domain/incident/notice-deadlines.ts'
import { stepsOf } from '../../domain/incident/steps.ts'
import { fail } from '../../domain/problem.ts'
import { holdsWorkspace, type Workspace } from '../../store/workspace.ts'
import type { World } from '../../world.ts'
import { chooseIncidentToRead } from '../choose.ts'
import { addDutyFilter, type DutyFilterOptions, dutyFilterOf } from '../duty-filter-options.ts'
import { openIncidents } from '../incident-index.ts'
import { printStatus } from '../status-view.ts'
import { printDamageBanner, warnAboutFlawedFiles, warnAboutMissingLogs } from '../warnings.ts'

type Options = DutyFilterOptions & { readonly check?: boolean }

export function define(command: Command, { start, say }: CommandContext): void {
  addDutyFilter(command, say)
    .option(
      '--check',
      say(
        'only what is overdue, without drills; exit 7 if any',
        '期限超過だけを表示する（訓練を除く）。あれば終了コード7',
      ),
    )
    .action((options: Options) => start((world) => (options.check ? check(world, options) : show(world, options))))
}

async function show(world: World, options: Options): Promise<number> {
  const chosen = chooseIncidentToRead(world)
  const code = printDamageBanner(world, chosen.journal)
  await printStatus(world, chosen, dutyFilterOf(chosen.journal.incident, options))
  return code
}

async function check(world: World, options: Options): Promise<number> {
  warnAboutMissingLogs(world)
  mustHoldWorkspace(world.workspace)
  const { open, unretracted } = openIncidents(world)
  const checked = [...open, ...unretracted].filter(({ incident }) => !incident.declaration?.drill)
  const lacking = checked.flatMap((journal) => journal.flawedFilesInForce())
  warnAboutFlawedFiles(world, lacking)
  const overdue = checked.flatMap((journal) => {
    const { id, incident } = journal
    // Without runbook and settings, nothing is known about deadlines.
    if (journal.flawedFilesInForce().length > 0) return []
    const clock = world.clock(incident.settings.timezone)
    const now = clock.now()
    const all = openDeadlines(incident, lifecycleOf(incident), now).filter(
      ({ id }) => phaseOf(incident) !== 'closed' || isRetraction(id),
    )
    const deadlines = deadlinesFor(incident, all, stepsOf(incident, now), dutyFilterOf(incident, options))
    const late = deadlines.filter((deadline) => deadline.overdue)
    printDamageBanner(world, journal)
    const contradiction = conflictsOf(incident).find(({ target }) => target === 'phase')
    if (contradiction !== undefined) world.say(world.text.said.phasesDiffer(id, contradiction.events))
    return late.map((deadline) => ({ incident: id, clock: deadline.id, dueAt: clock.stamp(deadline.dueAt) }))
  })
  if (world.options.json) world.print(JSON.stringify({ schemaVersion: 1, overdue }))
  else for (const o of overdue) world.print(world.text.said.overdue(o.incident, o.clock, o.dueAt))
  if (lacking.length > 0 || checked.some((journal) => journal.findings().length > 0)) return 4
  return overdue.length > 0 ? 7 : 0
}

/** Throws `no-workspace` if the named folder holds none: a monitor must not report an unmounted volume as healthy. */
function mustHoldWorkspace({ origin, directory }: Workspace): void {
  if (origin === 'named' && !holdsWorkspace(directory)) fail('no-workspace', { directory, why: 'empty' })
}
