import type { Command } from 'commander'
import type { CommandContext } from '../command.ts'
import { ALL_DUTIES, type DutyFilter } from '../domain/incident/duty-filter.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { assigneeNamed, idNamed } from './names.ts'

export interface DutyFilterOptions {
  readonly department?: string
  readonly assigned?: string
}

export function addDutyFilter(command: Command, say: CommandContext['say']): Command {
  return command
    .option('--department <department>', say('only the duties of this department', 'この部署の担当分だけを表示する'))
    .option('--assigned <assignee>', say('only the duties of this assignee', 'この人または部署の分だけを表示する'))
}

/** The filter that the flags state: `ALL_DUTIES` itself if neither is given. Throws as `idNamed` does. */
export function dutyFilterOf({ runbook }: Incident, { department, assigned }: DutyFilterOptions): DutyFilter {
  if (department === undefined && assigned === undefined) return ALL_DUTIES
  const { departments } = runbook
  const id = department === undefined ? null : idNamed(department, departments, 'unknown-department')
  return {
    department: id,
    assigned: assigned === undefined ? null : assigneeNamed(assigned, departments, '--assigned'),
  }
}
