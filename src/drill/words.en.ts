import type { Expectation } from '../domain/drill/answers.ts'
import type { Check, SectionName } from '../domain/drill/score.ts'

export interface DrillText {
  readonly listed: (type: string, minutes: number, injects: number, mark: number) => string
  readonly briefing: string
  readonly knownFirst: string
  /** The briefing of a replay: the incident, and the type of halt. */
  readonly replayed: (id: string, type: string) => string
  /** How the drill goes. */
  readonly goesOn: (minutes: number, speed: number) => string
  readonly walkOn: string
  readonly toScore: string
  readonly sections: Readonly<Record<SectionName, string>>
  readonly score: (scenario: string) => string
  readonly total: (total: number | null, mark: number, passed: boolean) => string
  readonly notJudged: string
  /** What was to be done, by its code. `of` is the name of the channel, department, step, fact, inject, level or person. */
  readonly checks: Readonly<Record<Check['code'], (of: string) => string>>
  /** Required steps that were not done at all, together. */
  readonly stepsLeft: (count: number, steps: string) => string
  readonly expected: (expected: Expectation['kind'], of: string) => string
  /** What came of it: when it was due, and when it was done; null where not at all. */
  readonly outcome: (due: string | null, at: string | null) => string
  readonly before: (
    what: 'same' | 'last' | 'original',
    id: string,
    total: number | null,
    change: number | null,
  ) => string
}

export const drills: DrillText = {
  listed: (type, minutes, injects, mark) => `(${type}; ${minutes} min, ${injects} injects, mark ${mark})`,
  briefing: 'Briefing',
  knownFirst: 'Known so far',
  replayed: (id, type) => `What came in ${id} comes again, at the same times: ${type}.`,
  goesOn: (minutes, speed) =>
    `It lasts ${minutes} minutes${speed > 1 ? `; its clock goes ${speed} times as fast` : ''}. Nothing leaves the machine.`,
  walkOn: 'Go on at any time:',
  toScore: 'See the score:',
  sections: { latency: 'Latency', cadence: 'Cadence', completeness: 'Completeness', escalation: 'Escalation' },
  score: (scenario) => `Score of ${scenario}`,
  total: (total, mark, passed) =>
    total === null
      ? `Nothing to judge yet (mark ${mark})`
      : `${total} of 100, mark ${mark}: ${passed ? 'passed' : 'BELOW THE MARK'}`,
  notJudged: 'nothing to judge',
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
  },
  stepsLeft: (count, steps) => `required steps not done (${count}): ${steps}`,
  expected: (kind, of) =>
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
  outcome: (due, at) => {
    if (due === null) return at === null ? 'not done' : `not done, last recorded ${at}`
    return at === null ? `due ${due}, not done` : `due ${due}, done ${at}`
  },
  before: (what, id, total, change) => {
    const whose = { same: 'The same scenario before', last: 'The last drill', original: 'The incident as it was run' }[
      what
    ]
    const scored = total === null ? 'not judged' : String(total)
    return `${whose} (${id}): ${scored}${change === null ? '' : ` (${change >= 0 ? '+' : ''}${change} now)`}`
  },
}
