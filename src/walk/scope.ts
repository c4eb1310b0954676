import { parseScope } from '../incident/statements.ts'
import type { Session } from './session.ts'

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
