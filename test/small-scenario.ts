import type { Inject, Scenario } from '../src/domain/drill/scenario.ts'
import type { EventDraft } from '../src/domain/log/event.ts'
import { HOUR, MINUTE, started } from './given.ts'

const both = (text: string) => ({ ja: text, en: text })

export function inject(id: string, at: number, over: Partial<Inject> = {}): Inject {
  return {
    id,
    at,
    words: both(id),
    within: 10 * MINUTE,
    until: null,
    facts: [],
    scope: [],
    fails: [],
    damaged: [],
    silent: [],
    resumes: [],
    steps: [],
    notices: [],
    severity: null,
    ...over,
  }
}

export const given = (fact: string, over: Partial<Scenario['facts'][number]> = {}): Scenario['facts'][number] => ({
  fact,
  value: null,
  ja: null,
  en: null,
  from: null,
  to: null,
  ...over,
})

/** An exercise for the small runbook, without injects unless some are given. */
export function scenario(over: Partial<Scenario> = {}): Scenario {
  return {
    id: 'small',
    type: 'failure',
    severity: 'sev2',
    title: both('Small'),
    briefing: both('Something stopped.'),
    before: 2 * MINUTE,
    planned: null,
    scope: [{ operation: 'trading', asset: null, state: 'stopped', words: null }],
    facts: [],
    lasts: 2 * HOUR,
    mark: 80,
    injects: [],
    original: null,
    ...over,
  }
}

export const began = (over: Partial<Scenario> = {}, speed = 1): EventDraft & { type: 'drill.began' } => ({
  type: 'drill.began',
  data: { scenario: scenario(over), scenarioDigest: 'scenario-1', speed, auto: false },
})

export const came = (one: Inject): EventDraft => ({ type: 'drill.injected', data: { inject: one } })

/** A drill of the small scenario, begun at the time of the declaration. */
export function drill(over: Partial<Scenario> = {}, speed = 1): EventDraft[] {
  return [started({ drill: true }), began(over, speed)]
}
