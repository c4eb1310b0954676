import type { ScopeStatement } from '../../decide/scope.ts'
import type { ScopeChange } from '../../log/event.ts'
import { answeredAt, type Expectation, expectationsOf } from '../answers.ts'
import { dueInjects, fails } from '../injects.ts'
import type { Inject } from '../scenario.ts'
import { comeIn, type Move, mayTell, notify, record, type Scene, stated, TAKES } from './scene.ts'

export function* injects({ incident, now }: Scene): Iterable<Move> {
  if (dueInjects(incident, now).length > 0) yield record({ kind: 'inject' }, 0)
}

/** What has come and is not answered yet, in the order in which it came. */
export function* replies(scene: Scene): Iterable<Move> {
  for (const inject of comeIn(scene))
    for (const expected of expectationsOf(inject))
      if (answeredAt(scene.incident, scene.course, scene.opened + inject.at, expected) === null)
        yield* replyTo(scene, inject, expected)
}

function* replyTo(scene: Scene, inject: Inject, expected: Expectation): Iterable<Move> {
  const { what } = expected
  switch (expected.kind) {
    case 'fact':
      yield record({
        kind: 'set',
        facts: inject.facts.filter(({ fact }) => fact === what).map((f) => stated(scene, f)),
      })
      break
    case 'scope':
      yield record({ kind: 'scope', statements: statementsOf(inject.scope) })
      break
    case 'severity':
      yield record({ kind: 'classify', severity: expected.what, reason: inject.id })
      break
    case 'step':
      yield record({ kind: 'done', steps: [what] }, TAKES.step)
      break
    case 'channel':
      if (!fails(scene.incident, what, scene.now)) yield notify([what])
      else yield record({ kind: 'mark-channel', channels: [what], safe: false, reason: inject.id })
      break
    case 'notice':
      if (mayTell(scene, what)) yield notify([what])
      break
    case 'resume':
      yield record({ kind: 'lift', targets: inject.resumes.map(targetIn) })
      break
    // Calls go on until somebody answers, whether or not something came of it.
    case 'call':
      break
  }
}

function targetIn(given: string): { readonly operation: string; readonly asset: string | null } {
  const [operation = '', asset = null] = given.split(':')
  return { operation, asset }
}

export function statementsOf(changes: readonly ScopeChange[]): ScopeStatement[] {
  return changes.flatMap(({ state, ...change }) => (state === null ? [] : [{ ...change, state }]))
}
