import type { Intent } from '../domain/decide/decide.ts'
import { formatTarget, restrictedScope } from '../domain/incident/scope.ts'
import { CLOSINGS, type ClosedAs } from '../domain/log/event.ts'
import { parseScope, parseScopeTarget } from '../incident/statements.ts'
import { splitScopeStatements } from './scope.ts'
import type { Session } from './session.ts'

/** Goes on to the next phase. */
export async function advance(session: Session): Promise<void> {
  await recordForcible(session, (force) => ({ kind: 'advance', ...force }))
}

/** Records what is open again. */
export async function lift(session: Session): Promise<void> {
  const remaining = restrictedScope(session.incident).map((e) => `${formatTarget(e)}=${e.state}`)
  const { walk, text } = session.context
  const { text: given, ...at } = await session.askTimed(walk.liftWhat(remaining.join(' ') || text.words.none))
  if (given === '') return
  let targets: 'all' | { operation: string; asset: string | null }[] = 'all'
  const refused = session.attempt(() => {
    if (given !== 'all') targets = given.split(/[\s,、]+/).map(parseScopeTarget)
  })
  if (refused === null) await recordForcible(session, (force) => ({ kind: 'lift', targets, ...at, ...force }))
}

/** Records that operations have stopped again: asks for the reason and for what is stopped. */
export async function reopen(session: Session): Promise<void> {
  const { walk } = session.context
  const { text: reason, ...at } = await session.askTimed(walk.reopenReason)
  if (reason === '') return
  const given = await session.askLine(walk.reopenScope)
  session.attempt(() => {
    session.record({ kind: 'reopen', reason, scope: parseScope(splitScopeStatements(given)), ...at })
  })
}

/** Closes the incident once the operator has typed the word for it. */
export async function close(session: Session): Promise<void> {
  const { walk } = session.context
  const kind = (await session.askLine(walk.closeKind)) || 'resolved'
  if (!CLOSINGS.includes(kind as ClosedAs))
    return session.complain({ code: 'bad-flag', params: { flag: '--as', given: kind, allowed: CLOSINGS } })
  const as = kind as ClosedAs
  const reason = as === 'resolved' ? null : await session.askLine(walk.why)
  if (reason === '') return
  const force = await askForce(session, { kind: 'close', as, reason })
  if (force === null) return
  if ((await session.askLine(walk.closeWord)) !== 'close') session.say(walk.notConfirmed)
  else session.record({ kind: 'close', as, reason, ...force })
}

/** Asks for a reason to force an intent that would be refused. {} if none is needed, null if it stays refused. */
async function askForce(session: Session, intent: Intent): Promise<{ force?: string } | null> {
  const refused = session.refusal(intent)
  if (refused === null) return {}
  session.complain(refused)
  if (!FORCIBLE.has(refused.code)) return null
  const force = await session.askLine(session.context.walk.force)
  return force === '' ? null : { force }
}

/** Records an intent; if the state of the incident refuses it, offers to force it with a reason. */
async function recordForcible(session: Session, intent: (force: { force?: string }) => Intent): Promise<void> {
  const force = await askForce(session, intent({}))
  if (force !== null) session.record(intent(force))
}

/** Refusals that the operator may override, with a reason. */
const FORCIBLE: ReadonlySet<string> = new Set(['steps-pending', 'criteria-open', 'steps-open', 'actions-open'])
