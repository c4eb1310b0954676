import type { Intent } from '../domain/decide/decide.ts'
import { titleOf, titleWrittenIn } from '../domain/incident/current-values.ts'
import { factOf } from '../domain/incident/facts.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { keyMoments } from '../domain/incident/key-moments.ts'
import { type Envelope, type EventData, nameOf } from '../domain/log/event.ts'
import { REDACTED } from '../domain/log/redaction.ts'
import { chronologyOf } from '../domain/report/report.ts'
import { customerChannels, LANGUAGES, type Language } from '../domain/runbook/runbook.ts'
import { languagesOf } from '../domain/settings.ts'
import type { Journal } from '../store/journal.ts'
import { isJapanese } from './wording.ts'
import type { ReportLabels } from './words.en.ts'

/**
 * The languages of the reader and of notices in which words are not; words count as written in that of their characters, and a
 * name without a sentence is one in each.
 */
export function otherLanguages({ runbook, settings }: Incident, reader: Language, words: string): Language[] {
  const own = isJapanese(words) ? 'ja' : 'en'
  const used = customerChannels(runbook).flatMap((channel) => languagesOf(settings, runbook, channel))
  return LANGUAGES.filter((language) => language !== own && (language === reader || used.includes(language)))
}

/** The languages in which nobody wrote the title of an incident, though there is one. */
export function languagesWithoutTitle(incident: Incident, reader: Language): Language[] {
  const title = titleOf(incident)
  if (title === null) return []
  return otherLanguages(incident, reader, title).filter((language) => titleWrittenIn(incident, language) === null)
}

/** Words of the report that nobody wrote in one of its languages, and what records an answer in that. */
export interface Unwritten {
  readonly language: Language
  /** What they are, such as the name of a fact. */
  readonly name: string
  readonly words: string
  readonly intentOf: (given: string) => Intent
}

/** Returns the facts for reports, hypotheses, what judges them, key moments and follow-ups that lack one of the languages. */
export function unwritten(journal: Journal, reader: Language, labels: ReportLabels): Unwritten[] {
  const { incident } = journal
  return [
    ...factsUnwritten(incident, reader),
    ...notesUnwritten(journal, reader, labels),
    ...incident.actions.flatMap(({ id, text, texts }) =>
      lacking(incident, reader, text, texts).map((language) => ({
        language,
        name: labels.wordsOf.followUp,
        words: text,
        intentOf: (given: string): Intent => ({ kind: 'change-action', action: id, texts: { [language]: given } }),
      })),
    ),
  ]
}

type Texts = Readonly<{ [L in Language]?: string | null | undefined }>

function lacking(incident: Incident, reader: Language, words: string, texts: Texts): Language[] {
  if (words === REDACTED) return []
  return otherLanguages(incident, reader, words).filter((language) => texts[language] == null)
}

function factsUnwritten(incident: Incident, reader: Language): Unwritten[] {
  const { facts } = incident.runbook
  return Object.entries(facts).flatMap(([fact, definition]) => {
    if (definition.words !== 'reports') return []
    const { value, ja, en } = factOf(incident, fact)
    const words = value ?? ja ?? en
    if (words === null) return []
    return lacking(incident, reader, words, { ja, en }).map((language) => ({
      language,
      name: `${definition[reader]} [${fact}.${language}]`,
      words,
      intentOf: (given: string): Intent => ({ kind: 'set', statements: [{ fact, [language]: given }] }),
    }))
  })
}

/** Hypotheses, what judges them, and notes that are key moments. */
function notesUnwritten(journal: Journal, reader: Language, { wordsOf, translated }: ReportLabels): Unwritten[] {
  const { incident, knows } = journal
  const events = [...journal.events()]
  const targets = new Map(events.map((event) => [nameOf(event), event]))
  const keys = keyMoments(incident)
  return [...chronologyOf(incident, events, knows).entries].flatMap((entry) => {
    const { event, type, data, undoneBy } = entry
    if (type !== 'note.added' || undoneBy !== null) return []
    const { text, ja, en, hypothesis, discards, confirms } = data as EventData['note.added']
    const name =
      hypothesis === true
        ? wordsOf.hypothesis
        : (discards ?? confirms) !== undefined
          ? wordsOf.judgement
          : wordsOf.moment
    if (name === wordsOf.moment && !keys.has(event)) return []
    return lacking(incident, reader, text, { ja, en }).map((language) => ({
      language,
      name,
      words: text,
      intentOf: (given: string): Intent => ({
        kind: 'correct',
        target: targets.get(event) as Envelope,
        texts: { [language]: given },
        reason: translated,
      }),
    }))
  })
}
