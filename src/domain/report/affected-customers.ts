import { factWrites } from '../incident/facts.ts'
import type { Incident } from '../incident/incident.ts'
import { parseTarget } from '../incident/scope.ts'
import type { ScopeHistory } from '../incident/scope-history.ts'
import { isWithin, type TimeSpan, valuesOverTime } from '../incident/spans.ts'

/** A time during which operations were restricted, and the same number of customers was stated to be affected. */
export interface AffectedStep extends TimeSpan {
  /** Null where nobody stated it for this time. */
  readonly customers: number | null
}

export interface AffectedCurve {
  /** Whether some numbers add up those of several operations, so that one customer may count more than once. */
  readonly isSum: boolean
  readonly steps: readonly AffectedStep[]
}

/** What one fact said over time. */
interface Statements {
  /** Null if it is about the halt as a whole. */
  readonly operations: readonly string[] | null
  readonly spans: readonly (TimeSpan & { readonly customers: number })[]
}

/**
 * Returns how many customers were affected while something was restricted, by the facts that count them (`affected`). A
 * statement holds from its time to the next one. Without one on the halt as a whole, those on its operations are added up,
 * if there is one for each that was restricted. No steps if none of these times has a number.
 */
export function affectedCurve(incident: Incident, history: readonly ScopeHistory[], span: TimeSpan): AffectedCurve {
  const statements = statementsOf(incident, span)
  const restrictions = history.map(({ target, spans }) => ({
    operation: parseTarget(target).operation,
    spans: spans.filter(({ state }) => state !== 'open'),
  }))
  const edges = [...restrictions, ...statements].flatMap(({ spans }) => spans.flatMap(({ from, to }) => [from, to]))
  const times = [...new Set(edges)].sort((a, b) => a - b)
  const steps: AffectedStep[] = []
  let isSum = false
  for (const [i, from] of times.slice(0, -1).entries()) {
    const restricted = restrictions.filter(({ spans }) => isWithin(from, spans)).map(({ operation }) => operation)
    if (restricted.length === 0) continue
    const to = times[i + 1] as number
    const { customers, parts } = affectedAt(from, restricted, statements)
    isSum ||= parts > 1
    const last = steps.at(-1)
    if (last !== undefined && last.to === from && last.customers === customers)
      steps[steps.length - 1] = { ...last, to }
    else steps.push({ from, to, customers })
  }
  return { isSum, steps: steps.some(({ customers }) => customers !== null) ? steps : [] }
}

function affectedAt(time: number, restricted: readonly string[], statements: readonly Statements[]) {
  const stated = statements.flatMap(({ operations, spans }) => {
    const span = spans.find((one) => isWithin(time, [one]))
    return span === undefined ? [] : [{ operations, customers: span.customers }]
  })
  const whole = stated.find(({ operations }) => operations === null)
  if (whole !== undefined) return { customers: whole.customers, parts: 1 }
  const parts = stated.filter(({ operations }) => operations?.some((operation) => restricted.includes(operation)))
  const isEachStated = restricted.every((operation) => parts.some(({ operations }) => operations?.includes(operation)))
  const customers = isEachStated ? parts.reduce((sum, part) => sum + part.customers, 0) : null
  return { customers, parts: customers === null ? 0 : parts.length }
}

function statementsOf(incident: Incident, { from, to }: TimeSpan): Statements[] {
  return Object.entries(incident.runbook.facts).flatMap(([name, { affected, kind, operations = null }]) => {
    if (affected !== true || kind !== 'count') return []
    const spans = valuesOverTime(factWrites(incident, name), from, to).flatMap(({ value, ...span }) =>
      value.value === null ? [] : [{ from: span.from, to: span.to, customers: Number(value.value) }],
    )
    return [{ operations, spans }]
  })
}
