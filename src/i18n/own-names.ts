import type { EventType } from '../domain/log/event.ts'
import type { Bilingual, Language, Runbook } from '../domain/runbook/runbook.ts'
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
    severity: (severity) => severities[severity ?? ''] ?? text.words.severity(severity),
    notice: (stage, number) => {
      const name = stages[stage]
      if (name === undefined) return text.words.notice(stage, number)
      return number === null ? name : `${name} ${text.words.number(number)}`
    },
  }
  return { ...text, words, events: describedWith(text.events, phases, stages) }
}

function namesIn(language: Language, all: Readonly<Record<string, Bilingual>> = {}): Names {
  return Object.fromEntries(Object.entries(all).map(([id, name]) => [id, name[language]]))
}

/** Descriptions of events that say the names in place of the ids. */
function describedWith(events: EventDescriptions, phases: Names, stages: Names): EventDescriptions {
  const described = Object.entries(events).map(([type, describe]) => {
    const toText = describe as (data: Readonly<Record<string, unknown>>) => string
    return [type, (data: Readonly<Record<string, unknown>>) => toText(named(type as EventType, data))]
  })
  return Object.fromEntries(described)

  function named(type: EventType, data: Readonly<Record<string, unknown>>) {
    const { stage, to } = data
    return {
      ...data,
      ...(typeof stage === 'string' && { stage: stages[stage] ?? stage }),
      ...(type === 'phase.advanced' && typeof to === 'string' && { to: phases[to] ?? to }),
    }
  }
}
