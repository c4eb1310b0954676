import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import type { Problem } from '../../domain/problem.ts'
import { followFeeds } from '../../feeds/io/follow-feeds.ts'
import { loadProblemMessages } from '../../i18n/problems.ts'
import { followRelay } from '../../relay/io/follow-relay.ts'
import { relayWords } from '../../relay/words.ts'
import type { RelayChange } from '../../store/relay-state.ts'
import { inertLine, inertText } from '../../view/inert.ts'
import { withCommands } from '../../view/resume-command.ts'
import { clipToScreen, scrollOff } from '../../view/wrap.ts'
import type { World } from '../../world.ts'
import { LogAlarms } from '../alarms.ts'
import { chooseIncidentToRead } from '../choose.ts'
import { drillPrefix, receipt } from '../event-lines.ts'
import { followUntilInterrupted } from '../follow.ts'
import { incidentsWithDeadlines } from '../incident-index.ts'
import { eventsWithNamesInForce } from '../names-in-force.ts'
import { OverdueAlerts } from '../overdue-alerts.ts'
import { printStatus, statusText } from '../status-view.ts'
import { statusLabels } from '../words.ts'

/** Moves the cursor to the top left and clears the screen (ECMA-48). */
const CLEAR = '\u001b[H\u001b[2J'

export const help: CommandHelp = {
  page: 'commands.md#running-a-halt',
  examples: [
    ['watch', 'keep the status on the screen until Ctrl-C', 'Ctrl-C を押すまで、状況を表示し続ける'],
    ['watch --no-bell', 'the same, without the bell when something falls due', '期限が来ても、ベルを鳴らさない'],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .option(
      '--no-bell',
      say('do not ring the terminal bell when something falls due', '期限が来ても端末のベルを鳴らさない'),
    )
    .action((options: { bell: boolean }) => start((world) => run(world, options)))
}

/** Follows the log until interrupted: redraws the status on a terminal, otherwise prints a line for each new event. */
async function run(world: World, { bell }: { bell: boolean }): Promise<number> {
  const chosen = chooseIncidentToRead(world)
  const { terminal } = world
  const { journal, clock } = chosen
  const text = { ...world.text, events: eventsWithNamesInForce(world.text, journal) }
  const redraws = terminal.isOutputTerminal && !world.options.plain && !world.options.json
  const alarms = new LogAlarms(world, journal)
  const alerts = new OverdueAlerts(journal.incident, clock, text)
  const flags = [...(world.options.json ? ['--json'] : []), ...(bell ? [] : ['--no-bell'])]
  const messages = await loadProblemMessages(text.language)
  const onUnusable = (problem: Problem) => world.say(messages(problem, world.invocation).join('\n'))
  const relayText = await relayWords(text.language)
  const onChanged = (change: RelayChange, relay: string) => {
    const line = relayText.changed(inertLine(relay), change, null)
    if (redraws) world.raw.print(`${CLEAR}${scrollOff(line, terminal)}`)
    else world.say(line)
  }
  const stopSharing = await followRelay(world, { onUnusable, onChanged })
  const stopTelling = followFeeds(world, incidentsWithDeadlines)
  return followUntilInterrupted(world, ['watch', '-i', journal.id, ...flags], follow, { firstTick: show })
    .finally(stopSharing)
    .finally(stopTelling)

  async function follow(): Promise<void> {
    const fresh = journal.readNewEvents()
    journal.mustBeUsable()
    if (world.options.json) {
      if (fresh.length > 0) await printStatus(world, chosen)
      return alarms.sayNew()
    }
    if (!redraws) {
      for (const event of fresh) world.print(receipt(event, text.events))
      await alarms.sayNew()
    }
    printAlerts()
    if (redraws) await show()
  }

  /** For each deadline that has passed, rings and prints a line that stays in the scrollback. */
  function printAlerts(): void {
    const mark = drillPrefix(journal.incident, text)
    for (const line of alerts.takeNewLines(journal.incident)) {
      if (redraws) world.raw.print(`${CLEAR}${scrollOff(`${mark}${line}`, terminal)}`)
      else world.print(`${mark}${line}`)
      if (bell) world.raw.ring()
    }
  }

  /**
   * Prints the status; where it is redrawn, below what speaks against the log, which clearing the screen would remove, and
   * cut to the height of the screen, so that it does not scroll.
   */
  async function show(): Promise<void> {
    if (!redraws) {
      await alarms.sayNew()
      return printStatus(world, chosen)
    }
    const [lines, status, { more }] = await Promise.all([
      alarms.lines(),
      statusText(world, chosen),
      statusLabels(text.language),
    ])
    const warned = lines.map((line) => `${inertText(withCommands(line, world.invocation, world.options))}\n`).join('')
    world.raw.print(`${CLEAR}${clipToScreen(`${warned}${status}`, terminal, more)}`)
  }
}
