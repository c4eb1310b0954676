import type { Intent } from '../domain/decide/decide.ts'
import { ProblemError } from '../domain/problem.ts'
import type { Session } from './session.ts'

/** Asks for a reason to force an intent that would be refused. {} if none is needed, null if it stays refused. */
export async function askForce(session: Session, intent: Intent): Promise<{ force?: string } | null> {
  const refused = session.refusal(intent)
  if (refused === null) return {}
  session.complain(refused)
  if (!FORCIBLE.has(refused.code)) return null
  const force = await session.ask.line(session.context.walk.force)
  return force === '' ? null : { force }
}

/** Throws what the intent would be refused for even with force. */
export function mustBeForcible(session: Session, intent: Intent): void {
  const refused = session.refusal(intent)
  if (refused !== null && !FORCIBLE.has(refused.code)) throw new ProblemError(refused)
}

/** Records an intent; if the state of the incident refuses it, offers to force it with a reason. */
export async function recordForcible(session: Session, intent: (force: { force?: string }) => Intent): Promise<void> {
  const force = await askForce(session, intent({}))
  if (force === null) return
  const { walk } = session.context
  if (force.force !== undefined && !(await session.ask.word(walk.forceWord(FORCE_WORD), FORCE_WORD)))
    return session.say(walk.notConfirmed)
  session.record(intent(force))
}

/** Confirms what the state of the incident refuses. */
const FORCE_WORD = 'force'

/** Refusals that the operator may override, with a reason. */
const FORCIBLE: ReadonlySet<string> = new Set([
  'steps-pending',
  'criteria-open',
  'steps-open',
  'actions-open',
  'lift-instead',
])
