import { openDeadlines } from '../deadlines.ts'
import { partiesOf } from '../incident/calls.ts'
import { phaseOf } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import { lifecycleOf } from '../incident/lifecycle.ts'
import { stepsOf } from '../incident/steps.ts'
import { endOfMinute } from '../time.ts'
import { GRACE, type Move, NOTICE_LEAD, type Scene, SECOND } from './operator-moves.ts'
import { endDrill, RULES } from './operator-rules.ts'

/**
 * Plays a drill with `--auto` by the runbook's plan. The next move depends only on the incident, the time, and the moves
 * refused since either last changed. It always ends: moves take time, and time is up an hour after the scenario.
 */
export class SimulatedOperator {
  /** Milliseconds since the epoch. */
  now: number
  private readonly refused = new Set<string>()
  private last: Move | null = null

  constructor(opened: number) {
    this.now = opened
  }

  /** Returns the next move and sets `now` to its time; null when the drill is over. */
  nextMove(incident: Incident): Move | null {
    for (;;) {
      const scene = sceneOf(incident, this.now)
      this.last = scene === null ? null : this.firstMove(scene)
      if (scene === null || this.last !== null) return this.last
      const until = nextTime(scene)
      if (until === null) return null
      this.now = until
      this.refused.clear()
    }
  }

  private firstMove(scene: Scene): Move | null {
    const rules = isTimeUp(scene) ? [endDrill] : RULES
    for (const rule of rules) for (const move of rule(scene)) if (!this.refused.has(keyOf(move))) return move
    return null
  }

  /** To be called after the last move was made: `now` moves on by the time that it takes. */
  moveMade(): void {
    this.now += this.last?.takes ?? 0
    this.refused.clear()
  }

  /** To be called if the last move was refused or changed nothing. It is retried once the incident or the time changes. */
  moveRefused(): void {
    if (this.last !== null) this.refused.add(keyOf(this.last))
  }
}

function keyOf(move: Move): string {
  return JSON.stringify(move)
}

/** Returns what the operator sees; null if the incident is not a drill of a scenario, or is closed. */
function sceneOf(incident: Incident, now: number): Scene | null {
  const { exercise, declaration } = incident
  if (exercise === null || declaration === null || phaseOf(incident) === 'closed') return null
  const { scenario } = exercise
  const { declaredAt } = declaration
  const opened = Date.parse(declaredAt)
  const begins = opened + (scenario.planned?.from ?? 0)
  return { incident, lifecycle: lifecycleOf(incident), scenario, opened, declaredAt, begins, now }
}

/** Returns when something may change next; null if time is up. */
function nextTime(scene: Scene): number | null {
  const { incident, lifecycle, scenario, opened, begins, now } = scene
  const scenarioEnd = opened + scenario.lasts
  const times = [
    scenarioEnd,
    scenarioEnd + GRACE,
    begins,
    ...scenario.injects.flatMap(({ at, until }) => [opened + at, ...(until === null ? [] : [opened + until])]),
    ...openDeadlines(incident, lifecycle, now).flatMap(({ dueAt }) => [
      dueAt - NOTICE_LEAD,
      dueAt + SECOND,
      endOfMinute(dueAt) + SECOND,
    ]),
    ...stepsOf(incident, now).flatMap(({ dueAt }) =>
      dueAt === null ? [] : [dueAt + SECOND, endOfMinute(dueAt) + SECOND],
    ),
    ...answerTimes(scene),
  ].filter((time) => time > now && time <= scenarioEnd + GRACE)
  return times.length === 0 ? null : Math.min(...times)
}

/** Returns when the time to answer each call runs out. */
function answerTimes({ incident, lifecycle, now }: Scene): number[] {
  const within = incident.settings.roster?.answerWithin ?? 0
  return partiesOf(incident, lifecycle, now).flatMap(({ calls: attempts }) =>
    attempts.flatMap(({ at }) => (at === null ? [] : [Date.parse(at) + within])),
  )
}

/** Whether the drill must end, whatever is still open. */
function isTimeUp({ scenario, opened, now }: Scene): boolean {
  return now >= opened + scenario.lasts + GRACE
}
