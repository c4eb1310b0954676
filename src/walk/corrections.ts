import { hasCorrectableText, hasCorrectableTime, isCorrectable } from '../domain/decide/corrections.ts'
import { isOutcomeUnknown } from '../domain/incident/incident.ts'
import { type Envelope, nameOf } from '../domain/log/event.ts'
import { fail } from '../domain/problem.ts'
import { factWithRole } from '../domain/runbook/fact-roles.ts'
import { eventNamed } from '../incident/event-name.ts'
import { KEYS } from './actions.ts'
import { eventLine } from './event-list.ts'
import { Back } from './reply-reader.ts'
import type { Session } from './session.ts'

/** How many of the operator's latest events are shown for correction. */
const SHOWN = 5

/** Shows the operator's latest events that can be corrected, as they stand now. */
function showLatest(session: Session): void {
  const { journal, world } = session
  const own = [...journal.events()].filter(({ by, type }) => by === world.operator && isCorrectable(type))
  for (const event of own.slice(-SHOWN)) session.say(eventLine(session, event))
}

/**
 * Corrects the time or words of an event, which may be named already; for a command whose outcome is unknown, records what
 * became of it. Only what can be corrected is asked for.
 */
export async function correct(session: Session, named: Envelope | null = null): Promise<void> {
  const { walk } = session.context
  if (named === null) showLatest(session)
  else mustBeCorrectable(session, named)
  let target: Envelope | null = named
  let time = ''
  let at: string | null = null
  let words = ''
  await session.ask.inOrder([
    async (numbered) => {
      if (named !== null) return false
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
      time = hasCorrectableTime(target.type) ? time : ''
      if (!hasCorrectableTime(target.type)) return false
      const corrected = target
      at = null
      time = await session.ask.untilAccepted(
        numbered(target.type === 'fact.set' ? walk.correctStatedAt(KEYS.fact) : walk.correctAt),
        (given) => {
          at = session.clock.stamp(session.clock.past(given))
          session.mustBeAccepted({ kind: 'correct', target: corrected, at, reason: '' })
        },
        time,
        { tense: 'past' },
      )
    },
    async (numbered) => {
      words = target !== null && hasCorrectableText(target) ? words : ''
      if (target === null || !hasCorrectableText(target)) return false
      words = await session.ask.line(numbered(walk.correctText), { draft: words })
    },
    async (numbered) => {
      if (target === null) return
      if (time === '' && words === '') return session.say(walk.correctNothing)
      const corrected = target
      const changes = { ...(at !== null && { at }), ...(words !== '' && { text: words }) }
      const why = await session.ask.untilAccepted(numbered(walk.why), (reason) => {
        session.append({ kind: 'correct', target: corrected, ...changes, reason })
      })
      if (why === '') session.say(walk.notConfirmed)
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

function isUnknownOutcome({ journal }: Session, target: Envelope): boolean {
  return journal.confirmed().commands.some((command) => command.event === nameOf(target) && isOutcomeUnknown(command))
}
