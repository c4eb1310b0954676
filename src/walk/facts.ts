import { severityOf } from '../domain/incident/current-values.ts'
import { factOf } from '../domain/incident/facts.ts'
import { scopeOf } from '../domain/incident/scope.ts'
import type { Language, Step, StepQuestion } from '../domain/runbook/runbook.ts'
import { parseFacts } from '../incident/statements.ts'
import { askSeverity, askType } from './classify.ts'
import { askScope } from './scope.ts'
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

/** Records `FACT=VALUE` statements as on the command line. Shows the problem and returns false if they are mistyped or refused. */
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
