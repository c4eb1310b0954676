import type { Intent } from '../domain/decide/decide.ts'
import { typedNames } from '../incident/labels.ts'
import { parseScope } from '../incident/statements.ts'
import { recordForcible } from './force.ts'
import type { Session } from './session.ts'
import { readTimed } from './timed-text.ts'

/**
 * Asks what is stopped or restricted, in statements such as `trading=stopped`. They count from now or the time given. What is
 * stated to be open although it was restricted needs a reason, and its word.
 */
export async function askScope(session: Session): Promise<void> {
  let corrected: Intent | null = null
  await session.ask.untilAccepted(scopeQuestion(session), (given) => {
    const { text, ...at } = readTimed(given, session.clock)
    const intent = { ...scopeIntent(session, text), ...at }
    if (session.refusal(intent)?.code === 'lift-instead') corrected = intent
    else session.append(intent)
  })
  const intent = corrected as (Intent & { kind: 'scope' }) | null
  if (intent !== null) await recordForcible(session, (force) => ({ ...intent, ...force }))
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
