import type { Intent } from '../domain/decide/decide.ts'
import { isProblem } from '../domain/decide/decision.ts'
import { isOutcomeUnknown } from '../domain/incident/incident.ts'
import { formatTarget, restrictedScope } from '../domain/incident/scope.ts'
import { CLOSINGS, type ClosedAs, nameOf } from '../domain/log/event.ts'
import { describeEvent } from '../incident/event-lines.ts'
import { parseScope, parseScopeTarget } from '../incident/statements.ts'
import { splitScopeStatements } from './facts.ts'
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

/** Undoes the operator's latest undoable event after showing it, or another event by name. */
export async function undo(session: Session): Promise<void> {
  const { walk, text } = session.context
  const { journal } = session
  const decision = session.decision({ kind: 'undo', target: null, reason: '' })
  const undone = isProblem(decision) ? undefined : decision.events.find(({ type }) => type === 'event.undone')
  if (undone?.type !== 'event.undone') return session.say(walk.undoNothing)
  const target = journal.findEvent(undone.data.event)
  if (target === null) return
  const given = await session.askLine(walk.undoReason(`${nameOf(target)} ${describeEvent(target, text.events)}`))
  const [, other, reason = given] = /^([a-z0-9]+:\d+)\s+(.+)$/s.exec(given) ?? []
  const named = other === undefined ? target : journal.findEvent(other)
  if (named === null) session.complain({ code: 'unknown-event', params: { given: other ?? '' } })
  else if (reason !== '') session.record({ kind: 'undo', target: named, reason })
}

/** Corrects the time or words of an event; for a command whose outcome is unknown, records what became of it. */
export async function correct(session: Session): Promise<void> {
  const { walk } = session.context
  const name = await session.askLine(walk.correctEvent)
  if (name === '') return
  const target = session.journal.findEvent(name)
  if (target === null) return session.complain({ code: 'unknown-event', params: { given: name } })
  if (session.incident.commands.some((command) => command.event === name && isOutcomeUnknown(command))) {
    const words = await session.askLine(walk.settle)
    if (words !== '') session.record({ kind: 'settle-command', command: name, words })
    return
  }
  const time = await session.askLine(walk.correctAt)
  const words = await session.askLine(walk.correctText)
  if (time === '' && words === '') return
  const reason = await session.askLine(walk.why)
  if (reason === '') return
  session.attempt(() => {
    const at = time === '' ? {} : { at: session.clock.stamp(session.clock.past(time)) }
    session.record({ kind: 'correct', target, ...at, ...(words !== '' && { text: words }), reason })
  })
}

/** Adds a follow-up, or changes the one whose id is typed. */
export async function followUp(session: Session): Promise<void> {
  const { walk } = session.context
  const { text, ...at } = await session.askTimed(walk.actionText)
  if (text === '') return
  const action = session.incident.actions.find((a) => a.id === text)
  if (action !== undefined) return changeFollowUp(session, action.id)
  const owner = await session.askLine(walk.actionOwner)
  const due = await session.askLine(walk.actionDue)
  session.attempt(() => {
    const until = due === '' ? null : session.clock.stamp(session.clock.deadline(due))
    session.record({ kind: 'add-action', text, owner: owner === '' ? null : owner, due: until, ...at })
  })
}

/** Changes the owner or due date of a follow-up, or marks it as done. */
async function changeFollowUp(session: Session, action: string): Promise<void> {
  const { walk } = session.context
  const { text: owner, ...at } = await session.askTimed(walk.actionChange)
  if (owner === 'done') {
    session.record({ kind: 'finish-action', action, ...at })
    return
  }
  const due = await session.askLine(walk.actionDue)
  if (owner === '' && due === '') return
  session.attempt(() => {
    const until = due === '' ? {} : { due: session.clock.stamp(session.clock.deadline(due)) }
    session.record({ kind: 'change-action', action, ...(owner !== '' && { owner }), ...until, ...at })
  })
}
