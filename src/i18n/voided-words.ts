import type { ApprovalChange } from '../domain/incident/approval-changes.ts'
import { inertLine } from '../view/inert.ts'
import type { Text } from './text.ts'

/** Why an act that another person has to approve is void; `nameOf` is what people call a channel or a fact. */
export function voidedWords(
  { why, what, reason = '' }: ApprovalChange,
  { voidedBy }: Pick<Text['said'], 'voidedBy'>,
  nameOf: (id: string) => string = (id) => id,
): string {
  const names = what.map((id) => (id === 'scope' || id === 'type' ? voidedBy.names[id] : nameOf(id)))
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
