import type { Intent } from '../domain/decide/decide.ts'
import { parseScope } from '../incident/statements.ts'
import type { Session } from './session.ts'

/** Asks what is stopped or restricted, in statements such as `trading=stopped`. */
export async function askScope(session: Session): Promise<void> {
  await session.askUntilAccepted(scopeQuestion(session), (given) => session.append(scopeIntent(given)))
}

export function scopeQuestion({ incident, context }: Session): string {
  return context.walk.scope(Object.keys(incident.runbook.operations).join(', '))
}

/** Reads statements such as `trading=stopped deposits=open`. Throws if one is mistyped. */
export function scopeIntent(given: string): Intent & { readonly kind: 'scope' } {
  return { kind: 'scope', statements: parseScope(splitScopeStatements(given)) }
}

/** Splits scope statements at blanks or commas, full-width ones too. The words of a `limited` state may contain them. */
export function splitScopeStatements(given: string): string[] {
  const plain = given.replace(/[＝：，、]/g, (sign) => sign.normalize('NFKC').replace('、', ','))
  return plain.split(/[\s,]+(?=[a-z]+(?::[A-Z0-9*]+)?=)/).filter((part) => part !== '')
}
