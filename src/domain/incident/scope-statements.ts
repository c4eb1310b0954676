import type { Phase } from '../runbook/runbook.ts'
import { currentWrite, registerOf, registersByName } from './current-values.ts'
import type { Incident, ScopeMark } from './incident.ts'
import type { Register, Write } from './register.ts'

/** The writes of the scope by target. */
export type ScopeRegisters = readonly [target: string, writes: Register<ScopeMark>][]

/**
 * Returns what was stated of the scope, by target. Where a target was opened by force, as it never was restricted, it counts
 * as open since it was stated to be restricted, if not open since before that, and those statements as undone. So does what
 * was restricted when the halt was closed as a false alarm, unless something had resumed.
 */
export function scopeStatements(incident: Incident, stated = statedScope(incident)): ScopeRegisters {
  const isAllTakenBack = wasNothing(incident)
  return stated.map(([target, writes]) => [target, withoutTakenBack(writes, isAllTakenBack)])
}

/** Returns what was stated of the scope as it was recorded. */
export function statedScope(incident: Incident): ScopeRegisters {
  return registersByName(incident, 'scope:')
}

/**
 * Whether the halt was closed as a false alarm, and nothing was. It was something if it had resumed in part, and what was
 * planned and called off before it began is none.
 */
export function wasNothing(incident: Incident): boolean {
  const phases = registerOf(incident, 'phase').flatMap(({ undone, value }) => (undone ? [] : value.phase))
  const hasBegun = phases.some(isHaltPhase)
  const isFalseAlarm = currentWrite(incident, 'phase')?.value.closedAs === 'false-alarm'
  return isFalseAlarm && hasBegun && !phases.includes('after-resumption')
}

/** Whether a halt goes on in a phase. */
export function isHaltPhase(phase: Phase): boolean {
  return phase !== 'scheduled' && phase !== 'closed'
}

function withoutTakenBack(writes: Register<ScopeMark>, isAllTakenBack: boolean): Register<ScopeMark> {
  const corrected = new Map<Write<ScopeMark>, Write<ScopeMark>>()
  let restriction: Write<ScopeMark>[] = []
  const takeBack = () => {
    for (const one of restriction) corrected.set(one, { ...one, undone: true })
  }
  for (const write of writes) {
    const { state, forced } = write.value
    if (write.undone) continue
    if (state !== null && state !== 'open') restriction.push(write)
    else {
      const [first] = restriction
      if (forced !== undefined && first !== undefined) {
        takeBack()
        const at = Date.parse(write.at) < Date.parse(first.at) ? write.at : first.at
        corrected.set(write, { ...write, at })
      }
      restriction = []
    }
  }
  const [first] = restriction
  if (isAllTakenBack && first !== undefined) {
    takeBack()
    corrected.set(first, { ...first, value: { ...first.value, state: 'open', words: null } })
  }
  return writes.map((write) => corrected.get(write) ?? write)
}

/** Whether it was said after a position in the fold that something never was restricted. */
export function isTakenBackAfter(incident: Incident, order: number): boolean {
  return registersByName(incident, 'scope:').some(([, writes]) =>
    writes.some((write) => !write.undone && write.order > order && write.value.forced !== undefined),
  )
}
