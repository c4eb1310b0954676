import type { Step } from '../../domain/runbook/runbook.ts'
import { type ExportedRunbook, exportedSteps } from './exported-runbook.ts'

/** What a CACAO playbook lacks of a runbook, or has in the extension only. */
export type OmittedKind =
  | 'templates'
  | 'authorities'
  | 'scenarios'
  | 'people'
  | 'reopenings'
  | 'cadence'
  | 'urgencies'
  | 'commands'

/** How many things of each kind. */
export type Omissions = Readonly<Partial<Record<OmittedKind, number>>>

/** What the workflow of a playbook cannot express, so that only the extension has it. */
export function onlyInExtension(exported: ExportedRunbook): Omissions {
  const steps = exportedSteps(exported)
  const dependsOnType = ({ applies }: Step) => new Set(Object.values(applies)).size > 1
  return {
    reopenings: steps.filter(({ renew }) => renew).length,
    cadence: steps.filter(({ every }) => every === 'cadence').length,
    urgencies: exported.type === null ? steps.filter(dependsOnType).length : 0,
    commands: steps.reduce((count, { commands = [] }) => count + commands.length, 0),
  }
}
