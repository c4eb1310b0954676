import {
  authorityNames,
  authorityStatuses,
  loadCurrentAuthorities,
  resolveFiling,
  resolveStarts,
} from '../authority/authority-status.ts'
import {
  authorityBlocks,
  awarenessWarnings,
  correctionLine,
  type FilingContext,
  filingLine,
} from '../authority/view.ts'
import { authoritiesText } from '../authority/words.ts'
import type { KnownAuthority } from '../domain/authorities/authority.ts'
import { filingsOf } from '../domain/incident/filings.ts'
import type { Problem } from '../domain/problem.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { typedNames } from '../incident/labels.ts'
import type { Session } from './session.ts'

/** The first words that the operator may type: for what `clock start` records, and for what `report-to` does. */
const START = { en: 'start', ja: '起点' } as const
const REPORT = { en: 'report', ja: '報告' } as const
const isOneOf = (words: Readonly<Record<Language, string>>, word: string) => Object.values(words).includes(word)

/** Shows the reports to authorities; then records an event that deadlines count from, or a report that was made. */
export async function reportToAuthorities(session: Session): Promise<void> {
  let known: readonly KnownAuthority[] = []
  const failed = await session.attemptAsync(async () => {
    known = await loadCurrentAuthorities(session.world)
  })
  if (failed !== null) return
  const { language } = session.context.text
  const context = await filingContext(session)
  showAuthorities(session, known, context)
  for (;;) {
    const { text, ...at } = await session.ask.timed(session.context.walk.authority)
    if (text === '') return
    const [word = '', name = '', ...rest] = text.split(/\s+/)
    const [starts, reports] = [isOneOf(START, word), isOneOf(REPORT, word)]
    const ref = rest.length === 0 ? null : rest.join(' ')
    let refused: Problem | null = null
    const mistyped = session.attempt(() => {
      if (starts)
        refused = session.record({ kind: 'start-clocks', starts: resolveStarts(known, session.incident, name), ...at })
      else if (reports) {
        const filing = resolveFiling(authorityStatuses(known, session.incident), name, undefined)
        refused = session.record({ kind: 'report-to', ...filing, ref, ...at })
      } else
        session.complain({
          code: 'bad-assignment',
          params: {
            given: text,
            example: `${START[language]} ${typedNames(authorityNames(known), { language })[0] ?? 'AUTHORITY'}`,
          },
        })
    })
    if (mistyped !== null || refused !== null || !(starts || reports)) continue
    for (const view of filingsOf(session.incident)) if (view.state === 'running') session.say(filingLine(view, context))
    const warnings = starts ? awarenessWarnings(session.incident, context, correctionLine(session.world)) : []
    for (const warning of warnings) session.say(warning)
    return
  }
}

async function filingContext({ context, clock }: Session): Promise<FilingContext> {
  const { text } = context
  return { text, said: await authoritiesText(text.language), now: clock.now(), stamp: clock.stamp }
}

/** Omits reports whose deadline has not started, so that all of it fits on the screen; `clock list` shows them. */
function showAuthorities(session: Session, known: readonly KnownAuthority[], context: FilingContext): void {
  const { incident } = session
  for (const { authority, fromFile, proposed, filings } of authorityStatuses(known, incident)) {
    const started = filings.filter(({ state }) => state !== 'waiting')
    session.sayBlocks(authorityBlocks(incident, fromFile, started, { ...context, authority, proposed }))
  }
}
