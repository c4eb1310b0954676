import { severityOf, typeOf } from '../domain/incident/current-values.ts'
import { factOf } from '../domain/incident/facts.ts'
import { scopeOf } from '../domain/incident/scope.ts'
import { type Language, SEVERITIES, type Step, type StepQuestion } from '../domain/runbook/runbook.ts'
import { parseFacts, parseScope } from '../incident/statements.ts'
import type { Session } from './session.ts'

/** Asks for what the step needs and nobody has stated yet; records each answer before the next question. */
export async function askWhatStepNeeds(session: Session, step: Step): Promise<void> {
  for (const ask of step.asks) if (!isAnswered(session, ask)) await ASKING[ask](session)
  for (const fact of step.facts) if (factOf(session.incident, fact).at === null) await askFact(session, fact)
}

const ASKING: Readonly<Record<StepQuestion, (session: Session) => Promise<void>>> = {
  scope: askScope,
  severity: askSeverity,
  type: askType,
}

/** Whether the scope or severity is stated. A type always is, so the question whether it is right is always asked. */
function isAnswered({ incident }: Session, ask: StepQuestion): boolean {
  if (ask === 'scope') return scopeOf(incident).length > 0
  return ask === 'severity' && severityOf(incident) !== null
}

/** Asks for the value of a fact until it is accepted or left open; `?` states that it is not known yet. */
export async function askFact(session: Session, name: string): Promise<void> {
  const { walk, text } = session.context
  const fact = session.incident.runbook.facts[name]
  const label = fact?.[text.language] ?? name
  const example = walk.factExample[fact?.kind ?? 'text']
  for (;;) {
    const value = await session.askLine(`${walk.fact(label, name)}  ${example}${walk.factHint}`)
    // An input method for Japanese may produce the full-width question mark.
    const given = value === '？' ? '?' : value
    if (value === '' || recordFacts(session, [`${name}=${given}`])) return
  }
}

/** Asks for the public words of a fact in one language; only public words reach customers. */
export async function askPublicWords(session: Session, name: string, language: Language): Promise<void> {
  const { walk, text } = session.context
  const label = session.incident.runbook.facts[name]?.[text.language] ?? name
  for (;;) {
    const words = await session.askLine(`${walk.publicWords(label, `${name}.${language}`)}  ${walk.factHint}`)
    const given = words === '?' || words === '？' ? `${name}=?` : `${name}.${language}=${words}`
    if (words === '' || recordFacts(session, [given])) return
  }
}

/** Records `FACT=VALUE` statements as on the command line. Returns false if they were refused. */
export function recordFacts(session: Session, statements: readonly string[]): boolean {
  const { clock, incident } = session
  let refused: unknown = null
  const mistyped = session.attempt(() => {
    refused = session.record({ kind: 'set', statements: parseFacts(statements, incident.runbook.facts, clock) })
  })
  return mistyped === null && refused === null
}

/** Asks for a statement such as `FACT=VALUE` about any fact. */
export async function askFactStatement(session: Session): Promise<void> {
  for (;;) {
    const given = await session.askLine(session.context.walk.factStatement)
    if (given === '' || recordFacts(session, [given])) return
  }
}

/** Asks what is stopped or restricted, in statements such as `trading=stopped`. */
export async function askScope(session: Session): Promise<void> {
  const operations = Object.keys(session.incident.runbook.operations).join(', ')
  for (;;) {
    const given = await session.askLine(session.context.walk.scope(operations))
    if (given === '') return
    let refused: unknown = null
    const mistyped = session.attempt(() => {
      refused = session.record({ kind: 'scope', statements: parseScope(splitScopeStatements(given)) })
    })
    if (mistyped === null && refused === null) return
  }
}

/** Splits scope statements at blanks or commas, full-width ones too. The words of a `limited` state may contain them. */
export function splitScopeStatements(given: string): string[] {
  const plain = given.replace(/[＝：，、]/g, (sign) => sign.normalize('NFKC').replace('、', ','))
  return plain.split(/[\s,]+(?=[a-z]+(?::[A-Z0-9*]+)?=)/).filter((part) => part !== '')
}

/** Asks for the severity: `sev2`, or just `2`. */
export async function askSeverity(session: Session): Promise<void> {
  for (;;) {
    const given = await session.askLine(session.context.walk.severity)
    if (given === '') return
    const severity = SEVERITIES.find((s) => s === given || s === `sev${given}`)
    if (severity !== undefined) return classify(session, { severity })
    session.complain({ code: 'unknown-severity', params: { given, allowed: SEVERITIES } })
  }
}

/** Asks for the type of halt, by id. */
export async function askType(session: Session): Promise<void> {
  const { types } = session.incident.runbook
  const { language } = session.context.text
  const current = types[typeOf(session.incident)]?.[language] ?? ''
  for (;;) {
    const given = await session.askLine(session.context.walk.type(`${Object.keys(types).join(', ')}; ${current}`))
    if (given === '') return
    if (Object.hasOwn(types, given)) return classify(session, { type: given })
    session.complain({ code: 'unknown-type', params: { given, allowed: Object.keys(types) } })
  }
}

export async function askTitle(session: Session): Promise<void> {
  const title = await session.askLine(session.context.walk.title)
  if (title !== '') await classify(session, { title })
}

/** Records a new severity, type or title, for which a reason is required. */
async function classify(session: Session, change: object): Promise<void> {
  const reason = await session.askLine(session.context.walk.why)
  if (reason !== '') session.record({ kind: 'classify', ...change, reason })
}
