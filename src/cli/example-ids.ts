import type { KnownAuthority } from '../domain/authorities/authority.ts'
import { factWithRole } from '../domain/runbook/fact-roles.ts'
import { type Runbook, type Step, URGENCIES } from '../domain/runbook/runbook.ts'

/** Ids of a manual, by the capitals that stand for them in examples. */
export type ExampleIds = Readonly<Record<string, string | undefined>>

/** The ids that somebody would type first, in a halt that nobody planned. */
export function exampleIds(runbook: Runbook): ExampleIds {
  const { types, operations, channels, departments } = runbook
  const type = Object.keys(types).find((id) => types[id]?.planned !== 'required') ?? Object.keys(types)[0]
  const steps = stepsInHalt(runbook, type ?? '')
  return {
    TYPE: type,
    OPERATION: Object.keys(operations)[0],
    CHANNEL: Object.keys(channels)[0],
    DEPARTMENT: Object.keys(departments)[0],
    FACT: factWithRole(runbook, 'impact') ?? undefined,
    STEP: (steps.find(({ modality }) => modality === 'must') ?? steps[0])?.id,
    'OPTIONAL-STEP': steps.find(({ modality }) => modality !== 'must')?.id,
  }
}

/** The authority that somebody would report to first: one whose deadlines run without anybody judging whether it applies. */
export function exampleAuthority(known: readonly KnownAuthority[]): string | undefined {
  return (known.find(({ byName, facts }) => !byName && facts.length === 0) ?? known[0])?.authority.id
}

/** The steps of a halt of this type once it has begun, without its notices, the most urgent first. */
function stepsInHalt({ steps }: Runbook, type: string): Step[] {
  const urgency = ({ applies }: Step) => (applies[type] === undefined ? -1 : URGENCIES.indexOf(applies[type]))
  return steps
    .filter((step) => step.phase !== 'scheduled' && step.channel === null && urgency(step) >= 0)
    .sort((a, b) => urgency(a) - urgency(b))
}

/** A line with ids in place of capitals; without an id for them, they stay. */
export function withIds(line: string, ids: ExampleIds): string {
  return line.replaceAll(/\b[A-Z]+(?:-[A-Z]+)*\b/g, (capitals) => ids[capitals] ?? capitals)
}
