import { authoritiesNow, filingMeant, standingsOf, startsOf } from '../authority/filing.ts'
import { authorityBlocks, type FilingContext, filingLine } from '../authority/view.ts'
import { authoritiesText } from '../authority/words.ts'
import type { KnownAuthority } from '../domain/authorities/authority.ts'
import { filingsOf } from '../domain/incident/filings.ts'
import type { Session } from './session.ts'

/** The words that the commands have as well, so that they mean the same here. */
const START = 'start'
const REPORT = 'report'

/** Shows what authorities want; then something that a deadline counts from came, or a report was made. */
export async function toAuthorities(session: Session): Promise<void> {
  let known: readonly KnownAuthority[] = []
  const broken = await session.attemptLong(async () => {
    known = await authoritiesNow(session.world)
  })
  if (broken !== null) return
  const context = await contextOf(session)
  show(session, known, context)
  for (;;) {
    const { text, ...at } = await session.timed(session.context.walk.authority)
    if (text === '') return
    const [word = '', name = '', ...rest] = text.split(/\s+/)
    const ref = rest.length === 0 ? null : rest.join(' ')
    let refused: unknown = null
    const mistyped = session.attempt(() => {
      if (word === START)
        refused = session.record({ kind: 'start-clocks', starts: startsOf(known, session.incident, name), ...at })
      else if (word === REPORT) {
        const meant = filingMeant(standingsOf(known, session.incident), name, undefined)
        refused = session.record({ kind: 'report-to', ...meant, ref, ...at })
      } else session.complain({ code: 'bad-assignment', params: { given: text, example: `${START} jp-fsa` } })
    })
    if (mistyped !== null || refused !== null || (word !== START && word !== REPORT)) continue
    for (const view of filingsOf(session.incident)) if (view.state === 'running') session.say(filingLine(view, context))
    return
  }
}

async function contextOf({ context, clock }: Session): Promise<FilingContext> {
  const { text } = context
  return { text, said: await authoritiesText(text.language), now: clock.now(), stamp: clock.stamp }
}

/** Reports that still wait for something are left to `clock list`, so that the question stays on one screen. */
function show(session: Session, known: readonly KnownAuthority[], context: FilingContext): void {
  const { incident } = session
  for (const { authority, known: file, proposed, views } of standingsOf(known, incident)) {
    const begun = views.filter(({ state }) => state !== 'waiting')
    session.present(authorityBlocks(incident, file, begun, { ...context, authority, proposed }))
  }
}
