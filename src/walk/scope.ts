import type { Intent } from '../domain/decide/decide.ts'
import { scopeOf } from '../domain/incident/scope.ts'
import { typedNames, typedTarget } from '../incident/labels.ts'
import { datedBackLine, restrictedWords } from '../incident/scope-lines.ts'
import { parseScope } from '../incident/statements.ts'
import { withCommands } from '../view/resume-command.ts'
import type { Session } from './session.ts'
import { readTimed } from './timed-text.ts'

/** Asks what is stopped or restricted, in statements such as `trading=stopped`, and a time in front if it was not now. */
export async function askScope(session: Session): Promise<void> {
  sayScopeNow(session)
  await session.ask.untilAccepted(scopeQuestion(session), (given) => {
    const { text, ...at } = readTimed(given, session.clock)
    const before = session.incident
    session.append({ ...scopeIntent(session, text), ...at })
    const datedBack = datedBackLine(session.world, before, session.journal)
    if (datedBack !== null) session.say(session.context.asTyped(withCommands(datedBack, session.world.invocation, {})))
  })
}

/** Says what is restricted and what is open, above a question about that; nothing as long as nothing is stated. */
export function sayScopeNow(session: Session): void {
  const { world, incident, context } = session
  const { runbook } = incident
  const restricted = restrictedWords(world, incident)
  const open = scopeOf(incident).filter(({ state }) => state === 'open')
  if (restricted.length > 0) session.say(context.text.said.stillRestricted(restricted.join(' ')))
  if (open.length > 0) session.say(context.walk.openNow(open.map((entry) => typedTarget(entry, runbook, context.text))))
}

export function scopeQuestion(session: Session): string {
  return session.context.walk.scope(operationList(session))
}

/** The operations that can be stated, as they can be typed. */
export function operationList({ incident, context }: Session): string[] {
  return typedNames(incident.runbook.operations, context.text)
}

/** Reads statements such as `trading=stopped deposits=open`. Throws if one is mistyped. */
export function scopeIntent({ incident }: Session, given: string): Intent & { readonly kind: 'scope' } {
  return { kind: 'scope', statements: parseScope([given], incident.runbook) }
}
