/** A step of the workflow of a CACAO playbook, so far as tests read it. */
export interface WorkflowStep {
  readonly type: string
  readonly name?: string
  readonly description?: string
  readonly delay?: number
  readonly agent?: string
  readonly targets?: readonly string[]
  readonly commands?: readonly { readonly type: string; readonly command: string }[]
  readonly out_args?: readonly string[]
  readonly external_references?: readonly { readonly external_id: string }[]
  readonly on_completion?: string
  readonly on_true?: string
  readonly next_steps?: readonly string[]
  readonly condition?: string
  readonly switch?: string
  readonly cases?: Readonly<Record<string, string>>
  readonly step_extensions?: Readonly<Record<string, { readonly step_key: string }>>
}

interface Agent {
  readonly type: string
  readonly name: string
  readonly agent_target_extensions?: Readonly<Record<string, unknown>>
}

export interface Playbook {
  readonly id: string
  readonly name: string
  readonly created: string
  readonly modified: string
  readonly created_by: string
  readonly labels?: readonly string[]
  readonly workflow_start: string
  readonly workflow: Readonly<Record<string, WorkflowStep>>
  readonly playbook_variables: Readonly<Record<string, { readonly value: string | null }>>
  readonly agent_definitions: Readonly<Record<string, Agent>>
  readonly target_definitions?: Readonly<Record<string, Agent>>
  readonly extension_definitions: Readonly<Record<string, { readonly schema: string }>>
  readonly playbook_extensions: Readonly<Record<string, unknown>>
  readonly external_references?: readonly { readonly external_id: string }[]
}

/** The id of the runbook's step that an action stands for; its name for one that no runbook has. */
export function keyOf({ step_extensions = {}, name = '' }: WorkflowStep): string {
  return Object.values(step_extensions)[0]?.step_key ?? name
}

/** The first steps of a step's branches. */
export function branchesOf({ on_true, next_steps = [], cases = {} }: WorkflowStep): string[] {
  return [...new Set([...(on_true === undefined ? [] : [on_true]), ...next_steps, ...Object.values(cases)])]
}

/**
 * Runs a workflow with these variables, as a tool for CACAO would: returns the actions in order, those of parallel
 * branches one branch after the other, those of a loop once.
 */
export function run({ workflow, workflow_start }: Playbook, variables: Readonly<Record<string, string>>): string[] {
  const from = (id: string | undefined): string[] => {
    if (id === undefined) return []
    const step = workflow[id]
    if (step === undefined) throw new Error(`no step ${id}`)
    const here = step.type === 'action' ? [keyOf(step)] : chosen(step).flatMap(from)
    return [...here, ...from(step.on_completion)]
  }
  const chosen = (step: WorkflowStep): string[] => {
    if (step.switch !== undefined) {
      const id = step.cases?.[variables[step.switch.replace(':value', '')] ?? '']
      return id === undefined ? [] : [id]
    }
    return step.condition === undefined || holds(step.condition, variables) ? branchesOf(step) : []
  }
  return from(workflow_start)
}

function holds(condition: string, variables: Readonly<Record<string, string>>): boolean {
  const [, name = '', value] = /^(__\w+__):value = '(\w+)'$/.exec(condition) ?? []
  if (value === undefined) throw new Error(`not a comparison: ${condition}`)
  return variables[name] === value
}
