import type { ApprovalChange } from '../domain/incident/approval-changes.ts'
import type { UnheededWords } from '../domain/incident/unheeded-words.ts'
import { writerOf } from '../domain/log/event.ts'
import type { ProblemParams } from '../domain/problem.ts'
import { inertLine, shortLine } from '../view/inert.ts'
import type { Text } from './text.ts'

/** Why an act that another person has to approve is void; `nameOf` is what people call a channel or a fact. */
export function voidedWords(
  { why, what, reason = '' }: ApprovalChange,
  { voidedBy }: Pick<Text['said'], 'voidedBy'>,
  nameOf: (id: string) => string = (id) => id,
): string {
  const names = namesOf(what, voidedBy, nameOf)
  switch (why) {
    case 'replaced':
      return voidedBy.replaced(what.join())
    case 'told':
    case 'facts':
      return voidedBy[why](names)
    case 'set-aside':
    case 'given-up':
      return voidedBy[why](what.map(inertLine).join(), inertLine(reason))
    default:
      return voidedBy[why]
  }
}

function namesOf(
  what: readonly string[],
  { names }: Text['said']['voidedBy'],
  nameOf: (id: string) => string,
): string[] {
  return what.map((id) => (id === 'scope' || id === 'type' ? names[id] : nameOf(id)))
}

/** The writer of all of these words; null for several. */
export function onlyWriterOf(unheeded: readonly UnheededWords[]): string | null {
  const writers = new Set(unheeded.flatMap(({ events }) => events.map(({ event }) => writerOf(event))))
  return writers.size === 1 ? inertLine([...writers].join()) : null
}

/** The command that sends what was approved or, on a channel, sends it again. */
export function sendingOf({ event, retry }: ProblemParams['stated-by-new-writer']): string {
  return retry === undefined ? `notice --send --approved ${event}` : `notice ${inertLine(retry)} --send --retry`
}

/** What unknown writers have said since an act was prepared, each with the events. */
export function unheededWords(
  unheeded: readonly UnheededWords[],
  { unheededBy, voidedBy }: Pick<Text['said'], 'unheededBy' | 'voidedBy'>,
  nameOf: (id: string) => string = (id) => id,
): string[] {
  return unheeded.map(({ why, what, events }) => {
    const named = events.map(({ event, by }) => ({ event: inertLine(event), by: shortLine(by) }))
    return unheededBy(why, namesOf(what, voidedBy, nameOf), named)
  })
}
