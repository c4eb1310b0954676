import type { Intent } from '../domain/decide/decide.ts'
import { typeOf } from '../domain/incident/current-values.ts'
import { fail } from '../domain/problem.ts'
import { SEVERITIES } from '../domain/runbook/runbook.ts'
import type { Session } from './session.ts'

/** A new severity, type or title, which needs a reason. */
type Classification = Intent & { readonly kind: 'classify' }

export async function askSeverity(session: Session): Promise<void> {
  await session.ask.untilAccepted(severityQuestion(session), (given) => session.append(severityIntent(given)))
}

export async function askType(session: Session): Promise<void> {
  await session.ask.untilAccepted(typeQuestion(session), (given) => session.append(typeIntent(session, given)))
}

export async function askTitle(session: Session): Promise<void> {
  const { walk } = session.context
  let title = ''
  let reason = ''
  await session.ask.inOrder([
    async (numbered) => {
      title = await session.ask.line(numbered(walk.title), { draft: title })
    },
    async (numbered) => {
      if (title !== '') reason = await session.ask.line(numbered(walk.why), { draft: reason })
    },
  ])
  if (title !== '' && reason !== '') session.record({ kind: 'classify', title, reason })
}

export function severityQuestion({ context }: Session): string {
  return context.walk.severity
}

export function typeQuestion({ incident, context }: Session): string {
  const { types } = incident.runbook
  const current = types[typeOf(incident)]?.[context.text.language] ?? ''
  return context.walk.type(Object.keys(types).join(', '), current)
}

/** Reads `2 REASON` or `sev2 REASON`. Throws `unknown-severity`, or `bad-assignment` without a reason. */
export function severityIntent(given: string): Classification {
  const { word, reason } = wordAndReason(given)
  const severity = SEVERITIES.find((s) => s === word || s === `sev${word}`)
  if (severity === undefined) return fail('unknown-severity', { given: word, allowed: SEVERITIES })
  return { kind: 'classify', severity, reason: mustBeGiven(given, reason, '2 no orders go through') }
}

/** Reads `TYPE REASON`, with the id of a type. Throws `unknown-type`, or `bad-assignment` without a reason. */
export function typeIntent({ incident }: Session, given: string): Classification {
  const { types } = incident.runbook
  const { word, reason } = wordAndReason(given)
  if (!Object.hasOwn(types, word)) return fail('unknown-type', { given: word, allowed: Object.keys(types) })
  return { kind: 'classify', type: word, reason: mustBeGiven(given, reason, `${word} keys were used`) }
}

function wordAndReason(given: string): { readonly word: string; readonly reason: string } {
  const [, word = '', reason = ''] = /^(\S+)\s*(.*)$/s.exec(given) ?? []
  return { word: word.normalize('NFKC'), reason }
}

function mustBeGiven(given: string, reason: string, example: string): string {
  return reason === '' ? fail('bad-assignment', { given, example }) : reason
}
