import { type Command, Option } from 'commander'
import type { CommandContext } from '../command.ts'
import { isSamePerson } from '../domain/contacts/roster.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { timelineEntryMaker } from '../domain/incident/timeline.ts'
import { type Envelope, EVENT_TYPES } from '../domain/log/event.ts'
import { fail } from '../domain/problem.ts'
import type { Clock } from '../platform/clock.ts'
import { isWithin, type PeriodOptions, periodOf } from './period.ts'

export interface LogFilterOptions extends PeriodOptions {
  readonly type?: string
  readonly by?: string
}

export function addLogFilter(command: Command, say: CommandContext['say']): Command {
  return command
    .option('--since <time>', say('only what happened then or later', 'この時刻以降のことだけ'))
    .option('--until <time>', say('only what happened before', 'この時刻より前のことだけ'))
    .addOption(
      new Option(
        '--type <type>',
        say(
          'only events of this type, or of this kind (note, notice)',
          'この型の記録だけ（note や notice のような種別でもよい）',
        ),
      ).argParser(eventTypeNamed),
    )
    .option('--by <name>', say('only what this person or writer recorded', 'この人（または書き手）が記録したものだけ'))
}

/** Throws `bad-flag` if no type of event has this name, or begins with it. */
function eventTypeNamed(given: string): string {
  const kinds = [...new Set(EVENT_TYPES.map(kindOf))]
  if (EVENT_TYPES.some((type) => type === given) || kinds.includes(given)) return given
  return fail('bad-flag', { flag: '--type', given, allowed: [...kinds, ...EVENT_TYPES] })
}

/** The first part of the name of a type, such as `notice` of `notice.posted`. */
function kindOf(type: string): string {
  return type.slice(0, type.indexOf('.'))
}

/** Tells which events are asked for, by the times and names that the log shows. */
export function chosenEvents(
  options: LogFilterOptions,
  incident: Incident,
  clock: Clock,
): (event: Envelope) => boolean {
  const { since, until, type, by } = options
  if ([since, until, type, by].every((given) => given === undefined)) return () => true
  const period = periodOf(options, clock)
  const entryOf = timelineEntryMaker(incident, [])
  return (event) =>
    (type === undefined || event.type === type || kindOf(event.type) === type) &&
    (by === undefined || by === event.writer || isSamePerson(incident.settings.roster, by, event.by)) &&
    isWithin(entryOf(event).at, period)
}
