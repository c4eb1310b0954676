import type { Intent } from '../domain/decide/decide.ts'
import { typedNames } from '../incident/labels.ts'
import { parseScope } from '../incident/statements.ts'
import type { Session } from './session.ts'
import { readTimed } from './timed-text.ts'

/** Asks what is stopped or restricted, in statements such as `trading=stopped`. They count from now or the time given. */
export async function askScope(session: Session): Promise<void> {
  await session.ask.untilAccepted(scopeQuestion(session), (given) => {
    const { text, ...at } = readTimed(given, session.clock)
    session.append({ ...scopeIntent(session, text), ...at })
  })
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
