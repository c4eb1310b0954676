import { register } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import type { StepView } from '../incident/steps.ts'

/** A departure from the manual: a step skipped, a refusal forced, or steps left open at a lift. */
export interface Deviation {
  readonly kind: 'skipped' | 'forced' | 'open-at-lift'
  readonly what: readonly string[]
  readonly reason: string | null
  readonly at: string
  readonly by: string
}

export function deviationsOf(incident: Incident, steps: readonly StepView[]): Deviation[] {
  const skipped = steps
    .filter((v) => v.state === 'skipped')
    .map((v) => ({
      kind: 'skipped' as const,
      what: [v.step.id],
      reason: v.reason,
      at: v.at as string,
      by: v.by as string,
    }))
  const phases = register(incident, 'phase').filter((w) => !w.undone && w.value.forced !== null)
  const forced = phases.map(({ value, at, by }): Deviation => {
    const { reason, open } = value.forced as { reason: string; open: readonly string[] }
    return {
      kind: reason === '' ? 'open-at-lift' : 'forced',
      what: open,
      reason: reason === '' ? null : reason,
      at,
      by,
    }
  })
  const notices = incident.notices.flatMap(({ channel, forced, at, by }): Deviation[] => {
    if (forced === null) return []
    return [{ kind: 'forced', what: forced.open.map((code) => `${channel}: ${code}`), reason: forced.reason, at, by }]
  })
  return [...skipped, ...forced, ...notices].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}
