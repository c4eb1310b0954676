import type { StepView } from '../domain/incident/steps.ts'
import { customerChannels, type Step } from '../domain/runbook/runbook.ts'
import { KEYS } from '../render/walk.ts'
import { parsePromise } from '../statements.ts'
import { askFor } from './facts.ts'
import type { Session } from './session.ts'

/** What an operator does with the step on the screen. */

/** A question about a step names it: the step's own lines are gone from the screen by then. */
function of(step: Step | null, question: string): string {
  return step === null ? question : `${step.id}  ${question}`
}

export async function finish(session: Session, { step }: StepView): Promise<void> {
  const { walk } = session.context
  await askFor(session, step)
  if (step.channel !== null && step.stage !== null) return post(session, [step.channel], step)
  const { text: note, ...at } = await session.timed(of(step, walk.doneNote))
  session.record({ kind: 'done', steps: [step.id], ...(note !== '' && { note }), ...at })
}

export async function begin(session: Session, { step }: StepView): Promise<void> {
  const { text: note, ...at } = await session.timed(of(step, session.context.walk.noteText))
  session.record({ kind: 'begin', steps: [step.id], ...(note !== '' && { note }), ...at })
}

/** A required step can only be skipped; of others the operator says whether it is decided against or skipped. */
export async function dismiss(session: Session, { step }: StepView): Promise<void> {
  const { walk } = session.context
  const kind = step.modality === 'must' ? 'skip' : await declineOrSkip(session)
  if (kind === null) return
  const { text: reason, ...at } = await session.timed(of(step, kind === 'skip' ? walk.skipReason : walk.declineReason))
  if (reason !== '') session.record({ kind, steps: [step.id], reason, ...at })
}

async function declineOrSkip(session: Session): Promise<'decline' | 'skip' | null> {
  const lines = () => session.marked(session.context.walk.declineOrSkip)
  const keys = new Set(['d', KEYS.skip, '\r', '\n', ''])
  const key = await session.prompter.key({ lines, keys, stale: () => false })
  return key === 'd' ? 'decline' : key === KEYS.skip ? 'skip' : null
}

export async function assign(session: Session, { step }: StepView): Promise<void> {
  const { departments } = session.incident.runbook
  const to = await session.line(of(step, session.context.walk.assignTo(Object.keys(departments).join(', '))))
  if (to !== '') session.record({ kind: 'assign', steps: [step.id], to })
}

/** Records notices that were posted, on the channels named or on all customers'. They cannot be undone: Enter is none. */
export async function postNotices(session: Session): Promise<void> {
  const { runbook } = session.incident
  const known = Object.keys(runbook.channels)
  for (;;) {
    const given = await session.line(session.context.walk.channels(known.join(', ')))
    if (given === '') return
    const channels = given === 'all' ? customerChannels(runbook) : given.split(/[\s,、]+/)
    const unknown = channels.find((id) => !known.includes(id))
    if (unknown === undefined) return post(session, channels, null)
    session.complain({ code: 'unknown-channel', params: { given: unknown, allowed: known } })
  }
}

async function post(session: Session, channels: readonly string[], step: Step | null): Promise<void> {
  const { walk } = session.context
  const stage = step?.stage ?? null
  const { text: link, ...at } = await session.timed(of(step, walk.link))
  for (;;) {
    const given = await session.line(of(step, walk.nextReport))
    const refused = session.attempt(() => {
      const next = given === '' ? null : parsePromise(given, session.clock)
      const kept = { text: null, digest: null, next }
      session.record({
        kind: 'posted',
        channels,
        ...(stage && { stage }),
        link: link === '' ? null : link,
        ...kept,
        ...at,
      })
    })
    if (refused === null) return
  }
}

/** Records when the next report is promised on all customers' channels, apart from any notice. */
export async function promise(session: Session): Promise<void> {
  const channels = customerChannels(session.incident.runbook)
  for (;;) {
    const given = await session.line(session.context.walk.promise)
    if (given === '') return
    const refused = session.attempt(() => {
      session.record({ kind: 'promise', channels, next: parsePromise(given, session.clock) })
    })
    if (refused === null) return
  }
}

export async function note(session: Session): Promise<void> {
  const { text, ...at } = await session.timed(session.context.walk.note)
  if (text !== '') session.record({ kind: 'note', text, ...at })
}
