import { type Bilingual, departmentsTold, type Step } from '../../domain/runbook/runbook.ts'
import type { LanguageChoice } from '../language-choice.ts'
import {
  agentExtension,
  EXTENSION_ID,
  extensionDefinition,
  PROGRAM_IDENTITY,
  playbookExtension,
} from './cacao-extension.ts'
import {
  type Context,
  clauseReference,
  dictionaryKey,
  factVariable,
  isNotice,
  LEAD,
  runbookWork,
  typeName,
  VARIABLES,
} from './cacao-steps.ts'
import { byUrgency, type ExportedRunbook, exportedSteps, exportedTypes } from './exported-runbook.ts'
import { derivedUuid4, uuid5 } from './uuid.ts'
import { exportTitle, type Wording } from './wording.ts'
import { type IdOf, type Workflow, workflowOf } from './workflow.ts'

// A runbook as a CACAO 2.0 playbook (OASIS, Security Playbooks Version 2.0). docs/runbooks.md says what becomes what.

/** The namespace of all ids that are made here. */
const NAMESPACE = '2c1d5a0e-6f37-5b8e-9d42-8b7f3e10c6a5'

/** Returns the playbook. The same runbook gives the same one, whenever and wherever that happens. */
export function cacaoPlaybook(exported: ExportedRunbook, language: LanguageChoice, wording: Wording): object {
  const { digest, type, organisation, chapters } = exported
  // One content, one id: two exports that differ are never taken for the same version of one playbook.
  const uuid = uuid5(NAMESPACE, JSON.stringify([digest, chapters, type, language, organisation, exported.cadence]))
  const idOf: IdOf = (kind, key) => `${kind}--${derivedUuid4(uuid, `${kind} ${key}`)}`
  const steps = byUrgency(exportedSteps(exported), exportedTypes(exported))
  const context = { exported, wording, steps, idOf }
  const workflow = workflowOf(runbookWork(context), idOf)
  const reviewed = chapters.flatMap((chapter) => chapter.reviewed ?? []).sort()
  const notifies = steps.some(isNotice)
  const labels = exportedTypes(exported)
  const references = clausesOf(steps).map((clause) => clauseReference(clause, context))
  const told = [...new Set(steps.flatMap((step) => departmentsTold(exported.runbook, step)))]
  return {
    type: 'playbook',
    spec_version: 'cacao-2.0',
    id: `playbook--${uuid}`,
    name: exportTitle(exported, wording),
    description: wording.say(({ said }) => said.description(steps.length, digest)),
    ...(notifies && { playbook_types: ['mitigation', 'notification'], playbook_activities: ['deliver-content'] }),
    playbook_processing_summary: processingSummary(workflow),
    created_by: organisation === null ? PROGRAM_IDENTITY : identityOf(organisation),
    created: timestamp(reviewed[0]),
    modified: timestamp(reviewed.at(-1)),
    ...(labels.length > 0 && { labels }),
    ...(references.length > 0 && { external_references: references }),
    playbook_variables: variables(context),
    workflow_start: workflow.start,
    workflow: workflow.steps,
    playbook_extensions: { [EXTENSION_ID]: playbookExtension(exported, language) },
    agent_definitions: agents(context),
    ...(told.length > 0 && { target_definitions: departments(told, 'target', context) }),
    extension_definitions: {
      [EXTENSION_ID]: extensionDefinition(
        wording.say(({ said }) => said.extensionName),
        wording.say(({ said }) => said.extensionDescription),
      ),
    },
  }
}

/** The start of a day in UTC; CACAO wants milliseconds, and a date even if nobody has reviewed any chapter. */
function timestamp(date = '1970-01-01'): string {
  return `${date}T00:00:00.000Z`
}

/** The same for all playbooks of an organisation, in any language. */
function identityOf({ ja, en }: Bilingual): string {
  return `identity--${derivedUuid4(NAMESPACE, JSON.stringify([ja, en]))}`
}

function processingSummary({ steps }: Workflow) {
  const has = (type: string) => Object.values(steps).some((step) => step.type === type)
  return {
    manual_playbook: true,
    parallel_processing: has('parallel'),
    if_logic: has('if-condition'),
    while_logic: has('while-condition'),
    switch_logic: has('switch-condition'),
    temporal_logic: Object.values(steps).some(({ delay }) => delay !== undefined),
    extensions: true,
  }
}

function clausesOf(steps: readonly Step[]): string[] {
  return [...new Set(steps.flatMap(({ clauses }) => clauses))]
}

function agents(context: Context) {
  const { steps, wording, idOf } = context
  const working = steps.map(({ department }) => department)
  const lead = { type: 'individual', name: wording.say(({ said }) => said.lead) }
  return { [idOf('individual', LEAD)]: lead, ...departments(working, 'agent', context) }
}

function departments(
  ids: readonly string[],
  role: 'agent' | 'target',
  { exported: { runbook }, wording, idOf }: Context,
) {
  return Object.fromEntries(
    [...new Set(ids)].map((id) => [
      idOf('group', `${role} ${id}`),
      {
        type: 'group',
        name: wording.title(runbook.departments[id] ?? { ja: id, en: id }),
        agent_target_extensions: { [EXTENSION_ID]: agentExtension(runbook, id) },
      },
    ]),
  )
}

function variables({ exported, steps, wording }: Context) {
  const { runbook, type } = exported
  const values = exportedTypes(exported).map((id) => `${dictionaryKey(id)}: ${wording.title(typeName(runbook, id))}`)
  const asked = new Set(steps.flatMap(({ asks }) => asks))
  const facts = [...new Set(steps.flatMap((step) => step.facts))]
  const flag = (description: string) => ({ type: 'bool', description, value: 'false' })
  return {
    [VARIABLES.type]: {
      type: 'string',
      description: wording.say(({ said }) => said.variables.type(values.join('; '))),
      value: type === null ? null : dictionaryKey(type),
      external: type === null,
    },
    ...(steps.some(({ phase }) => phase === 'scheduled') && {
      [VARIABLES.planned]: { ...flag(wording.say(({ said }) => said.variables.planned)), external: true },
    }),
    [VARIABLES.lifted]: flag(wording.say(({ said }) => said.variables.lifted)),
    [VARIABLES['fully-resumed']]: flag(wording.say(({ said }) => said.variables.resumed)),
    [VARIABLES.closed]: flag(wording.say(({ said }) => said.variables.closed)),
    ...(asked.has('scope') && { [VARIABLES.scope]: unknown(wording.say(({ said }) => said.variables.scope)) }),
    ...(asked.has('severity') && { [VARIABLES.severity]: unknown(wording.say(({ said }) => said.variables.severity)) }),
    ...Object.fromEntries(
      facts.map((id) => [factVariable(id), unknown(wording.title(runbook.facts[id] ?? { ja: id, en: id }))]),
    ),
  }
}

function unknown(description: string) {
  return { type: 'string', description, value: null }
}
