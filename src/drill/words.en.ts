import type { Expectation } from '../domain/drill/answers.ts'
import type { Check } from '../domain/drill/score.ts'

export const drills = {
  listed: (type: string, minutes: number, injects: number, mark: number) =>
    `(${type}; ${minutes} min, ${injects} injects, mark ${mark})`,
  briefing: 'Briefing',
  knownFirst: 'Known so far',
  /** The briefing of a replay: the incident, and the type of halt. */
  replayed: (id: string, type: string) => `What came in ${id} comes again, at the same times: ${type}.`,
  /** How the drill goes. */
  goesOn: (minutes: number, speed: number) =>
    `It lasts ${minutes} minutes${speed > 1 ? `; its clock goes ${speed} times as fast` : ''}. Nothing leaves the machine.`,
  walkOn: 'Go on at any time:',
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
  /** What was to be done, by its code. `of` is the name of the channel, department, step, fact, inject, level or person. */
  checks: {
    'first-notice': (of) => `first notice: ${of}`,
    'resumption-notice': (of) => `resumption notice: ${of}`,
    told: (of) => `told: ${of}`,
    promise: (of) => `next report: ${of}`,
    step: (of) => `required step: ${of}`,
    fact: (of) => `stated before customers were told: ${of}`,
    inject: (of) => `answer to ${of}`,
    level: (of) => `escalation: ${of}`,
    call: (of) => `the next call after ${of}`,
  } satisfies Record<Check['code'], (of: string) => string>,
  /** Required steps that were not done at all, together. */
  stepsLeft: (count: number, steps: string) => `required steps not done (${count}): ${steps}`,
  expected: (kind: Expectation['kind'], of: string): string =>
    ({
      fact: ` (state ${of})`,
      scope: ` (record ${of})`,
      channel: ` (mark ${of} as unsafe, or tell customers there anew)`,
      call: ` (reach ${of})`,
      resume: ` (lift ${of})`,
      step: ` (do ${of})`,
      notice: ` (tell customers on ${of})`,
      severity: ` (raise the severity to ${of})`,
    })[kind],
  /** What came of it: when it was due, and when it was done; null where not at all. */
  outcome: (due: string | null, at: string | null): string => {
    if (due === null) return at === null ? 'not done' : `not done, last recorded ${at}`
    return at === null ? `due ${due}, not done` : `due ${due}, done ${at}`
  },
  before: (what: 'same' | 'last' | 'original', id: string, total: number | null, change: number | null): string => {
    const whose = { same: 'The same scenario before', last: 'The last drill', original: 'The incident as it was run' }[
      what
    ]
    const scored = total === null ? 'not judged' : String(total)
    return `${whose} (${id}): ${scored}${change === null ? '' : ` (${change >= 0 ? '+' : ''}${change} now)`}`
  },
}
export type DrillText = typeof drills
