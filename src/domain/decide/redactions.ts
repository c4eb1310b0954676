import { redactionsInForce } from '../incident/redactions.ts'
import { type Envelope, isContentInEvidence, isKnown, nameOf, writerOf } from '../log/event.ts'
import { covers, redactableFields } from '../log/redaction.ts'
import { problem } from '../problem.ts'
import { accept, type Decision, type Situation, unchanged } from './decision.ts'

export interface RedactionIntent {
  readonly kind: 'redact'
  readonly target: Envelope
  /** The path of a field of its data, or of what holds several. */
  readonly field: string
  readonly reason: string
}

export const redactionDeciders = { redact }

function redact(situation: Situation, { target, field, reason }: RedactionIntent): Decision {
  const event = nameOf(target)
  const fields = fieldsToRedact(situation, target)
  if (fields.length === 0)
    return problem('not-redactable', { event, type: target.type, inEvidence: isInEvidence(target) })
  const covered = fields.filter((one) => covers(field, one))
  if (covered.length === 0) return problem('unknown-field', { event, given: field, allowed: fields })
  if ([...redactableFields(target)].some(([path, text]) => covers(field, path) && hasText(reason, text)))
    return problem('reason-has-text', {})
  const { incident, context } = situation
  const redactions = incident.redactions.filter((one) => context.knows(writerOf(one.event)))
  const already = redactionsInForce({ ...incident, redactions }).get(event) ?? []
  if (covered.every((one) => already.some((redacted) => covers(redacted, one))))
    return unchanged(`redact ${event} --field ${field}`)
  return accept({ type: 'event.redacted', data: { event, field, reason } })
}

/** Shorter texts, in bytes of UTF-8, are in too many others. */
const MIN_TEXT_BYTES = 3

/** Whether a text has another one in it, which is long enough for that not to be chance. */
export function hasText(text: string, sought: string): boolean {
  const trimmed = sought.trim()
  return Buffer.byteLength(trimmed) >= MIN_TEXT_BYTES && text.includes(trimmed)
}

/** Whether the event has its content in evidence: removing that is how to take it back. */
function isInEvidence(target: Envelope): boolean {
  return (
    isContentInEvidence(target.type) ||
    (isKnown(target) && target.type === 'fact.set' && target.data.kept !== undefined)
  )
}

/** The fields of an event that can be redacted: not a time or number that was stated, since what follows from it is shown. */
export function fieldsToRedact({ incident }: Pick<Situation, 'incident'>, target: Envelope): string[] {
  const fields = [...redactableFields(target).keys()]
  if (!isKnown(target) || target.type !== 'fact.set') return fields
  const isText = incident.runbook.facts[target.data.fact]?.kind === 'text'
  return fields.filter((field) => field !== 'value' || isText)
}
