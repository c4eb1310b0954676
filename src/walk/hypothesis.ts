import { phaseOf } from '../domain/incident/current-values.ts'
import { type Hypothesis, openHypotheses } from '../domain/incident/hypotheses.ts'
import type { StepView } from '../domain/incident/steps.ts'
import { eventNameOf } from '../incident/event-name.ts'
import { inertLine } from '../view/inert.ts'
import { askInOtherLanguages } from './other-language.ts'
import type { Session } from './session.ts'

/** An open hypothesis that an answer names, and what stands after its name. */
interface Named {
  readonly hypothesis: Hypothesis
  readonly reason: string
}

/** Records a hypothesis about the cause; or, if the answer names an open one, that it is confirmed or ruled out, and why. */
export async function recordHypothesis(session: Session): Promise<void> {
  const { walk } = session.context
  const open = listOpen(session)
  const { text, ...at } = await session.ask.timed(open.length === 0 ? walk.hypothesis : walk.hypothesisOrNumber)
  if (text === '') return
  const named = hypothesisNamed(session, open, text)
  if (named !== null && (await judge(session, named, at))) return
  const texts = await askInOtherLanguages(session, 'hypothesis', text)
  session.record({ kind: 'note', text, ...texts, hypothesis: true, ...at })
}

/**
 * Offers, once in a walk, to confirm or rule out the hypotheses that are open after the resumption; not before a step of an
 * earlier phase, or one that tells customers or departments.
 */
export async function offerHypotheses(session: Session, view: StepView | null): Promise<void> {
  const { incident, input } = session
  const phase = 'after-resumption'
  if (session.hasOfferedHypotheses || phaseOf(incident) !== phase || input.hasOffered) return
  if (view !== null && (view.step.phase !== phase || view.step.stage !== null || view.step.tells !== undefined)) return
  if (openHypotheses(incident).length === 0) return
  session.hasOfferedHypotheses = true
  const { walk } = session.context
  for (;;) {
    const open = listOpen(session)
    if (open.length === 0) return
    const { text, ...at } = await session.ask.timed(walk.whichHypothesis)
    if (text === '') return
    const named = hypothesisNamed(session, open, text)
    if (named === null) session.say(walk.noSuchHypothesis(inertLine(text)))
    else await judge(session, named, at)
  }
}

/** Shows the open hypotheses, numbered. */
function listOpen(session: Session): Hypothesis[] {
  const open = openHypotheses(session.incident)
  for (const [i, { text, by }] of open.entries()) session.say(`${i + 1}  ${text}  ${by}`)
  return open
}

/** The open hypothesis that an answer begins with: its number in the list, or the name of its event. */
function hypothesisNamed({ journal }: Session, open: readonly Hypothesis[], answer: string): Named | null {
  const [, name = '', reason = ''] = /^(\S+)\s*(.*)$/s.exec(answer) ?? []
  const typed = name.normalize('NFKC')
  const event = eventNameOf(journal, typed)
  const numbered = /^\d+$/.test(typed) ? open[Number(typed) - 1] : undefined
  const hypothesis = numbered ?? open.find((one) => one.event === event)
  return hypothesis === undefined ? null : { hypothesis, reason }
}

/** Asks what became of a hypothesis, and records it. Resolves to false if the answer was another hypothesis after all. */
async function judge(session: Session, { hypothesis, reason }: Named, at: { readonly at?: string }): Promise<boolean> {
  const { walk } = session.context
  const { event, text } = hypothesis
  const key = await session.ask.key(walk.judge(inertLine(text), reason !== ''), reason === '' ? 'cx' : 'cxn')
  if (key === 'n') return false
  if (key === '') return true
  const why = reason === '' ? await session.ask.line(key === 'c' ? walk.howConfirmed : walk.whyRuledOut) : reason
  if (why === '') return true
  const texts = await askInOtherLanguages(session, 'judgement', why)
  const judged = key === 'c' ? { confirms: event } : { discards: event }
  session.record({ kind: 'note', text: why, ...texts, ...judged, ...at })
  return true
}
