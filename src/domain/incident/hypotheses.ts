import { registersByName } from './current-values.ts'
import type { EventReference, HypothesisMark, Incident } from './incident.ts'
import type { OwnTexts } from './own-texts.ts'
import type { Write } from './register.ts'
import { correctedTexts, heededCorrections } from './translations.ts'

/** A possible cause, and the note that states it. */
export interface Hypothesis extends EventReference {
  readonly text: string
  readonly texts: OwnTexts
  /** Why it was ruled out, or how it was found to be the cause; of the two, what was said last. Both null while it is open. */
  readonly discarded: Judgement | null
  readonly confirmed: Judgement | null
}

export interface Judgement extends EventReference {
  readonly reason: string
  readonly texts: OwnTexts
}

/** Returns every hypothesis that was stated and not undone, in log order. */
export function hypothesesOf(incident: Incident): Hypothesis[] {
  return registersByName(incident, 'hypothesis:').flatMap(([event, writes]) => {
    const live = writes.filter((w) => !w.undone)
    // If the note that states the hypothesis was undone, a note that discards it may still come first.
    const [stated] = live
    if (stated?.event !== event) return []
    const { at, by, value } = stated
    return [
      { event, text: value.note, texts: textsOf(incident, stated), at, by, ...judgementOf(incident, live.at(-1)) },
    ]
  })
}

function textsOf(incident: Incident, { event, value }: Write<HypothesisMark>): OwnTexts {
  const own = heededCorrections(incident).filter(({ target }) => target === event)
  return correctedTexts(incident, event, value.texts ?? {}, own)
}

function judgementOf(
  incident: Incident,
  last: Write<HypothesisMark> | undefined,
): Pick<Hypothesis, 'discarded' | 'confirmed'> {
  if (last === undefined || last.value.state === 'open') return { discarded: null, confirmed: null }
  const { event, at, by, value } = last
  const judgement = { event, reason: value.note, texts: textsOf(incident, last), at, by }
  return value.state === 'discarded'
    ? { discarded: judgement, confirmed: null }
    : { discarded: null, confirmed: judgement }
}

/** A judgement of a hypothesis that a later note turned into its opposite. */
export interface Overturned {
  readonly hypothesis: string
  readonly before: Judgement
  /** Whether the hypothesis counts as the cause now; it was ruled out before, or the other way round. */
  readonly isConfirmed: boolean
}

/** What the note of an event overturned; null if it judged no hypothesis that the other judgement stood for. */
export function overturnedBy(incident: Incident, note: string): Overturned | null {
  for (const [hypothesis, writes] of registersByName(incident, 'hypothesis:')) {
    const live = writes.filter(({ undone }) => !undone)
    const at = live.findIndex(({ event, value }) => event === note && value.state !== 'open')
    const [before, now] = [live[at - 1], live[at]]
    if (before === undefined || now === undefined) continue
    const { discarded, confirmed } = judgementOf(incident, before)
    const judgement = discarded ?? confirmed
    if (judgement !== null && before.value.state !== now.value.state)
      return { hypothesis, before: judgement, isConfirmed: now.value.state === 'confirmed' }
  }
  return null
}

/** Returns the hypotheses that were neither ruled out nor confirmed. */
export function openHypotheses(incident: Incident): Hypothesis[] {
  return hypothesesOf(incident).filter(({ discarded, confirmed }) => discarded === null && confirmed === null)
}
