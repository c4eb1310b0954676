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
        yield* repliesTo(scene, inject, expected)
}

function repliesTo(scene: Scene, inject: Inject, expected: Expectation): Move[] {
  const { what } = expected
  switch (expected.kind) {
    case 'fact': {
      const given = inject.facts.filter(({ fact }) => fact === what)
      return [record({ kind: 'set', facts: given.map((fact) => stated(scene, fact)) })]
    }
    case 'scope':
      return [record({ kind: 'scope', statements: statementsOf(inject.scope) })]
    case 'severity':
      return [record({ kind: 'classify', severity: expected.what, reason: inject.id })]
    case 'step':
      return [record({ kind: 'done', steps: [what] }, TAKES.step)]
    case 'channel':
      if (!fails(scene.incident, what, scene.now)) return [notify([what])]
      return [record({ kind: 'mark-channel', channels: [what], safe: false, reason: inject.id })]
    case 'notice':
      return mayTell(scene, what) ? [notify([what])] : []
    case 'resume':
      return [record({ kind: 'lift', targets: inject.resumes.map(targetIn) })]
    // Calls go on until somebody answers, whether or not something came of it.
    case 'call':
      return []
  }
}

function targetIn(given: string): { readonly operation: string; readonly asset: string | null } {
  const [operation, asset = null] = given.split(':') as [string, string?]
  return { operation, asset }
}

function statementsOf(changes: readonly ScopeChange[]): ScopeStatement[] {
  return changes.flatMap(({ state, ...change }) => (state === null ? [] : [{ ...change, state }]))
}
