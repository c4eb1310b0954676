import { isCorrectable, undoableBy } from '../domain/decide/corrections.ts'
import { isProblem } from '../domain/decide/decision.ts'
import { type Envelope, type Event, isKnown, nameOf } from '../domain/log/event.ts'
import { fail } from '../domain/problem.ts'
import type { Bilingual } from '../domain/runbook/runbook.ts'
import { correctionLines } from '../incident/corrections-due.ts'
import { eventNamed } from '../incident/event-name.ts'
import { withCommands } from '../view/resume-command.ts'
import { EVENT } from './entry-line.ts'
import { eventLine } from './event-list.ts'
import { restoringCommand } from './restoring.ts'
import type { Session } from './session.ts'

/** How many of the operator's latest events are offered. */
const SHOWN = 5

/** What the program records by itself after an act of the operator. */
const FOLLOWS_AN_ACT: ReadonlySet<string> = new Set([
  'settings.adopted',
  'drill.injected',
  'command.ended',
  'notice.delivered',
  'page.delivered',
  'log.recovered',
  'log.continued',
])

/**
 * Takes back what the operator recorded last, after showing it. If that cannot be taken back, says so and lists what was
 * recorded before and can be: only what the operator then names is taken back.
 */
export async function undo(session: Session): Promise<void> {
  const { world, incident, context } = session
  const latest = latestAct(session)
  const choices = undoableBy(incident, world.operator).slice(0, SHOWN)
  const last = latest === undefined ? undefined : nameOf(latest)
  if (latest !== undefined && latest.type !== 'incident.started' && last !== choices[0]) sayWhyNot(session, latest)
  const [first] = choices
  if (first === undefined) return session.say(context.walk.undoNothing)
  if (first === last) return undoEvent(session, mustBeFound(session, first))
  session.say(context.walk.undoable)
  for (const name of choices) session.say(`  ${eventLine(session, mustBeFound(session, name))}`)
  await undoNamed(session, first)
}

/** What the operator recorded last. */
export function latestAct({ journal, world }: Pick<Session, 'journal' | 'world'>): Event | Envelope | undefined {
  return [...journal.events()].findLast(({ by, type }) => by === world.operator && !FOLLOWS_AN_ACT.has(type))
}

/** Takes back one event: asks for the reason, which may also name another event. */
export async function undoEvent(session: Session, wanted: Envelope): Promise<void> {
  const { walk } = session.context
  const target = actOf(session, wanted)
  let event = target
  let reason = ''
  for (let given = ''; ; ) {
    given = await session.ask.untilAccepted(
      walk.undoReason(eventLine(session, target)),
      (answer) => {
        const named = namedEvent(session, answer)
        event = named?.event ?? target
        reason = named?.reason ?? answer
        session.mustBeAccepted({ kind: 'undo', target: event, reason })
      },
      given,
    )
    if (given === '') return
    // A reason, too, may begin with a number.
    const isSure = event === target || !/^\p{Nd}+\s/u.test(given)
    if (isSure || (await session.ask.key(walk.undoOther(eventLine(session, event)), 'y')) === 'y') break
  }
  takeBack(session, event, reason)
}

/** Takes back an event, and says how to correct what notices told of it. */
function takeBack(session: Session, event: Envelope, reason: string): void {
  if (session.record({ kind: 'undo', target: event, reason }) !== null) return
  const { world, journal } = session
  for (const line of correctionLines(world, journal, [nameOf(event)]))
    session.sayTyped(withCommands(line, world.invocation, {}))
}

/** Asks for the event to take back, and then for the reason if it was not given; `first` is the one to give as an example. */
async function undoNamed(session: Session, first: string): Promise<void> {
  let event: Envelope | null = null
  let reason = ''
  const given = await session.ask.untilAccepted(session.context.walk.undoWhich, (answer) => {
    const named = namedEvent(session, answer)
    if (named === null && !EVENT.test(answer)) fail('bad-assignment', { given: answer, example: undoExample(first) })
    event = named?.event ?? eventNamed(session.journal, answer)
    reason = named?.reason ?? ''
    session.mustBeAccepted({ kind: 'undo', target: event, reason })
  })
  if (given === '' || event === null) return
  if (reason === '') await undoEvent(session, event)
  else takeBack(session, event, reason)
}

function undoExample(event: string): Bilingual {
  const number = event.replace(/^.*:/, '')
  return { en: `${number} wrong step`, ja: `${number} 手順の誤り` }
}

/** An event, by its name or the number of one's own, and the reason. */
const NAMED_EVENT = /^((?:[a-z0-9]+[:：])?\p{Nd}+)\s+(.+)$/su

/** With which a reason may begin. */
const TIME_OF_DAY = /^\p{Nd}{1,2}[:：]\p{Nd}{2}$/u

/** The event and the reason that an answer gives; null if it names no event. Throws `unknown-event`. */
function namedEvent({ journal }: Session, answer: string): { event: Envelope; reason: string } | null {
  const [, name, reason = ''] = NAMED_EVENT.exec(answer) ?? []
  return name === undefined || TIME_OF_DAY.test(name) ? null : { event: eventNamed(journal, name), reason }
}

/** The main event of what is undone together with this one, such as the posted notice of a step. */
function actOf(session: Session, event: Envelope): Envelope {
  const decision = session.decision({ kind: 'undo', target: event, reason: '' })
  if (isProblem(decision)) return event
  const undone = decision.events.find(({ type }) => type === 'event.undone')
  return undone?.type === 'event.undone' ? mustBeFound(session, undone.data.event) : event
}

function mustBeFound({ journal }: Session, name: string): Envelope {
  return journal.findEvent(name) ?? fail('unknown-event', { given: name })
}

/** Says that an event cannot be taken back, and what helps instead. */
function sayWhyNot(session: Session, latest: Envelope): void {
  session.say(session.context.walk.undoLast(eventLine(session, latest)))
  if (isKnown(latest) && latest.type === 'event.undone') sayHowToRestore(session, latest.data.event)
  else session.say(helpAgainst(session, latest))
}

/** What helps against a wrong event that cannot be taken back. */
function helpAgainst(session: Session, latest: Envelope): string {
  const { walk, asTyped, problem } = session.context
  if (latest.type === 'action.added') return walk.undoFollowUp(nameOf(latest))
  if (latest.type.startsWith('note.') && isCorrectable(latest.type)) return walk.undoCorrect(String(latest.seq))
  const refused = session.refusal({ kind: 'undo', target: latest, reason: '' })
  return refused === null ? '' : asTyped(problem(refused, session.world.invocation)[1])
}

/** Says how what was taken back is recorded again: by a command to copy, where one does it. */
function sayHowToRestore(session: Session, name: string): void {
  const { walk } = session.context
  const command = restoringCommand(mustBeFound(session, name), session.incident.runbook)
  session.say(command === null ? walk.restoreAgain : walk.restore)
  if (command !== null) session.world.raw.say(command)
}
