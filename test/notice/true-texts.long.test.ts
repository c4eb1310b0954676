import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LANGUAGES, type Language, type Stage } from '../../src/domain/runbook/runbook.ts'
import { checkNotices } from '../../src/notice/check.ts'
import type { CheckRequest, NoticeText } from '../../src/notice/notice.ts'
import { foldEvents } from '../given.ts'
import { requestOf, textOf } from './halts.ts'
import { checkChanges } from './reading/changes.ts'
import { checkFacts } from './reading/facts.ts'
import { readText } from './reading/lines.ts'
import { checkMentions, checkStates } from './reading/states.ts'
import { CHANNELS, type Channel, type Known, OPERATIONS, type Step, Story } from './reading/story.ts'
import { TYPES } from './reading/types.ts'
import { checkTimes } from './reading/when.ts'

// Reads texts as a customer would, with no code of what writes them: times, states, numbers and names are searched for, and
// each must be one that the events give.

const FACTS = [
  'cause',
  'cause',
  'impact',
  'contact',
  'progress',
  'customer-request',
  'asset-safety',
  'open-orders',
  'in-flight',
  'losses',
]
const operation = fc.constantFrom(...OPERATIONS)
const say: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('say' as const),
  fact: fc.constantFrom(...FACTS),
  n: fc.nat(9),
})
const scope: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('scope' as const),
  operation,
  state: fc.constantFrom('stopped' as const, 'cancel-only' as const, 'open' as const),
})
const later = fc.record({ minutes: fc.integer({ min: 5, max: 900 }), length: fc.constantFrom(0, 4, 30, 600) })
const CORRECTION = 'correction#0'
const notify: Step = { do: 'notify' }

const beforeIt = fc.array(
  fc.oneof(
    say,
    scope,
    fc.constant(notify),
    later.map((time): Step => ({ do: 'move', ...time, length: time.length + 30 })),
  ),
  { maxLength: 5 },
)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: say },
  { weight: 3, arbitrary: later.map((time): Step => ({ do: 'expect', ...time })) },
  { weight: 1, arbitrary: later.map(({ length }): Step => ({ do: 'expect', minutes: 0, length: length + 5 })) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'expect-nothing' }) },
  { weight: 3, arbitrary: scope },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('type' as const), type: fc.constantFrom(...TYPES) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lift' as const), operation }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const), operation }) },
)
/** What happened between two notices, and the second of them. */
const round = fc.tuple(
  fc.array(step, { minLength: 1, maxLength: 5 }),
  fc.constantFrom<Step>(notify, notify, notify, notify, { do: 'correct' }),
)
const during = fc.array(round, { minLength: 3, maxLength: 4 }).map((rounds) => rounds.flat(2))
const initial = fc.constantFrom<Known['scope']>(
  { trading: 'stopped', withdrawals: 'stopped' },
  { trading: 'cancel-only' },
  { deposits: 'stopped', trading: 'cancel-only', withdrawals: 'open' },
)
const ending = fc.constantFrom<readonly Step[]>(
  [notify],
  [{ do: 'correct' }, { do: 'correct' }],
  [{ do: 'resolve' }, notify],
  [
    { do: 'resolve' },
    { do: 'say', fact: 'prevention-rules', n: 1 },
    notify,
    { do: 'say', fact: 'losses', n: 2 },
    { do: 'correct' },
    notify,
  ],
  [{ do: 'false-alarm' }, notify],
)

/** All texts of a round. */
function textsOf(story: Story, request: CheckRequest, stageOn: (channel: Channel) => Stage): NoticeText[] {
  return CHANNELS.flatMap((channel) => {
    const stage = stageOn(channel)
    return LANGUAGES.map((language) => textOf(request, channel, stage, language, story.numberOf(stage)))
  })
}

function checkRound(story: Story, isCorrection: boolean): void {
  const stageOn = (channel: Channel) => (isCorrection ? 'correction' : story.stageOn(channel))
  if (isCorrection && story.last.website === undefined) return
  const incident = foldEvents(story.writer.events)
  const request = { ...requestOf(incident, { now: story.now }), ...(isCorrection && { correction: CORRECTION }) }
  const texts = textsOf(story, request, stageOn)
  const findings = checkNotices(request, texts)
  // Stopped again without a word that it was reopened: what it says of a resumption is not sent.
  const isContradicted = findings.some(({ code }) => code === 'resumption-contradicted')
  for (const notice of isContradicted ? [] : texts)
    checkText(
      story,
      notice,
      findings.some((one) => one.code === 'left-out' && isOf(one, notice)),
    )
  story.notify(stageOn)
}

const isOf = (one: { channel: string | null; language: Language | null }, notice: NoticeText) =>
  one.channel === notice.channel && one.language === notice.language

function checkText(story: Story, notice: NoticeText, hasLeftOut: boolean): void {
  const { stage, language, subject, text, leftOut = [] } = notice
  const channel = notice.channel as Channel
  if (leftOut.length > 0) expect(hasLeftOut).toBe(true)
  try {
    if (stage === 'correction') expect(text).toContain(CORRECTION)
    const reading = readText(channel, language, subject, text)
    checkStates(story, channel, language, stage, reading)
    checkMentions(story, language, stage, reading)
    checkTimes(story, notice, reading)
    checkFacts(story, notice, reading)
    checkChanges(story, channel, language, stage, reading, leftOut)
  } catch (error) {
    throw new Error(
      `${(error as Error).message}\n\n${channel} ${stage} ${language}\n${subject ?? ''}\n${text}\n${JSON.stringify(leftOut)}`,
    )
  }
}

function tell(story: Story, steps: readonly Step[]): void {
  for (const step of steps)
    if (story.take(step) && (step.do === 'notify' || step.do === 'correct')) checkRound(story, step.do === 'correct')
}

const COURSES = [
  ['maintenance', 'planned'],
  ['compliance', 'planned'],
  ['compliance', 'sudden'],
  ['system-failure', 'sudden'],
  ['security-incident', 'sudden'],
  ['market-volatility', 'sudden'],
] as const

/** To look for more than these halts show, change the seed, or raise the number of runs. */
const RUNS = { numRuns: 5, seed: 20261124 }

describe.each(COURSES)('the texts of a halt (%s, %s)', (type, how) => {
  it('state what the events give at that moment, and all that has changed since the last notice', () => {
    const isPlanned = how === 'planned'
    const halt = fc.record({ initial, before: isPlanned ? beforeIt : fc.constant([]), during, ending })
    fc.assert(
      fc.property(halt, (steps) => {
        const story = new Story(type, isPlanned, steps.initial)
        tell(story, [
          ...steps.before,
          ...(isPlanned ? [notify, { do: 'begin' } as const] : []),
          ...steps.during,
          ...steps.ending,
        ])
      }),
      RUNS,
    )
  })

  it.runIf(how === 'planned')('state that it is called off', () => {
    fc.assert(
      fc.property(beforeIt, (steps) => {
        tell(new Story(type, true), [...steps, notify, { do: 'false-alarm' }, notify])
      }),
      { ...RUNS, numRuns: 3 },
    )
  })
})
