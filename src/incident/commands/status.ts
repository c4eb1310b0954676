import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { doubtfulDeadlines, overdueDeadlines } from '../../domain/deadlines.ts'
import { conflictsOf } from '../../domain/incident/conflicts.ts'
import { isDeclaredTwice } from '../../domain/incident/declarations.ts'
import { deadlinesFor } from '../../domain/incident/duty-filter.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import { stepsOf } from '../../domain/incident/steps.ts'
import { type Envelope, type Event, nameOf } from '../../domain/log/event.ts'
import { fail } from '../../domain/problem.ts'
import { feedStatusLines } from '../../feeds/feed-status.ts'
import type { SilencedAlarm } from '../../i18n/words.en.ts'
import { vouchForWriters } from '../../signing/vouching.ts'
import type { Journal } from '../../store/journal.ts'
import { holdsWorkspace, type Workspace } from '../../store/workspace.ts'
import { inertLine, shortLine } from '../../view/inert.ts'
import { resumeCommand } from '../../view/resume-command.ts'
import type { World } from '../../world.ts'
import { chooseIncidentToRead, offerJoining } from '../choose.ts'
import {
  printDamageBanner,
  warnAboutMissingEvents,
  warnAboutOverruledFiles,
  warnAboutReplacedFiles,
} from '../damage-warnings.ts'
import { addDutyFilter, type DutyFilterOptions, dutyFilterOf } from '../duty-filter-options.ts'
import { describeEvent } from '../event-lines.ts'
import { isJustSilenced, openIncidents } from '../incident-index.ts'
import { eventsWithNamesInForce } from '../names-in-force.ts'
import {
  acceptLine,
  warnAboutKnownSetAside,
  warnAboutOwnWriters,
  warnAboutRestoredWriters,
  warnAboutUnknownWriters,
} from '../new-writers.ts'
import { printStatus } from '../status-view.ts'
import { warnAboutSync } from '../sync-status.ts'
import { warnAboutVainApprovals } from '../vain-approvals.ts'
import { warnAboutFlawedFiles, warnAboutMissingLogs, warnAboutUnreadableFolders } from '../warnings.ts'

type Options = DutyFilterOptions & { readonly check?: boolean }

export const help: CommandHelp = {
  page: 'commands.md#running-a-halt',
  examples: [
    ['status', 'the state of the incident', '現在の状況を表示する'],
    [
      'status --department DEPARTMENT',
      'the duties of a department, and whether its people were reached',
      'その部署の担当分と、連絡が取れたかどうか',
    ],
    [
      'status --check',
      'what is overdue, for monitoring: exit 7 if anything is',
      '期限を過ぎたものを表示する（監視用。あれば終了コード7）',
    ],
    ['status --json', 'for scripts', 'スクリプト用に出力する'],
  ],
}

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
  warnAboutReplacedFiles(world, chosen.journal)
  await vouchForWriters(world, chosen.journal)
  warnAboutUnknownWriters(world, chosen.journal)
  warnAboutKnownSetAside(world, chosen.journal)
  warnAboutRestoredWriters(world, chosen.journal)
  warnAboutOwnWriters(world, chosen.journal)
  await warnAboutVainApprovals(world, chosen)
  if (!world.options.json) {
    await warnAboutSync(world, chosen.journal)
    for (const line of await feedStatusLines(world)) world.say(line)
  }
  offerJoining(world, chosen.journal)
  await printStatus(world, chosen, dutyFilterOf(chosen.journal.incident, options))
  return code
}

async function check(world: World, options: Options): Promise<number> {
  const isGone = warnAboutMissingLogs(world)
  const isUnreadable = warnAboutUnreadableFolders(world)
  mustHoldWorkspace(world.workspace)
  const { open, unretracted, silenced, flawed } = openIncidents(world)
  const found = [...open, ...unretracted, ...silenced, ...flawed]
  const contested = found.filter(({ incident }) => isDeclaredTwice(incident))
  const checked = found.filter(({ incident }) => !incident.declaration?.drill || isDeclaredTwice(incident))
  const lacking = checked.flatMap((journal) => journal.flawedFilesInForce())
  warnAboutFlawedFiles(world, lacking)
  for (const journal of checked) await vouchForWriters(world, journal)
  const results = checked.map((journal) => {
    const { id, incident } = journal
    // Without runbook and settings, nothing is known about deadlines.
    if (journal.flawedFilesInForce().length > 0) return { overdue: [], inDoubt: [], silenced: [] }
    printDamageBanner(world, journal)
    warnAboutOverruledFiles(world, journal)
    const of = { text: world.text, say: (line: string) => world.say(`${id}: ${line}`) }
    warnAboutMissingEvents(journal, journal.contradictedHeads(), of)
    const contradiction = conflictsOf(incident).find(({ target }) => target === 'phase')
    if (contradiction !== undefined) world.say(world.text.said.phasesDiffer(id, contradiction.events))
    const lateIn = (view: Incident) => lateDeadlines(world, id, view, overdueDeadlines, options)
    const overdue = lateIn(incident)
    const inDoubt = lateDeadlines(world, id, incident, doubtfulDeadlines, options)
    return { overdue, inDoubt, silenced: silencedAlarms(journal, overdue, lateIn, world.now()) }
  })
  const overdue = results.flatMap((result) => result.overdue)
  const inDoubt = results.flatMap((result) => result.inDoubt)
  const alarms = results.flatMap((result) => result.silenced)
  if (world.options.json)
    world.print(JSON.stringify({ schemaVersion: 1, overdue, inDoubt, silenced: alarms.map(({ alarm }) => alarm) }))
  else {
    for (const o of overdue) world.print(world.text.said.overdue(o.incident, o.clock, o.dueAt))
    for (const o of inDoubt) world.print(world.text.said.clockInDoubt(o.incident, o.clock))
  }
  for (const alarm of alarms) saySilenced(world, alarm)
  for (const { id } of contested) world.say(world.text.said.declaredTwice(id, resumeCommand(world, 'verify', '-i', id)))
  // Whether what is gone or cannot be read is open, and what is due in it, nobody can say.
  if (isGone || isUnreadable || lacking.length > 0 || checked.some((journal) => journal.flaw() !== null)) return 4
  return overdue.length > 0 || inDoubt.length > 0 || alarms.length > 0 ? 7 : 0
}

interface LateDeadline {
  readonly incident: string
  readonly clock: string
  readonly dueAt: string
}

function lateDeadlines(
  world: World,
  id: string,
  incident: Incident,
  deadlinesOf: typeof overdueDeadlines,
  options: Options,
): LateDeadline[] {
  const clock = world.clock(incident.settings.timezone)
  const now = clock.now()
  const all = deadlinesOf(incident, now)
  const late = deadlinesFor(incident, all, stepsOf(incident, now), dutyFilterOf(incident, options))
  return late.map((deadline) => ({ incident: id, clock: deadline.id, dueAt: clock.stamp(deadline.dueAt) }))
}

/** What unknown writers may have silenced: a deadline that is overdue without what they recorded, or all, by closing. */
function silencedAlarms(
  journal: Journal,
  overdue: readonly LateDeadline[],
  lateIn: (incident: Incident) => readonly LateDeadline[],
  now: number,
): FoundAlarm[] {
  const unknown = journal.unknownWriters()
  if (unknown.length === 0) return []
  const { incident, silencing } = journal.ofKnownWriters()
  const known = new Set(overdue.map(({ clock }) => clock))
  const clocks = lateIn(incident).flatMap(({ clock }) => (known.has(clock) ? [] : [clock]))
  if (clocks.length === 0 && !isJustSilenced(journal, now)) return []
  return [...silencing].map(([writer, event]) => ({
    alarm: { incident: journal.id, event: nameOf(event), writer, by: event.by, clocks },
    journal,
    event,
  }))
}

interface FoundAlarm {
  readonly alarm: SilencedAlarm
  readonly journal: Journal
  readonly event: Event | Envelope
}

/** Names the alarm, with what the event did and the commands that settle it. */
function saySilenced(world: World, { alarm, journal, event }: FoundAlarm): void {
  const { text } = world
  const [writer, by] = [inertLine(alarm.writer), shortLine(alarm.by)]
  const does = describeEvent(event, eventsWithNamesInForce(text, journal))
  const reason = text.said.whySetAside
  const line = resumeCommand(world, 'verify', '--set-aside', writer, '--reason', reason, '-i', journal.id)
  const setAside = journal.whyNotSetAside(alarm.writer) === null ? line : null
  const commands = { accept: acceptLine(world, writer, journal.id), setAside }
  world.say(text.said.silenced({ ...alarm, writer, by }, does, commands))
}

/** Throws `no-workspace` if the named folder holds none: a monitor must not report an unmounted volume as healthy. */
function mustHoldWorkspace({ origin, directory }: Workspace): void {
  if (origin === 'named' && !holdsWorkspace(directory)) fail('no-workspace', { directory, why: 'empty' })
}
