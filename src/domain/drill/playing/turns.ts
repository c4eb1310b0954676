import { phaseOf } from '../../incident/current-values.ts'
import { restricted } from '../../incident/scope.ts'
import { RESOLVED, stepsOf } from '../../incident/steps.ts'
import { GRACE, type Move, mayTell, REASON, record, type Scene } from './scene.ts'

/** What turns the whole incident, when nothing else is to be done. */
export function* turns(scene: Scene): Iterable<Move> {
  const phase = phaseOf(scene.incident)
  if (phase === 'scheduled') yield* beginning(scene)
  else if (phase === 'initial-response') yield* advancing(scene)
  const { scenario, opened, now, course } = scene
  if (scenario.injects.some(({ at }) => opened + at > now)) return
  if (course.current.liftedAt !== null) yield* closing(scene)
  else if (!scenario.injects.some(({ resumes }) => resumes.length > 0) && now >= opened + scenario.lasts)
    yield record({ kind: 'lift', targets: 'all' })
}

/** A planned halt begins when it was planned to, whatever stands open. */
function* beginning({ begins, now }: Scene): Iterable<Move> {
  if (now < begins) return
  yield record({ kind: 'advance' })
  yield record({ kind: 'advance', force: REASON })
}

/** What cannot be done yet is begun, so that it carries over. */
function* advancing({ incident, now }: Scene): Iterable<Move> {
  yield record({ kind: 'advance' })
  for (const { step, state } of stepsOf(incident, now))
    if (step.phase === 'initial-response' && step.modality === 'must' && state === 'pending')
      yield record({ kind: 'begin', steps: [step.id] })
}

/** The notices of a channel that stays out of use are left out, and the drill is closed. */
function* closing(scene: Scene): Iterable<Move> {
  const { incident, now } = scene
  yield record({ kind: 'close', as: 'resolved', reason: null })
  const left = stepsOf(incident, now).filter(
    ({ step, state }) => !RESOLVED.has(state) && step.channel !== null && !mayTell(scene, step.channel),
  )
  if (left.length > 0) yield record({ kind: 'skip', steps: left.map(({ step }) => step.id), reason: REASON })
}

/** Whether the drill is to end, whatever stands open. */
export function isTimeUp({ scenario, opened, now }: Scene): boolean {
  return now >= opened + scenario.lasts + GRACE
}

export function* ending({ incident, course }: Scene): Iterable<Move> {
  if (phaseOf(incident) === 'scheduled') yield record({ kind: 'advance', force: REASON })
  if (course.current.liftedAt === null || restricted(incident).length > 0)
    yield record({ kind: 'lift', targets: 'all', force: REASON })
  yield record({ kind: 'close', as: 'resolved', reason: null, force: REASON })
}
