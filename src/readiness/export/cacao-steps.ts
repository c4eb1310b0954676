import {
  departmentsTold,
  PHASES,
  type Phase,
  type RecurrenceEnd,
  type Runbook,
  type Step,
} from '../../domain/runbook/runbook.ts'
import { EXTENSION_ID, stepExtension } from './cacao-extension.ts'
import { type ExportedRunbook, exportedTypes } from './exported-runbook.ts'
import type { Wording } from './wording.ts'
import { type IdOf, inCases, onlyIf, parallel, sequence, type Work, whilst } from './workflow.ts'

// The steps of a runbook as the workflow of a CACAO playbook.

export interface Context {
  readonly exported: ExportedRunbook
  readonly wording: Wording
  readonly steps: readonly Step[]
  readonly idOf: IdOf
}

export const LEAD = 'lead'

export const VARIABLES = {
  type: '__halt_type__',
  planned: '__planned__',
  lifted: '__lifted__',
  'fully-resumed': '__fully_resumed__',
  closed: '__closed__',
  scope: '__scope__',
  severity: '__severity__',
} as const

/** All phases. What ends a phase, and what runs on into the next ones, follows from the life cycle of a halt. */
export function runbookWork(context: Context): Work {
  return PHASES.reduceRight<Work>((rest, phase) => phaseWork(phase, rest, context), sequence())
}

/** A phase and the `rest` after it. What recurs from this phase on runs beside both, until its own end. */
function phaseWork(phase: Phase, rest: Work, context: Context): Work {
  const { wording } = context
  const here = context.steps.filter((step) => step.phase === phase)
  const once = here.filter(({ kind }) => kind === 'once')
  const recurring = here.filter(({ kind }) => kind === 'recurring')
  const name = wording.say(({ text }) => text.words.phase[phase])
  const branches = [...new Set(once.map(({ department }) => department))].map((id) =>
    departmentWork(
      once.filter(({ department }) => department === id),
      context,
    ),
  )
  const chain = sequence(
    inPhase(phase, `${phase} once`, parallel(`${phase} departments`, { name }, branches), context),
    transition(phase, context),
    rest,
  )
  const loops = recurring.map((step) => inPhase(phase, `${phase} ${step.id}`, recurringWork(step, context), context))
  const more = phase === 'after-resumption' ? [liftRestWork(context)] : []
  const beside = { name: wording.say(({ said, text }) => said.beside(text.words.phase[phase])) }
  return parallel(`${phase} recurring`, beside, [chain, ...loops, ...more])
}

/** Of the phase before a planned halt, nothing is done if the halt was not planned. */
function inPhase(phase: Phase, key: string, work: Work, { wording }: Context): Work {
  if (phase !== 'scheduled') return work
  return onlyIf(
    key,
    wording.say(({ said }) => said.ifPlanned),
    isTrue(VARIABLES.planned),
    work,
  )
}

/** The steps of a department in their order; those for some types only are in branches. */
function departmentWork(steps: readonly Step[], context: Context): Work {
  const groups = consecutive(steps, (step) => typesOf(step, context.exported).join(' '))
  return sequence(
    ...groups.map((group) =>
      forTypesOf(group[0], sequence(...group.map((step) => actionWork(step, context))), context),
    ),
  )
}

/** Work for the types that a step applies to; as it is, if these are all that are exported. */
function forTypesOf(step: Step, work: Work, { exported, wording }: Context): Work {
  const types = typesOf(step, exported)
  if (types.length === exportedTypes(exported).length) return work
  const name = wording.say(({ said, text: { language } }) =>
    said.onlyFor(types.map((type) => typeName(exported.runbook, type)[language])),
  )
  return inCases(`${step.id} types`, name, VARIABLES.type, types.map(dictionaryKey), work)
}

function typesOf({ applies }: Step, exported: ExportedRunbook): string[] {
  return exportedTypes(exported).filter((type) => applies[type] !== undefined)
}

function recurringWork(step: Step, context: Context): Work {
  const { wording } = context
  const end: RecurrenceEnd = step.until ?? 'closed'
  const name = wording.say(({ said, text }) => said.repeat(step.title[text.language], end))
  const pause = typeof step.every === 'number' ? step.every : null
  const loop = whilst(`${step.id} loop`, name, isFalse(VARIABLES[end]), actionWork(step, context), pause)
  return forTypesOf(step, loop, context)
}

function actionWork(step: Step, context: Context): Work {
  const { wording, idOf } = context
  const results = [...step.asks.map((asked) => VARIABLES[asked]), ...step.facts.map(factVariable)]
  const references = step.clauses.map((clause) => clauseReference(clause, context))
  const command = {
    type: 'manual',
    command: wording.body(step.instructions),
    ...(isNotice(step) && { playbook_activity: 'deliver-content' }),
  }
  const told = departmentsTold(context.exported.runbook, step)
  return {
    kind: 'action',
    key: step.id,
    properties: {
      name: wording.title(step.title),
      description: stepDescription(step, context),
      ...(references.length > 0 && { external_references: references }),
      commands: [command],
      agent: idOf('group', `agent ${step.department}`),
      ...(told.length > 0 && { targets: told.map((id) => idOf('group', `target ${id}`)) }),
      ...(results.length > 0 && { out_args: results }),
      step_extensions: { [EXTENSION_ID]: stepExtension(step) },
    },
  }
}

/** How binding a step is stays visible to people who do not know the extension. */
function stepDescription({ modality, why }: Step, { wording }: Context): string {
  const binding = wording.say(({ said, text }) => `${said.labels.modality}: ${text.words.modality[modality]}`)
  return why === null ? binding : `${binding}\n\n${wording.body(why)}`
}

/** What leads from a phase to the next one, as a step for the lead. */
function transition(phase: Phase, context: Context): Work {
  const { wording, steps } = context
  if (phase === 'during-halt') {
    const gates = steps.filter(({ gate }) => gate === 'lift').map(({ title }) => title)
    const names = wording.say(({ said, text }) => said.liftGate(gates.map((title) => title[text.language])))
    const results = [VARIABLES.lifted, VARIABLES['fully-resumed']]
    return leadWork(
      'lift',
      wording.say(({ said }) => said.lift),
      gates.length > 0 ? names : null,
      results,
      context,
    )
  }
  if (phase === 'after-resumption') {
    const [name, when] = [wording.say(({ said }) => said.close), wording.say(({ said }) => said.closeWhen)]
    return leadWork('close', name, when, [VARIABLES.closed], context)
  }
  return sequence()
}

function liftRestWork(context: Context): Work {
  const { wording } = context
  const results = [VARIABLES['fully-resumed']]
  const lift = leadWork(
    'lift the rest',
    wording.say(({ said }) => said.liftRest),
    null,
    results,
    context,
  )
  const name = wording.say(({ said }) => said.liftRestLoop)
  return whilst('lift the rest loop', name, isFalse(VARIABLES['fully-resumed']), lift, null)
}

function leadWork(key: string, name: string, rule: string | null, results: string[], { idOf }: Context): Work {
  const commands = [{ type: 'manual', command: rule === null ? name : `${name}\n${rule}` }]
  const properties = { name, commands, agent: idOf('individual', LEAD), out_args: results }
  return { kind: 'action', key: `lead ${key}`, properties }
}

export function clauseReference(id: string, { exported: { runbook }, wording }: Context) {
  const clause = runbook.clauses.find((known) => known.id === id)
  return {
    name: wording.say(({ said }) => said.manual(id)),
    ...(clause !== undefined && { description: wording.body(clause.gist) }),
    external_id: id,
  }
}

export function isNotice({ channel, stage }: Step): boolean {
  return channel !== null && stage !== null
}

/** Splits a list where the value of neighbours differs. */
function consecutive<T>(items: readonly T[], keyOf: (item: T) => string): [T, ...T[]][] {
  const groups: [T, ...T[]][] = []
  for (const item of items) {
    const last = groups.at(-1)
    if (last !== undefined && keyOf(last[0]) === keyOf(item)) last.push(item)
    else groups.push([item])
  }
  return groups
}

export function typeName({ types }: Runbook, id: string) {
  return types[id] ?? { ja: id, en: id }
}

export function factVariable(id: string): string {
  return `__fact_${dictionaryKey(id)}__`
}

/** An id as CACAO allows keys: ids of runbooks have no underscores, so that no two become the same. */
export function dictionaryKey(id: string): string {
  return id.replace(/[^A-Za-z0-9_-]/g, '_')
}

function isTrue(variable: string): string {
  return `${variable}:value = 'true'`
}

function isFalse(variable: string): string {
  return `${variable}:value = 'false'`
}
