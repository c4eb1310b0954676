import type { Intent } from '../domain/decide/decide.ts'
import { titleOf, titleWrittenIn } from '../domain/incident/current-values.ts'
import { factFor } from '../domain/incident/facts.ts'
import { followUpsOf } from '../domain/incident/follow-up-state.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { keyMoments } from '../domain/incident/key-moments.ts'
import { customerLanguages } from '../domain/incident/notices.ts'
import { type Envelope, type EventData, nameOf } from '../domain/log/event.ts'
import { REDACTED } from '../domain/log/redaction.ts'
import { chronologyOf } from '../domain/report/report.ts'
import { LANGUAGES, type Language } from '../domain/runbook/runbook.ts'
import type { Journal } from '../store/journal.ts'
import { isJapanese } from './wording.ts'
import type { ReportLabels } from './words.en.ts'

/** The languages in which the report is read: that of the reader, and those of notices. */
export function reportLanguages(incident: Incident, reader: Language): Language[] {
  const used = customerLanguages(incident)
  return LANGUAGES.filter((language) => language === reader || used.includes(language))
}

/** Those in which words are not; words count as written in that of their characters. */
export function otherLanguages(incident: Incident, reader: Language, words: string): Language[] {
  const own = isJapanese(words) ? 'ja' : 'en'
  return reportLanguages(incident, reader).filter((language) => language !== own)
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

/** Who is asked, and in which language they read the report. */
export interface Reader {
  readonly language: Language
  readonly person: string
}

/** Returns the title, facts for reports, hypotheses, what judges them, key moments and follow-ups that lack one of the languages. */
export function unwritten(journal: Journal, { language: reader, person }: Reader, labels: ReportLabels): Unwritten[] {
  const { incident } = journal
  return [
    ...languagesWithoutTitle(incident, reader).map((language) => ({
      language,
      name: labels.wordsOf.title,
      words: titleOf(incident) ?? '',
      intentOf: (given: string): Intent => ({ kind: 'title', titles: { [language]: given } }),
    })),
    ...factsUnwritten(incident, reader, person),
    ...notesUnwritten(journal, reader, labels),
    ...followUpsOf(incident).flatMap(({ id, text, texts }) =>
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

function factsUnwritten(incident: Incident, reader: Language, person: string): Unwritten[] {
  const { facts } = incident.runbook
  return Object.entries(facts).flatMap(([fact, definition]) => {
    if (definition.words !== 'reports') return []
    const { value, ja, en } = factFor(incident, fact, person)
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
