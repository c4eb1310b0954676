import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, type Intent } from '../../../src/domain/decide/decide.ts'
import { isProblem } from '../../../src/domain/decide/decision.ts'
import { evolve } from '../../../src/domain/incident/evolve.ts'
import { readEvent } from '../../../src/domain/log/event.ts'
import { seal, unseal } from '../../../src/domain/log/line.ts'
import { EXIT_CODES } from '../../../src/domain/problem.ts'
import { DECLARED, foldEvents, HOUR, iso, Writer } from '../../given.ts'
import { anyIntent, anyLog } from '../arbitrary.ts'

/** An incident with several intents, each decided on that same incident. */
const situation = anyLog.chain((events) =>
  fc.record({
    incident: fc.constant(foldEvents(events)),
    intents: fc.array(anyIntent(events), { minLength: 10, maxLength: 10 }),
    hours: fc.integer({ min: 0, max: 12 }),
  }),
)

/** Whether an intent states one value rather than an action, so that repeating it changes nothing. */
function isRepeatable(intent: Intent): boolean {
  if (intent.kind === 'scope') return intent.statements.length === 1
  if (intent.kind === 'set')
    return (
      intent.statements.length === 1 &&
      intent.statements.every(({ known, value, ja, en }) => known !== false || (value ?? ja ?? en) == null)
    )
  return ['begin', 'decline', 'skip', 'assign', 'classify'].includes(intent.kind)
}

describe('decide, for any log and intent', () => {
  it('refuses with a known code, or returns valid events that cause no anomaly', () => {
    const outcomes = new Set<string>()
    fc.assert(
      fc.property(situation, ({ incident, intents, hours }) => {
        const after = (24 + hours) * HOUR
        const circumstances = { by: 'taro', now: DECLARED + after, recordedAt: iso(after), knows: () => true }
        for (const intent of intents) {
          const decision = decide(incident, intent, circumstances)
          if (isProblem(decision)) {
            outcomes.add('refused')
            expect(EXIT_CODES).toHaveProperty(decision.code)
            continue
          }
          const writer = new Writer('dddddddd')
          for (const draft of decision.events) {
            outcomes.add(draft.type)
            const event = writer.write(draft, after)
            expect(readEvent(event)).toBe(event)
            expect(unseal(Buffer.from(seal(event).line))).toEqual({ event })
          }
          expect(evolve(incident, ...writer.events).anomalies).toEqual(incident.anomalies)
        }
      }),
      { numRuns: 300 },
    )
    expect(outcomes).toContain('refused')
    expect(outcomes.size).toBeGreaterThan(12)
  })

  it('returns no events when a set, scope, classify or step intent (other than done) is repeated', () => {
    let repeated = 0
    fc.assert(
      fc.property(situation, ({ incident, intents, hours }) => {
        const after = (24 + hours) * HOUR
        const circumstances = { by: 'taro', now: DECLARED + after, recordedAt: iso(after), knows: () => true }
        for (const intent of intents.filter(isRepeatable)) {
          const decision = decide(incident, intent, circumstances)
          if (isProblem(decision)) continue
          const writer = new Writer('dddddddd')
          for (const draft of decision.events) writer.write(draft, after)
          expect(decide(evolve(incident, ...writer.events), intent, circumstances)).toMatchObject({ events: [] })
          repeated += 1
        }
      }),
      { numRuns: 600 },
    )
    expect(repeated).toBeGreaterThan(100)
  })
})
