import { type Envelope, type EventData, type NoteSource, writerOf } from '../log/event.ts'
import type { Knows } from '../log/known-writers.ts'
import { REDACTED } from '../log/redaction.ts'
import { stepById } from '../runbook/runbook.ts'
import { currentWrite } from './current-values.ts'
import type { Declaration, Incident } from './incident.ts'
import { timelineEntryMaker } from './timeline.ts'

/** What a copy of a note says, without attached files, and with where it comes from. */
type CopiedText = Omit<EventData['note.added'], 'attached'> & { readonly source: NoteSource }

/** A note to copy to another incident; `event` is its name in the incident that it is in. */
export interface NoteToCopy {
  readonly event: string
  readonly at: string
  readonly copy: CopiedText
}

/** Identifies what a note was copied from. */
export function copyKey({ incident, event }: NoteSource): string {
  return `${incident} ${event}`
}

/** The event that copied a note, by a writer that is known: whoever can write to the folder could give other words for it. */
export function copyOf(
  { copiedNotes }: Pick<Incident, 'copiedNotes'>,
  source: NoteSource,
  knows: Knows,
): string | undefined {
  return copiedNotes.get(copyKey(source))?.findLast((event) => knows(writerOf(event)))
}

/**
 * Returns the notes of an incident that can be copied, as corrected: all but private, undone and redacted ones. Whoever copies
 * them is known, so what a writer that is not known says of its own note, or of those of others, is left behind: that it is a
 * key moment, a possible cause or the cause, that it is undone, has other words or was copied itself.
 */
export function notesToCopy(incident: Incident, events: Iterable<Envelope>, knows: Knows): NoteToCopy[] {
  const { declaration } = incident
  if (declaration === null) return []
  const maySpeakOf = (event: string, by: string) => knows(writerOf(by)) || writerOf(by) === writerOf(event)
  const corrections = incident.corrections.filter(({ target, event }) => maySpeakOf(target, event))
  const entryOf = timelineEntryMaker({ ...incident, corrections }, [])
  return [...events].flatMap((written) => {
    const { event, type, undoneBy, at, by, data } = entryOf(written)
    if (type !== 'note.added' || (undoneBy !== null && maySpeakOf(event, undoneBy))) return []
    const origin = { incident: declaration.incident, id: declaration.declaredId, event, by, ...refOf(declaration) }
    const { attached: _, source = origin, ...note } = data as EventData['note.added']
    if (note.text === REDACTED) return []
    if (knows(writerOf(event))) return { event, at, copy: { ...note, source } }
    const { key, hypothesis, discards, confirms, ...words } = note
    return { event, at, copy: { ...words, source: { ...origin, unknown: true } } }
  })
}

/** The declaration of an incident as a note: its title or, where it has none by a writer that is known or that was redacted, its id. */
export function declarationToCopy(incident: Incident, knows: Knows): NoteToCopy | null {
  const { declaration } = incident
  if (declaration === null) return null
  const { incident: origin, declaredId: id, event, declaredBy: by, declaredAt: at } = declaration
  const title = currentWrite(incident, 'title')
  const said = title !== undefined && knows(writerOf(title.event)) ? title.value : null
  const text = said === null || said === REDACTED ? id : said
  return { event, at, copy: { text, source: { incident: origin, id, event, by, ...refOf(declaration) } } }
}

function refOf({ ref }: Declaration): { readonly ref?: string } {
  return ref === null ? {} : { ref }
}

/**
 * Returns the copies that `target` lacks and that can be made now. One that judges a hypothesis has to name the copy of it,
 * and waits until that is there: ask again after recording, until none is left.
 */
export function nextCopies(
  target: Incident,
  notes: readonly NoteToCopy[],
  knows: Knows,
): (CopiedText & { readonly at: string })[] {
  const copyIn = ({ copy }: NoteToCopy) => copyOf(target, copy.source, knows)
  const lacking = notes.filter((note) => copyIn(note) === undefined)
  return lacking.flatMap(({ at, copy: { discards, confirms, step, ...said } }) => {
    // Another runbook may not have the step.
    const isKnown = step !== undefined && stepById(target.runbook, step) !== undefined
    const copy = { ...said, ...(isKnown && { step }) }
    const judged = discards ?? confirms
    const hypothesis = notes.find(({ event, copy }) => event === judged && copy.hypothesis)
    // Without a hypothesis that is copied, a note judges nothing.
    if (hypothesis === undefined) return { ...copy, at }
    const copied = copyIn(hypothesis)
    if (copied === undefined) return []
    return { ...copy, at, ...(discards === undefined ? { confirms: copied } : { discards: copied }) }
  })
}
