import { drillOpenedAt } from '../domain/drill/clock.ts'
import { openingOf } from '../domain/drill/opening.ts'
import type { Move } from '../domain/drill/operator-moves.ts'
import { rehearse } from '../domain/drill/rehearsal.ts'
import type { Scenario } from '../domain/drill/scenario.ts'
import { SimulatedOperator } from '../domain/drill/simulated-operator.ts'
import { type EventData, nameOf } from '../domain/log/event.ts'
import { EXIT_CODES, ProblemError } from '../domain/problem.ts'
import { type ChosenIncident, clockIn } from '../incident/choose.ts'
import { appendIntents } from '../incident/record.ts'
import { createLog } from '../incident/start-incident.ts'
import { composeNotices, outboxOf } from '../notice/compose.ts'
import { simulatedResult } from '../notice/dispatch.ts'
import type { Config } from '../runbook/io/config.ts'
import { jsonDigest } from '../store/digest.ts'
import type { World } from '../world.ts'

/** Opens a drill for people: its clock starts now. */
export function openDrill(world: World, config: Config, scenario: Scenario, speed: number): ChosenIncident {
  return openLog(world, config, drillBegan(scenario, speed, false), world.clock(config.settings.timezone).now())
}

function drillBegan(scenario: Scenario, speed: number, auto: boolean): EventData['drill.began'] {
  return { scenario, scenarioDigest: jsonDigest(scenario), speed, auto }
}

function openLog(world: World, config: Config, began: EventData['drill.began'], opened: number): ChosenIncident {
  const clock = world.clock(config.settings.timezone, () => opened)
  const { type, title } = began.scenario
  const place = { opened: clock.stamp(opened), title: title[world.text.language] }
  const journal = createLog(world, config, clock, type, (id) => openingOf({ id, ...place }, inForce(config), began))
  return { journal, clock: clockIn(world, journal) }
}

function inForce({ runbook, runbookDigest, settings, settingsDigest }: Config) {
  return { runbook, runbookDigest, settings, settingsDigest }
}

/** Plays a drill to its end without waiting. Its opening is backdated by its duration, so that no event is in the future. */
export async function playDrill(world: World, config: Config, scenario: Scenario): Promise<ChosenIncident> {
  const now = world.clock(config.settings.timezone).now()
  const began = drillBegan(scenario, 1, true)
  const { stamp } = world.clock(config.settings.timezone)
  const opening = openingOf({ id: scenario.id, opened: stamp(now), title: '' }, inForce(config), began)
  const duration = rehearse(opening, stamp(now)).ended - now
  const { journal, clock } = openLog(world, config, began, now - duration - SPARE_MS)
  const player = new SimulatedOperator(drillOpenedAt(journal.incident) as number)
  const playing = { journal, clock: world.clock(config.settings.timezone, () => player.now) }
  for (let move = player.nextMove(journal.incident); move !== null; move = player.nextMove(journal.incident)) {
    if (await makeMove(world, playing, move)) player.moveMade()
    else player.moveRefused()
  }
  return { journal, clock }
}

/** A move may need one more attempt than in the rehearsal, since its texts are composed. */
const SPARE_MS = 60_000

/** Problems whose exit codes are at most this one are refusals. */
const MAX_REFUSAL_EXIT_CODE = 3

/** Records a move; returns false if it was refused or changed nothing. */
async function makeMove(world: World, chosen: ChosenIncident, move: Move): Promise<boolean> {
  try {
    const { events } =
      move.kind === 'record'
        ? appendIntents(chosen.journal, chosen.clock, move.intent)
        : await recordNotices(world, chosen, move)
    return events.length > 0
  } catch (error) {
    if (error instanceof ProblemError && EXIT_CODES[error.problem.code] <= MAX_REFUSAL_EXIT_CODE) return false
    throw error
  }
}

/** Records notices with their texts as if they were sent: the intents, which it returns, then the simulated outcomes. */
async function recordNotices(world: World, chosen: ChosenIncident, move: Move & { kind: 'notify' }) {
  const { journal, clock } = chosen
  const { channels, stage, again } = move
  const wanted = { channels, ...(stage !== null && { stage }), next: null, claim: null }
  const { notices } = outboxOf(await composeNotices(world, chosen, wanted))
  const intents = appendIntents(journal, clock, {
    kind: 'intend-notices',
    notices,
    ...(again !== undefined && { again }),
  })
  for (const event of intents.events) {
    if (event.type !== 'notice.intended') continue
    const { channel } = event.data as EventData['notice.intended']
    const data = { notice: nameOf(event), ...simulatedResult(journal.incident, channel, clock.now()), journal: null }
    appendIntents(journal, clock, { kind: 'deliver-notice', data })
  }
  return intents
}
