import type { Bilingual, Language, OwnNames, Runbook, Stage } from '../domain/runbook/runbook.ts'
import { type EventDescriptions, nameOr } from './events.en.ts'
import type { Text } from './text.ts'
import type { Words } from './words.en.ts'

type Names = Readonly<Record<string, string>>

/** What a manual gives names to; without one, ids stand for themselves. */
export type NamesInManual = Partial<
  Pick<Runbook, 'names' | 'types' | 'operations' | 'departments' | 'channels' | 'facts'>
>

/** The texts with the names that a manual has for phases, stages of notices, states of the scope and severities. */
export function withOwnNames(text: Text, runbook: NamesInManual): Text {
  const { language } = text
  const { names = {} } = runbook
  const events = eventsWithOwnNames(text, () => runbook)
  const [phases, stages, states, severities] = [names.phases, names.stages, names.states, names.severities].map((all) =>
    namesIn(language, all),
  ) as [Names, Names, Names, Names]
  const words: Words = {
    ...text.words,
    channel: (id) => (language === 'ja' ? (runbook.channels?.[id]?.ja ?? id) : id),
    phase: { ...text.words.phase, ...phases },
    stage: { ...text.words.stage, ...stages },
    scopeState: { ...text.words.scopeState, ...states },
    severity: (severity) => {
      if (severity === null && names.severities !== undefined) return text.words.severityUnset
      return severities[severity ?? ''] ?? text.words.severity(severity)
    },
    clock: (kind, name, number) => {
      const stage = stages[STAGES_OF_DEADLINES[kind] ?? '']
      return stage === undefined ? text.words.clock(kind, name, number) : text.words.marked(stage, name)
    },
    notice: (stage, number) => {
      const name = stages[stage]
      if (name === undefined) return text.words.notice(stage, number)
      return number === null ? name : `${name} ${text.words.number(number)}`
    },
  }
  return { ...text, words, events }
}

/** The stage of the notice that a deadline of a kind is about. */
const STAGES_OF_DEADLINES: Readonly<Record<string, Stage>> = {
  'first-notice': 'first',
  update: 'update',
  'resumption-notice': 'resumption',
  'retraction-notice': 'retraction',
}

function namesIn(language: Language, all: Readonly<Record<string, Bilingual>> = {}): Names {
  return Object.fromEntries(Object.entries(all).map(([id, name]) => [id, name[language]]))
}

/** The vocabulary of a manual in which the ids of a field of an event, or of a part of one, are found. */
const VOCABULARIES: Readonly<Record<string, 'types' | 'operations' | 'departments' | 'channels' | 'facts'>> = {
  type: 'types',
  operation: 'operations',
  resumes: 'operations',
  department: 'departments',
  silent: 'departments',
  channel: 'channels',
  fails: 'channels',
  damaged: 'channels',
  fact: 'facts',
  serves: 'facts',
}

/** Fields whose parts have ids of their own. */
const COMPOUND = ['scope', 'changes', 'facts', 'inject', 'notices', 'lift']

type Data = Readonly<Record<string, unknown>>

/**
 * The descriptions of events with the manual's names for phases, stages and severities. In Japanese also with names for
 * whatever else it defines, since its ids are words of English. The runbook is read for events that need it.
 */
export function eventsWithOwnNames(
  { events, language, words }: Text,
  runbookOf: () => NamesInManual,
): EventDescriptions {
  const described = Object.entries(events).map(([type, describe]) => {
    const toText = describe as (data: Data) => string
    return [type, (data: Data) => toText(named(type, data))]
  })
  return Object.fromEntries(described)

  function named(type: string, data: Data): Data {
    const entries = Object.entries(data).map(([key, value]) => [key, renamed(type, key, value)])
    return Object.fromEntries(entries)
  }

  function renamed(type: string, key: string, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => renamed(type, key, one))
    if (COMPOUND.includes(key)) return named(type, value as Data)
    if (typeof value !== 'string') return value
    if (type === 'phase.advanced') return key === 'to' ? (own('phases', value) ?? value) : value
    if (key === 'stage') return own('stages', value) ?? value
    if (language === 'en') return key === 'severity' ? (own('severities', value) ?? value) : value
    if (key === 'severity') return own('severities', value) ?? words.severity(value)
    if (key === 'state') return own('states', value) ?? nameOr(words.scopeState, value)
    const vocabulary = type === 'step.assigned' && key === 'to' ? 'departments' : VOCABULARIES[key]
    if (vocabulary === undefined) return value
    const [id = value, asset] = value.split(':')
    const name = runbookOf()[vocabulary]?.[id]?.[language] ?? id
    return asset === undefined ? name : `${name}:${asset}`
  }

  function own(kind: keyof OwnNames, id: string): string | undefined {
    return runbookOf().names?.[kind]?.[id]?.[language]
  }
}
