import { register } from '../../incident/current-values.ts'
import { factOf, isInSettings } from '../../incident/facts.ts'
import type { Interruption } from '../../incident/lifecycle.ts'
import { noticesOf, unsafeBecause } from '../../incident/notices.ts'
import { type StepView, stepsOf } from '../../incident/steps.ts'
import { customerChannels } from '../../runbook/runbook.ts'
import { answeredAt, type Expectation, expectationsOf } from '../answers.ts'
import { fails } from '../injects.ts'
import { type Check, isOpen, type Judged, timed } from './check.ts'

/** Whether what is required was done, notices state what they have to (manual 2.2), and what came was answered. */
export function completeness(judged: Judged): Check[] {
  return [...steps(judged), ...facts(judged), ...answers(judged, (expected) => !ESCALATES.has(expected.kind))]
}

/** Answers that are judged with the escalation. */
const ESCALATES: ReadonlySet<Expectation['kind']> = new Set(['call', 'severity'])

const DONE: Readonly<Record<StepView['state'], number>> = {
  done: 1,
  'not-applicable': 1,
  'in-progress': 0.5,
  pending: 0,
  declined: 0,
  skipped: 0,
}

/** Each required step that applies; not the notices of a channel that is out of use. */
function steps({ incident, end }: Judged): Check[] {
  return stepsOf(incident, end)
    .filter(({ step, state }) => step.modality === 'must' && state !== 'not-applicable')
    .filter(({ step: { channel }, state }) => state === 'done' || channel === null || isUsable(channel))
    .map(({ step, state, at }) => ({
      code: 'step',
      what: step.id,
      expected: null,
      dueAt: null,
      at: at === null ? null : Date.parse(at),
      got: DONE[state],
    }))

  function isUsable(channel: string): boolean {
    return unsafeBecause(incident, channel) === null && !fails(incident, channel, end)
  }
}

/** Each fact that customers are told, known or said not to be, before the last channel had its first notice. */
function facts({ incident, course }: Judged): Check[] {
  const [interruption] = course.interruptions as [Interruption]
  const first = customerChannels(incident.runbook).flatMap(
    (channel) => noticesOf(incident, channel, interruption)[0]?.at ?? [],
  )
  if (first.length === 0) return []
  const dueAt = Math.max(...first.map((at) => Date.parse(at)))
  return Object.keys(incident.runbook.facts)
    .filter((fact) => incident.runbook.facts[fact]?.notice)
    .map((fact) => {
      if (factOf(incident, fact).at === null && isInSettings(incident, fact)) return timed('fact', fact, dueAt, dueAt)
      const writes = [`fact:${fact}`, `words:${fact}.ja`, `words:${fact}.en`] as const
      const times = writes.flatMap((key) => register(incident, key as `fact:${string}`).filter((w) => !w.undone))
      return timed('fact', fact, dueAt, times.length === 0 ? null : Math.min(...times.map((w) => Date.parse(w.at))))
    })
}

/** What injects asked for, as far as it was due; not what nothing here could answer. */
export function answers(judged: Judged, isMeant: (expected: Expectation) => boolean): Check[] {
  const { incident, course, scenario, opened, end } = judged
  return scenario.injects.flatMap((inject) => {
    const since = opened + inject.at
    return expectationsOf(inject)
      .filter(isMeant)
      .flatMap((expected): Check[] => {
        const at = answeredAt(incident, course, since, expected)
        const dueAt = since + inject.within
        if (at === Number.POSITIVE_INFINITY || since > end || (at === null && isOpen(judged, dueAt))) return []
        return [timed('inject', inject.id, dueAt, at, expected)]
      })
  })
}
