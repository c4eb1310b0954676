import {
  arrayOf,
  boolean,
  either,
  type GuardedType,
  nullable,
  oneOf,
  plainText,
  recordOf,
  shape,
  span,
  text,
  word,
} from '../../domain/guard.ts'
import {
  bilingual,
  claims,
  MODALITIES,
  ownNames,
  PHASES,
  RECURRENCE_ENDS,
  type Runbook,
  STAGES,
  STEP_QUESTIONS,
  type Step,
  service,
  URGENCIES,
} from '../../domain/runbook/runbook.ts'
import type { Cadence } from '../../domain/settings.ts'
import { LANGUAGE_CHOICES, type LanguageChoice } from '../language-choice.ts'
import type { ExportedRunbook } from './exported-runbook.ts'

// What a runbook has and CACAO 2.0 has not, as an extension to it (CACAO 2.0, 8). Ids of the runbook are values, never
// keys, because the keys of CACAO have no dots; names of properties have at least three letters, but for languages.

/** Always the same, so that whoever reads playbooks of this program knows the extension by it. */
export const EXTENSION_ID = 'extension-definition--7f0c2e5a-9f5b-4c7e-8d0e-3a1f6b9c4d21'
export const PROGRAM_IDENTITY = 'identity--5b1d8f64-2c0e-4e57-9a3b-d1c7e80f2a96'

const VERSION = '1.0.0'

/** A type, operation, channel, fact, department or place, with all keys of its definition. */
const definition = shape(() => ({ key: word, ja: plainText, en: plainText }))
type Definition = GuardedType<typeof definition>

const chapter = shape(() => ({ file: text, chapter: nullable(text), title: bilingual, reviewed: nullable(text) }))

/** Milliseconds, or `on-change`: with no interval. The keys of `channels` and `severities` are ids. */
const interval = either(span, oneOf(['on-change']))
const cadence = shape(() => ({ first: span, update: interval, exceptions: arrayOf(cadenceException) }))
const cadenceException = shape(() => ({
  channel: nullable(word),
  severity: nullable(word),
  first: nullable(span),
  update: nullable(interval),
}))

/** What `playbook_extensions` has. */
const isPlaybookExtension = shape(() => ({
  /** SHA-256 of the runbook, as the logs of incidents name it. */
  runbook_digest: word,
  language: oneOf(LANGUAGE_CHOICES),
  /** The halt type to which the playbook is limited. */
  only_type: nullable(word),
  organisation: nullable(bilingual),
  chapters: arrayOf(chapter),
  halt_types: arrayOf(definition),
  operations: arrayOf(definition),
  channels: arrayOf(definition),
  facts: arrayOf(definition),
  departments: arrayOf(definition),
  services: arrayOf(service),
  /** What the manual calls phases, stages, states and severities, by their ids. */
  names: nullable(ownNames),
  assets: nullable(bilingual),
  claims: nullable(claims),
  places: arrayOf(definition),
  clauses: arrayOf(shape(() => ({ key: word, kind: plainText, modality: arrayOf(plainText), gist: bilingual }))),
  /** How soon a first notice is due, and how often updates follow. */
  cadence,
}))
type PlaybookExtension = GuardedType<typeof isPlaybookExtension>

/** What `step_extensions` has for each step of the runbook. */
const isStepExtension = shape(() => ({
  step_key: word,
  section: word,
  phase: oneOf(PHASES),
  source: oneOf(['manual', 'extension']),
  department: word,
  title: bilingual,
  instructions: bilingual,
  why: nullable(bilingual),
  modality: oneOf(MODALITIES),
  kind: oneOf(['once', 'recurring']),
  /** Milliseconds, or `cadence` for the cadence of notices. */
  every: nullable(either(span, oneOf(['cadence']))),
  until: nullable(oneOf(RECURRENCE_ENDS)),
  urgency: arrayOf(shape(() => ({ halt_type: word, urgency: oneOf(URGENCIES) }))),
  facts: arrayOf(word),
  asks: arrayOf(oneOf(STEP_QUESTIONS)),
  channel: nullable(word),
  stage: nullable(oneOf(STAGES)),
  gate: nullable(oneOf(['lift'])),
  /** Due again after a reopening. */
  renew: boolean,
  tells: nullable(word),
  escalates: boolean,
  /** Commands that the step offers and that run only if somebody decides so. */
  offered_commands: arrayOf(
    shape(() => ({ run: arrayOf(text), title: bilingual, dangerous: boolean, directory: text })),
  ),
}))
type StepExtension = GuardedType<typeof isStepExtension>

/** What `agent_target_extensions` has for each department. */
const isAgentExtension = shape(() => ({
  department: word,
  names: recordOf(plainText),
  also: arrayOf(plainText),
}))
type AgentExtension = GuardedType<typeof isAgentExtension>

/** The definition of the extension. Its schema is in the playbook itself, so that it can be read without a network. */
export function extensionDefinition(name: string, description: string) {
  return {
    type: 'extension-definition',
    name,
    description,
    created_by: PROGRAM_IDENTITY,
    schema: JSON.stringify(extensionSchema()),
    version: VERSION,
  }
}

function extensionSchema() {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    anyOf: [{ $ref: '#/$defs/playbook' }, { $ref: '#/$defs/step' }, { $ref: '#/$defs/agent' }],
    $defs: {
      playbook: isPlaybookExtension.schema(),
      step: isStepExtension.schema(),
      agent: isAgentExtension.schema(),
    },
  }
}

export function playbookExtension(exported: ExportedRunbook, language: LanguageChoice): PlaybookExtension {
  const { runbook, digest, chapters, organisation, type } = exported
  return {
    runbook_digest: digest,
    language,
    only_type: type,
    organisation,
    chapters,
    halt_types: definitions(runbook.types),
    operations: definitions(runbook.operations),
    channels: definitions(runbook.channels),
    facts: definitions(runbook.facts),
    departments: definitions(runbook.departments),
    services: runbook.services ?? [],
    names: runbook.names ?? null,
    assets: runbook.assets ?? null,
    claims: runbook.claims ?? null,
    places: definitions(runbook.places),
    clauses: runbook.clauses.map(({ id, ...clause }) => ({ key: id, ...clause })),
    cadence: cadenceExtension(exported.cadence),
  }
}

/** With all keys, those too that a later version of the runbook's format adds. */
function definitions(all: Readonly<Record<string, Omit<Definition, 'key'>>>): Definition[] {
  return Object.entries(all).map(([key, defined]) => ({ key, ...defined }))
}

function cadenceExtension({ first, update, channels, severities }: Cadence): PlaybookExtension['cadence'] {
  const rule = (own: Cadence['channels'][string]) => ({ first: own.first ?? null, update: own.update ?? null })
  return {
    first,
    update,
    exceptions: [
      ...Object.entries(channels).map(([channel, own]) => ({ channel, severity: null, ...rule(own) })),
      ...Object.entries(severities).map(([severity, own]) => ({ channel: null, severity, ...rule(own) })),
    ],
  }
}

export function stepExtension(step: Step): StepExtension {
  const { id, section, phase, source, department, title, instructions, why, modality, kind, every, until } = step
  const urgency = Object.entries(step.applies).map(([type, urgent]) => ({ halt_type: type, urgency: urgent }))
  const { facts, asks, channel, stage, gate, renew, tells = null, escalates = false, commands = [] } = step
  return {
    step_key: id,
    ...{ section, phase, source, department, title, instructions, why, modality, kind, every, until, urgency },
    ...{ facts, asks, channel, stage, gate, renew, tells, escalates, offered_commands: commands },
  }
}

export function agentExtension({ departments }: Runbook, department: string): AgentExtension {
  const { ja, en, also = [] } = departments[department] ?? { ja: department, en: department }
  return { department, names: { ja, en }, also }
}
