import { hasCorrectableTime, isCorrectable } from '../domain/decide/corrections.ts'
import { isProblem } from '../domain/decide/decision.ts'
import { isOutcomeUnknown } from '../domain/incident/incident.ts'
import { type Envelope, nameOf } from '../domain/log/event.ts'
import { fail } from '../domain/problem.ts'
import { factWithRole } from '../domain/runbook/fact-roles.ts'
import { describeEvent } from '../incident/event-lines.ts'
import { eventNamed } from '../incident/event-name.ts'
import { Back } from './questions.ts'
import type { Session } from './session.ts'

/** Undoes the operator's latest undoable event after showing it, or another event by name: shows it too if by number alone. */
export async function undo(session: Session): Promise<void> {
  const { walk, text } = session.context
  const { journal } = session
  const decision = session.decision({ kind: 'undo', target: null, reason: '' })
  const undone = isProblem(decision) ? undefined : decision.events.find(({ type }) => type === 'event.undone')
  if (undone?.type !== 'event.undone') return session.say(walk.undoNothing)
  const target = journal.findEvent(undone.data.event)
  if (target === null) return
  const shown = (event: Envelope) => `${nameOf(event)} ${describeEvent(event, text.events)}`
  let event = target
  let reason = ''
  for (let given = ''; ; ) {
    given = await session.ask.untilAccepted(
      walk.undoReason(shown(target)),
      (answer) => {
        const [, name, words = answer] = NAMED_EVENT.exec(answer) ?? []
        event = name === undefined ? target : eventNamed(journal, name)
        reason = words
        session.mustBeAccepted({ kind: 'undo', target: event, reason })
      },
      given,
    )
    if (given === '') return
    // A reason, too, may begin with a number.
    const isSure = event === target || !/^\p{Nd}+\s/u.test(given)
    if (isSure || (await session.ask.key(walk.undoOther(shown(event)), 'y')) === 'y') break
  }
  session.record({ kind: 'undo', target: event, reason })
}

/** An event, by its name or the number of one's own, and the reason. */
const NAMED_EVENT = /^((?:[a-z0-9]+[:：])?\p{Nd}+)\s+(.+)$/su

/** How many of the operator's latest events are shown for correction. */
const SHOWN = 5

/** Shows the operator's latest events that can be corrected, with their names. */
function showLatest(session: Session): void {
  const { journal, world, context } = session
  const own = [...journal.events()].filter(({ by, type }) => by === world.operator && isCorrectable(type))
  for (const event of own.slice(-SHOWN)) session.say(`${nameOf(event)}  ${describeEvent(event, context.text.events)}`)
}

/** Corrects the time or words of an event; for a command whose outcome is unknown, records what became of it. */
export async function correct(session: Session): Promise<void> {
  const { walk } = session.context
  showLatest(session)
  let target: Envelope | null = null
  let time = ''
  let words = ''
  await session.ask.inOrder([
    async (numbered) => {
      const question = numbered(walk.correctEvent)
      const name = await session.ask.untilAccepted(
        question,
        (given) => {
          target = eventNamed(session.journal, given)
          mustBeCorrectable(session, target)
        },
        target === null ? '' : nameOf(target),
      )
      if (name === '') throw new Back()
    },
    async (numbered) => {
      if (target === null) return false
      if (isUnknownOutcome(session, target)) {
        const settled = await session.ask.line(walk.settle)
        if (settled !== '') session.record({ kind: 'settle-command', command: nameOf(target), words: settled })
        target = null
        return true
      }
      if (!hasCorrectableTime(target.type)) return false
      time = await session.ask.untilAccepted(numbered(walk.correctAt), (given) => void session.clock.past(given), time)
    },
    async (numbered) => {
      if (target !== null) words = await session.ask.line(numbered(walk.correctText), { draft: words })
    },
    async (numbered) => {
      if (target === null || (time === '' && words === '')) return
      const corrected = target
      await session.ask.untilAccepted(numbered(walk.why), (reason) => {
        const at = time === '' ? {} : { at: session.clock.stamp(session.clock.past(time)) }
        session.append({ kind: 'correct', target: corrected, ...at, ...(words !== '' && { text: words }), reason })
      })
    },
  ])
}

/** Throws at once what correcting the event would be refused for. */
function mustBeCorrectable(session: Session, target: Envelope): void {
  if (isUnknownOutcome(session, target) || isCorrectable(target.type)) return
  fail('not-correctable', {
    event: nameOf(target),
    type: target.type,
    field: 'at',
    fact: factWithRole(session.incident.runbook, 'began'),
  })
}

function isUnknownOutcome({ incident }: Session, target: Envelope): boolean {
  return incident.commands.some((command) => command.event === nameOf(target) && isOutcomeUnknown(command))
}
