import { decide, type Intent } from '../domain/decide/decide.ts'
import { allOrNone, type Decision, isProblem } from '../domain/decide/decision.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { nameOf } from '../domain/log/event.ts'
import { inWholeMinutes } from '../domain/notice/next-report.ts'
import { type Answer, fail } from '../domain/problem.ts'
import { type Clock, offsetIfTwice } from '../platform/clock.ts'
import type { AppendResult, Journal } from '../store/journal.ts'
import { briefTimeText } from '../view/time-format.ts'
import type { World } from '../world.ts'
import { type ChosenIncident, chooseIncidentToRecord } from './choose.ts'
import { drillPrefix, receipt } from './event-lines.ts'
import { eventsWithNamesInForce } from './names-in-force.ts'
import { overturnedLines } from './overturned-lines.ts'
import { recordPersonalValues } from './stored-evidence.ts'

/** The flag that most recording commands have: `--at TIME`, when it happened. */
export interface AtOption {
  readonly at?: string
}

/** Records an intent on the chosen incident, and says what was recorded. Resolves to the exit code 0. */
export async function record(
  world: World,
  intentOf: (incident: Incident, clock: Clock) => Intent,
  chosen: ChosenIncident | Promise<ChosenIncident> = chooseIncidentToRecord(world),
): Promise<number> {
  const { journal, clock } = await chosen
  acknowledge(world, journal, appendIntents(journal, clock, intentOf(journal.incident, sayingHowItReads(world, clock))))
  return 0
}

/** What was recorded, and which given time was recorded as another, both in ISO 8601. */
export interface AppendedIntents extends AppendResult {
  readonly moved?: { readonly given: string; readonly at: string }
}

/** What unknown writers said of these is no reason not to record them. */
const SETTLING: readonly Intent['kind'][] = ['end-command', 'settle-command', 'remove-evidence']

/** Decides on the intents while the log is locked, and records their events: all, or none if one intent is refused. */
export function appendIntents(journal: Journal, clock: Clock, ...intents: readonly Intent[]): AppendedIntents {
  let moved: AppendedIntents['moved'] | null = null
  const appended = recordPersonalValues(journal, intents, (intentsIn) =>
    journal.append(clock, (incident, when) => {
      const decisions = intentsIn(incident).map((intent) => {
        const decision = decide(SETTLING.includes(intent.kind) ? journal.confirmed() : incident, intent, when)
        moved ??= movedTime(intent, decision)
        return decision
      })
      return allOrNone(decisions)
    }),
  )
  return moved === null ? appended : { ...appended, moved }
}

/** A time to the minute in which the halt began is recorded as the start: both if that is so, else null. */
function movedTime(intent: Intent, decision: Decision): AppendedIntents['moved'] | null {
  const given = 'at' in intent ? intent.at : undefined
  if (given === undefined || isProblem(decision)) return null
  const times = decision.events
    .filter(({ type }) => type !== 'drill.injected')
    .map((event) => (event.type === 'event.corrected' ? event.data.at : event.at))
  const at = times.find((time) => time !== undefined && time > given && inWholeMinutes(time) === given)
  return at === undefined ? null : { given, at }
}

/** Says what was recorded, and what already held and so was not; with `--json`, also prints both. */
export function acknowledge(world: World, journal: Journal, appended: AppendedIntents): void {
  sayRecorded(world, journal, appended)
  if (world.options.json) world.print(recordedJson(journal, appended))
}

/** Says on standard error what was recorded, and what already held and so was not. */
export function sayRecorded(world: World, journal: Journal, { events, already, moved }: AppendedIntents): void {
  const mark = drillPrefix(journal.incident, world.text)
  if (moved !== undefined) world.inform(`${mark}${howItMoved(world, moved)}`)
  for (const words of already) world.inform(`${mark}${world.text.said.already(words)}`)
  const descriptions = eventsWithNamesInForce(world.text, journal)
  for (const event of events) world.inform(`${mark}${receipt(event, descriptions)}`)
  for (const line of overturnedLines(world, journal, events)) world.inform(`${mark}${line}`)
}

/** The recorded events as JSON; `more` holds keys that only this command prints. */
export function recordedJson(journal: Journal, appended: AppendResult, more = {}): string {
  return JSON.stringify({ schemaVersion: 1, ...recordedDocument(journal, appended), ...more })
}

export function recordedDocument({ id: incident }: Journal, { events, already }: AppendResult) {
  const recorded = events.map((event) => ({ event: nameOf(event), type: event.type, at: event.at, data: event.data }))
  return { incident, events: recorded, already }
}

/** Reads the time given with `--at`, if any. Says its date if it was given without. */
export function readAtOption(world: World, clock: Clock, given: string | undefined): { readonly at?: string } {
  return given === undefined ? {} : { at: clock.stamp(sayingHowItReads(world, clock).past(given)) }
}

/** The clock, which says with its date each time that is given without, so that a wrong day is noticed. */
export function sayingHowItReads(world: World, clock: Clock): Clock {
  return clock.echoing((given, at) => world.inform(howItReads(world, given, at)))
}

/** The line that says how a time was read, with the offset in an hour that the zone has twice. */
export function howItReads({ text }: Pick<World, 'text'>, given: string, at: string): string {
  return text.said.timeRead(given, `${briefTimeText(at)}${offsetIfTwice(at)}`)
}

/** The line that says that a given time was recorded as another. */
export function howItMoved(
  { text }: Pick<World, 'text'>,
  { given, at }: NonNullable<AppendedIntents['moved']>,
): string {
  return text.said.timeMoved(briefTimeText(given), briefTimeText(at))
}

/** Throws `missing-answer` if the value is missing or blank; `example` is what the message proposes to type. */
export function requireText(value: string | undefined, what: Answer, example?: string): string {
  if (value !== undefined && value.trim() !== '') return value
  return fail('missing-answer', { what, ...(example !== undefined && { example }) })
}

/** Reads `--force --reason TEXT`: returns the reason as `force`, nothing without `--force`. Throws `missing-answer`. */
export function readForceOption(options: { force?: boolean; reason?: string }): { readonly force?: string } {
  return options.force ? { force: requireText(options.reason, '--reason') } : {}
}
