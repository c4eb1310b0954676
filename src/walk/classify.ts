import type { Intent } from '../domain/decide/decide.ts'
import { titleOf, typeOf } from '../domain/incident/current-values.ts'
import { fail } from '../domain/problem.ts'
import { idByName } from '../domain/runbook/names.ts'
import { typedNames } from '../incident/labels.ts'
import { idNamed, parseSeverity, severityNames, splitNameAndWords } from '../incident/names.ts'
import { languagesWithoutTitle } from '../report/missing-languages.ts'
import { reportLabels } from '../report/words.ts'
import type { NumberedQuestion } from './questions.ts'
import type { Session } from './session.ts'

/** A new severity, type or title, which needs a reason. */
type Classification = Intent & { readonly kind: 'classify' }

/** Asks for the severity and why; `words` is the answer if it was typed with the name. */
export async function askSeverity(session: Session, words = ''): Promise<void> {
  await session.ask.startingWith(words, severityQuestion(session), (given) =>
    session.append(severityIntent(session, given)),
  )
}

/** Asks for the type and why; `words` is the answer if it was typed with the name. A severity is taken here, too. */
export async function askType(session: Session, words = ''): Promise<void> {
  await session.ask.startingWith(words, typeQuestion(session), (given) => {
    const severities = severityNames(session.incident.runbook)
    const [name] = splitNameAndWords(given, severities)
    const isSeverity = idByName(severities, name) !== undefined
    session.append(isSeverity ? severityIntent(session, given) : typeIntent(session, given))
  })
}

/** Asks for the title, unless it was typed with the name, and why it changes: a first title changes nothing. */
export async function askTitle(session: Session, words = ''): Promise<void> {
  const { walk } = session.context
  const isFirst = titleOf(session.incident) === null
  let title = words
  let reason = ''
  const askWords: NumberedQuestion = async (numbered) => {
    title = await session.ask.line(numbered(walk.title), { draft: title })
  }
  const askReason: NumberedQuestion = async (numbered) => {
    if (title !== '') reason = await session.ask.line(numbered(walk.why), { draft: reason })
  }
  await session.ask.inOrder([...(words === '' ? [askWords] : []), ...(isFirst ? [] : [askReason])])
  if (title === '' || (reason === '' && !isFirst)) return
  session.record({ kind: 'classify', title, ...(!isFirst && { reason }) })
  await askTitleInOther(session, title)
}

/** Asks for the title in each language in which the report still lacks it. */
async function askTitleInOther(session: Session, title: string): Promise<void> {
  const { language } = session.context.text
  const { inLanguage, wordsOf, later } = await reportLabels(language, 'internal')
  for (const other of languagesWithoutTitle(session.incident, language)) {
    const given = await session.ask.line(`${inLanguage[other](wordsOf.title, title)} ${later}`)
    if (given !== '') session.record({ kind: 'title', titles: { [other]: given } })
  }
}

export function severityQuestion({ context }: Session): string {
  return context.walk.severity
}

export function typeQuestion({ incident, context }: Session): string {
  const { types } = incident.runbook
  const current = types[typeOf(incident)]?.[context.text.language] ?? ''
  return context.walk.type(typedNames(types, context.text), current)
}

/** Reads `2 REASON` or `sev2 REASON`. Throws `unknown-severity`, or `missing-answer` without a reason. */
export function severityIntent({ incident, context: { text } }: Session, given: string): Classification {
  const { runbook } = incident
  const [name, reason] = splitNameAndWords(given, severityNames(runbook))
  const severity = parseSeverity(name, runbook)
  return {
    kind: 'classify',
    severity,
    reason: mustBeGiven(reason, { en: '2 most customers affected', ja: '2 大半の顧客に影響' }[text.language]),
  }
}

/** Reads `TYPE REASON`, with a type by any of its names. Throws as `idNamed` does, or `missing-answer` without a reason. */
export function typeIntent({ incident, context: { text } }: Session, given: string): Classification {
  const { types } = incident.runbook
  const [name, reason] = splitNameAndWords(given, types)
  const type = idNamed(name, types, 'unknown-type')
  return {
    kind: 'classify',
    type,
    reason: mustBeGiven(reason, { en: `${name} keys were used`, ja: `${name} 鍵の悪用を確認` }[text.language]),
  }
}

function mustBeGiven(reason: string, example: string): string {
  return reason === '' ? fail('missing-answer', { what: '--reason', example }) : reason
}
