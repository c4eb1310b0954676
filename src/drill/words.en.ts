import type { Expectation } from '../domain/drill/expectations.ts'
import type { ScoreCheck } from '../domain/drill/score-check.ts'

export const drills = {
  listed: (type: string, minutes: number, injects: number, mark: number) =>
    `(${type}; ${minutes} min, ${injects} injects, mark ${mark})`,
  /** Instead of the above, for a scenario that cannot be played; `more` is how many other errors there are. */
  unfit: (reason: string, more: number) => `(CANNOT BE PLAYED: ${reason}${more > 0 ? `, and ${more} more` : ''})`,
  none: 'there are no scenarios; your own go into runbooks/drills/',
  briefing: 'Briefing',
  knownFirst: 'Known so far',
  /** The briefing of a replay: the incident, and the type of halt. */
  replayed: (id: string, type: string) => `The events of ${id} (${type}) happen again, at the same times.`,
  goesOn: (minutes: number, speed: number) =>
    `The drill lasts ${minutes} min${speed > 1 ? `; its clock runs ${speed} times as fast` : ''}. Nothing leaves this machine.`,
  walkOn: 'Continue at any time:',
  toScore: 'See the score:',
  sections: {
    latency: 'Latency',
    cadence: 'Cadence',
    completeness: 'Completeness',
    escalation: 'Escalation',
  },
  score: (scenario: string) => `Score of ${scenario}`,
  total: (total: number | null, mark: number, passed: boolean): string =>
    total === null
      ? `Nothing to judge yet (mark ${mark})`
      : `${total} of 100, mark ${mark}: ${passed ? 'passed' : 'BELOW THE MARK'}`,
  notJudged: 'nothing to judge',
  /** The points of a section. */
  points: (score: number) => `${score} of 100 points`,
  /** What something cost of the 100 points of its section. */
  cost: (points: number) => `-${points} ${points === 1 ? 'point' : 'points'}`,
  /** What had to be done, by the code of the check; `of` is the name of its subject. */
  checks: {
    'first-notice': (of) => `first notice: ${of}`,
    'resumption-notice': (of) => `resumption notice: ${of}`,
    told: (of) => `notified: ${of}`,
    promise: (of) => `next report: ${of}`,
    step: (of) => `required step: ${of}`,
    fact: (of) => `stated before customers were notified: ${of}`,
    inject: (of) => `answer to ${of}`,
    level: (of) => `escalation: ${of}`,
    call: (of) => `next call after ${of}`,
  } satisfies Record<ScoreCheck['code'], (of: string) => string>,
  /** Required steps that were not done at all, together. */
  stepsLeft: (count: number, steps: string) => `required steps not done (${count}): ${steps}`,
  expected: (kind: Expectation['kind'], of: string): string =>
    ({
      fact: ` (state ${of})`,
      scope: ` (record ${of})`,
      channel: ` (mark ${of} as unsafe, or notify customers on it again)`,
      call: ` (reach ${of})`,
      resume: ` (lift ${of})`,
      step: ` (do ${of})`,
      notice: ` (notify customers on ${of})`,
      severity: ` (raise the severity to ${of})`,
    })[kind],
  /** When it was due, and when it was done; null if never. */
  outcome: (due: string | null, at: string | null): string => {
    if (due === null) return at === null ? 'not done' : `not done, last recorded ${at}`
    return at === null ? `due ${due}, not done` : `due ${due}, done ${at}`
  },
  /** Compares the score with an earlier one; `change` is null if one of the two could not be judged. */
  before: (what: 'same' | 'last' | 'original', id: string, total: number | null, change: number | null): string => {
    const compared = { same: 'Last drill of this scenario', last: 'Last drill', original: 'The real incident' }[what]
    if (total === null) return `${compared} (${id}): not judged`
    const scored = `${compared} (${id}): ${total} points`
    if (change === null) return scored
    return `${scored}; this one has ${change === 0 ? 'as many' : `${Math.abs(change)} ${change > 0 ? 'more' : 'fewer'}`}`
  },
}
export type DrillText = typeof drills
