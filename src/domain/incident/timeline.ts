import { enteredLateSeconds } from '../log/entered-late.ts'
import { type Envelope, isNewer, nameOf } from '../log/event.ts'
import { setBackMs } from '../log/hybrid-clock.ts'
import { withSaid } from '../log/said.ts'
import { unapprovedActs } from './approved-acts.ts'
import type { Correction, Incident } from './incident.ts'
import type { GivenTexts } from './own-texts.ts'
import { type StepsInBulk, stepsInBulk } from './steps-in-bulk.ts'
import { correctedTexts, heededCorrections } from './translations.ts'
import { unapprovedOpenings } from './unapproved-openings.ts'

/** One event as it stands now, with the corrections that later events made. */
export interface TimelineEntry {
  readonly event: string
  readonly at: string
  readonly recordedAt: string
  readonly by: string
  /** The program through which they acted, such as `board`; null for whoever typed it. */
  readonly via: string | null
  /** Who let them act through a program of theirs; null for whoever used the machine that recorded it. */
  readonly invitedBy: string | null
  readonly type: string
  readonly data: unknown
  readonly undoneBy: string | null
  readonly correctedBy: string | null
  /** Seconds by which its `recordedAt` precedes that of the event before it, as a clock was set back or clocks differ; else null. */
  readonly setBackSeconds: number | null
  /** How many seconds later than it happened it was recorded, if by more than two minutes; else null. */
  readonly enteredLateSeconds: number | null
  /** The steps done in bulk that this event is the last of, and within how many seconds; null for any other event. */
  readonly stepsInBulk: { readonly steps: number; readonly seconds: number } | null
  /** What was recorded at first; null if it was never corrected. */
  readonly original: { readonly at: string; readonly data: unknown } | null
}

/** The data of a note or follow-up with its words in each language as corrected; any other as it is. */
function textsCorrected(incident: Incident, event: string, data: unknown, corrections: readonly Correction[]): unknown {
  const hasTexts = ({ text, ja, en }: Correction) => (text ?? ja ?? en) !== null
  if (!corrections.some(hasTexts) || (data as { readonly text?: unknown }).text === undefined) return data
  const { ja: _, en: __, ...rest } = data as GivenTexts
  const { ja, en } = correctedTexts(incident, event, data as GivenTexts, corrections)
  return { ...rest, ...(ja !== null && { ja }), ...(en !== null && { en }) }
}

/**
 * Returns a function that turns an event, and the one with whose clock its own is compared, into a timeline entry. To find
 * the steps done in bulk takes the runbook; `inBulk` can be empty where that may be missing.
 */
export function timelineEntryMaker(
  incident: Incident,
  inBulk: readonly StepsInBulk[] = stepsInBulk(incident),
): (event: Envelope, before?: Envelope) => TimelineEntry {
  const correctionsByTarget = new Map<string, Correction[]>()
  for (const correction of heededCorrections(incident)) {
    const own = correctionsByTarget.get(correction.target)
    if (own === undefined) correctionsByTarget.set(correction.target, [correction])
    else own.push(correction)
  }
  const unapproved = unapprovedActs(incident)
  const openings = new Map(unapprovedOpenings(incident).map(({ event, targets }) => [event, targets]))
  const bulks = new Map(inBulk.map((bulk) => [bulk.event, bulk]))
  return (event, before) => {
    const name = nameOf(event)
    const { recordedAt, by, at, data } = event
    // A later version may use a known type with another meaning.
    const type = isNewer(event) ? `${event.type} (v${event.v})` : event.type
    const own = correctionsByTarget.get(name) ?? []
    const setBack = setBackMs(before, event)
    // A declaration has the time of the start that it states.
    const ownAt = event.type === 'incident.started' ? recordedAt : at
    const happenedAt = own.findLast((c) => c.at !== null)?.at ?? ownAt
    const words = own.findLast((c) => c.text !== null)?.text ?? null
    const bulk = bulks.get(name)
    // Whether an act was approved is not for whoever recorded it to say.
    const judged = (data: unknown) => {
      if (unapproved.has(name)) return { ...(data as object), unapproved: true }
      const opened = openings.get(name)
      if (opened === undefined) return data
      return { ...(data as object), unapproved: event.type === 'event.undone' ? opened : true }
    }
    return {
      event: name,
      at: happenedAt,
      recordedAt,
      by,
      via: event.via ?? null,
      invitedBy: event.invitedBy ?? null,
      type,
      data: judged(textsCorrected(incident, name, words === null ? data : (withSaid(event, words) ?? data), own)),
      undoneBy: incident.undone.get(name) ?? null,
      correctedBy: own.at(-1)?.event ?? null,
      setBackSeconds: setBack === 0 ? null : setBack / 1000,
      enteredLateSeconds: enteredLateSeconds(happenedAt, recordedAt),
      stepsInBulk: bulk === undefined ? null : { steps: bulk.steps.length, seconds: bulk.seconds },
      original: own.length === 0 ? null : { at, data: judged(data) },
    }
  }
}
