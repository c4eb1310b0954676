import type { Bilingual, Language, OwnNames, Runbook, Stage } from '../domain/runbook/runbook.ts'
import type { EventDescriptions } from './events.en.ts'
import type { Text } from './text.ts'
import type { Words } from './words.en.ts'

type Names = Readonly<Record<string, string>>

/** The texts with the names that a manual has for phases, stages of notices, states of the scope and severities. */
export function withOwnNames(text: Text, { names }: Pick<Runbook, 'names'>): Text {
  if (names === undefined) return text
  const { language } = text
  const [phases, stages, states, severities] = [names.phases, names.stages, names.states, names.severities].map((all) =>
    namesIn(language, all),
  ) as [Names, Names, Names, Names]
  const words: Words = {
    ...text.words,
    phase: { ...text.words.phase, ...phases },
    stage: { ...text.words.stage, ...stages },
    scopeState: { ...text.words.scopeState, ...states },
    severity: (severity) => {
      if (severity === null && names.severities !== undefined) return text.words.severityUnset
      return severities[severity ?? ''] ?? text.words.severity(severity)
    },
    clock: (kind, name) => {
      const stage = stages[STAGES_OF_DEADLINES[kind] ?? '']
      return stage === undefined ? text.words.clock(kind, name) : text.words.marked(stage, name)
    },
    notice: (stage, number) => {
      const name = stages[stage]
      if (name === undefined) return text.words.notice(stage, number)
      return number === null ? name : `${name} ${text.words.number(number)}`
    },
  }
  return { ...text, words, events: eventsWithOwnNames(text, () => ({ names })) }
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

type Data = Readonly<Record<string, unknown>>

/** The descriptions of events with the manual's names in place of ids; the runbook is read for events that need them. */
export function eventsWithOwnNames(
  { events, language }: Text,
  runbookOf: () => Pick<Runbook, 'names'>,
): EventDescriptions {
  const described = Object.entries(events).map(([type, describe]) => {
    const toText = describe as (data: Data) => string
    return [type, (data: Data) => toText(named(type, data))]
  })
  return Object.fromEntries(described)

  function named(type: string, data: Data): Data {
    if (type === 'phase.advanced') return { ...data, to: nameOf('phases', data.to) }
    if (typeof data.stage === 'string') return { ...data, stage: nameOf('stages', data.stage) }
    return typeof data.severity === 'string' ? { ...data, severity: nameOf('severities', data.severity) } : data
  }

  function nameOf(kind: keyof OwnNames, id: unknown): unknown {
    return runbookOf().names?.[kind]?.[String(id)]?.[language] ?? id
  }
}
