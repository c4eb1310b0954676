import { clocksOf } from '../deadlines.ts'
import { partiesOf } from '../incident/calls.ts'
import { phaseOf } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import { courseOf } from '../incident/lifecycle.ts'
import { stepsOf } from '../incident/steps.ts'
import { calls, levels, notices, steps, urgent } from './playing/duties.ts'
import { injects, replies } from './playing/replies.ts'
import { GRACE, LEAD, type Move, type Rule, type Scene, SECOND } from './playing/scene.ts'
import { ending, isTimeUp, turns } from './playing/turns.ts'

/** What the simulated operator heeds, most important first. */
const RULES: readonly Rule[] = [injects, replies, notices, urgent, levels, calls, steps, turns]

/**
 * The operator of a drill that plays itself: does what the runbook's plan says, posts notices in cadence, calls and
 * escalates when that is due, and answers what comes. The next move follows from the incident, the time, and what was
 * refused since anything last changed; it ends, since every move takes time and time is up an hour after the scenario.
 */
export class Player {
  /** Milliseconds. */
  now: number
  private readonly refused = new Set<string>()
  private last: Move | null = null

  constructor(opened: number) {
    this.now = opened
  }

  /** The next move, at `now`; null when the drill is over. */
  next(incident: Incident): Move | null {
    for (;;) {
      const scene = sceneOf(incident, this.now)
      this.last = scene === null ? null : this.moveIn(scene)
      const until = scene === null || this.last !== null ? null : nextTime(scene)
      if (until === null) return this.last
      this.now = until
      this.refused.clear()
    }
  }

  private moveIn(scene: Scene): Move | null {
    const rules = isTimeUp(scene) ? [ending] : RULES
    for (const rule of rules) for (const move of rule(scene)) if (!this.refused.has(keyOf(move))) return move
    return null
  }

  /** The last move was made. */
  made(): void {
    this.now += this.last?.takes ?? 0
    this.refused.clear()
  }

  /** The last move was refused, or changed nothing: until something else is done, it is not tried again. */
  wasRefused(): void {
    if (this.last !== null) this.refused.add(keyOf(this.last))
  }
}

function keyOf(move: Move): string {
  return JSON.stringify(move)
}

/** Null where there is nothing to play, or no more. */
function sceneOf(incident: Incident, now: number): Scene | null {
  const { exercise, declaration } = incident
  if (exercise === null || declaration === null || phaseOf(incident) === 'closed') return null
  const { scenario } = exercise
  const { declaredAt } = declaration
  const opened = Date.parse(declaredAt)
  const begins = opened + (scenario.planned?.from ?? 0)
  return { incident, course: courseOf(incident), scenario, opened, declaredAt, begins, now }
}

/** When something may change next; null where time is up. */
function nextTime(scene: Scene): number | null {
  const { incident, course, scenario, opened, begins, now } = scene
  const over = opened + scenario.lasts
  const times = [
    over,
    over + GRACE,
    begins,
    ...scenario.injects.flatMap(({ at, until }) => [opened + at, ...(until === null ? [] : [opened + until])]),
    ...clocksOf(incident, course, now).flatMap(({ dueAt }) => [dueAt - LEAD, dueAt + SECOND]),
    ...stepsOf(incident, now).flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt + SECOND])),
    ...answerTimes(scene),
  ].filter((time) => time > now && time <= over + GRACE)
  return times.length === 0 ? null : Math.min(...times)
}

/** When the time to answer a call is over. */
function answerTimes({ incident, course, now }: Scene): number[] {
  const within = incident.settings.roster?.answerWithin ?? 0
  return partiesOf(incident, course, now).flatMap(({ calls: made }) =>
    made.flatMap(({ at }) => (at === null ? [] : [Date.parse(at) + within])),
  )
}
