import { typeOf } from '../domain/incident/current-values.ts'
import { SEVERITIES } from '../domain/runbook/runbook.ts'
import type { Session } from './session.ts'

/** Asks for the severity: `sev2`, or just `2`. */
export async function askSeverity(session: Session): Promise<void> {
  for (;;) {
    const given = await session.askLine(session.context.walk.severity)
    if (given === '') return
    const severity = SEVERITIES.find((s) => s === given || s === `sev${given}`)
    if (severity !== undefined) return classify(session, { severity })
    session.complain({ code: 'unknown-severity', params: { given, allowed: SEVERITIES } })
  }
}

/** Asks for the type of halt, by id. */
export async function askType(session: Session): Promise<void> {
  const { types } = session.incident.runbook
  const { language } = session.context.text
  const current = types[typeOf(session.incident)]?.[language] ?? ''
  for (;;) {
    const given = await session.askLine(session.context.walk.type(`${Object.keys(types).join(', ')}; ${current}`))
    if (given === '') return
    if (Object.hasOwn(types, given)) return classify(session, { type: given })
    session.complain({ code: 'unknown-type', params: { given, allowed: Object.keys(types) } })
  }
}

export async function askTitle(session: Session): Promise<void> {
  const title = await session.askLine(session.context.walk.title)
  if (title !== '') await classify(session, { title })
}

/** Records a new severity, type or title, for which a reason is required. */
async function classify(session: Session, change: object): Promise<void> {
  const reason = await session.askLine(session.context.walk.why)
  if (reason !== '') session.record({ kind: 'classify', ...change, reason })
}
