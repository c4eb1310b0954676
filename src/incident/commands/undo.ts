import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { undoableBy } from '../../domain/decide/corrections.ts'
import { currentWrite, registerOf } from '../../domain/incident/current-values.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import { isRedactionInForce } from '../../domain/incident/redactions.ts'
import { isKnown } from '../../domain/log/event.ts'
import { INVOCATION } from '../../domain/problem.ts'
import type { AppendResult, Journal } from '../../store/journal.ts'
import type { World } from '../../world.ts'
import { chooseIncidentToRecord } from '../choose.ts'
import { correctionLines } from '../corrections-due.ts'
import { describeEvent, drillPrefix } from '../event-lines.ts'
import { eventNamed } from '../event-name.ts'
import { eventsWithNamesInForce } from '../names-in-force.ts'
import { acknowledge, appendIntents, requireText } from '../record.ts'

export const help: CommandHelp = {
  page: 'commands.md#running-a-halt',
  examples: [
    ['undo --reason "wrong step"', 'undo what you recorded last', '自分の最後の記録を取り消す'],
    ['undo 12 --reason "wrong step"', 'undo your event 12', '自分の記録12を取り消す'],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument(
      '[event]',
      say(
        'WRITER:SEQ, or SEQ (default: your latest undoable event)',
        '書き手:番号、または番号（既定値: 取り消せる自分の最後の記録）',
      ),
    )
    .option('--reason <text>', say('why (required)', '理由（必須）'))
    .option('--note <text>', say('same as --reason', '--reason と同じ'))
    .action((event: string | undefined, options: { reason?: string; note?: string }) =>
      start((world) => run(world, event, options.reason ?? options.note)),
    )
}

async function run(world: World, event: string | undefined, given: string | undefined): Promise<number> {
  const chosen = await chooseIncidentToRecord(world)
  const reason = requireText(given, '--reason')
  const { journal, clock } = chosen
  const name = event ?? undoableBy(journal.incident, world.operator)[0]
  const target = name === undefined ? null : eventNamed(journal, name)
  const recorded = appendIntents(journal, clock, { kind: 'undo', target, reason })
  acknowledge(world, journal, recorded)
  // Without a name, the operator may have had another event in mind.
  if (event === undefined && target !== null)
    world.inform(world.text.said.takenBack(describeEvent(target, eventsWithNamesInForce(world.text, journal))))
  sayStillClosed(world, journal.incident, recorded)
  for (const line of correctionLines(world, journal, undoneBy(recorded)))
    world.inform(`${drillPrefix(journal.incident, world.text)}${line}`)
  sayStillRedacted(world, journal, recorded)
  return 0
}

/** The events that these undid. */
export function undoneBy({ events }: Pick<AppendResult, 'events'>): string[] {
  return events.flatMap((event) => (isKnown(event) && event.type === 'event.undone' ? [event.data.event] : []))
}

/** If a redaction was undone, but the word of this machine does not end it, says so. */
function sayStillRedacted(world: World, { incident, writer }: Journal, { events }: AppendResult): void {
  for (const event of events)
    if (isKnown(event) && event.type === 'event.undone' && isRedactionInForce(incident, event.data.event))
      world.say(`${drillPrefix(incident, world.text)}${world.text.said.stillRedacted(event.data.event, writer)}`)
}

/** If a closing was undone, but the halt was closed by another as well, says so. */
function sayStillClosed(world: World, incident: Incident, recorded: AppendResult): void {
  const undone = undoneBy(recorded)
  const isClosing = registerOf(incident, 'phase').some(
    ({ event, value }) => undone.includes(event) && value.by === 'close',
  )
  const other = currentWrite(incident, 'phase')
  if (!isClosing || other?.value.phase !== 'closed') return
  const line = `${INVOCATION} undo ${other.event} --reason ... -i ${incident.declaration?.id ?? ''}`
  world.say(`${drillPrefix(incident, world.text)}${world.text.said.stillClosed(other.event, line)}`)
}
