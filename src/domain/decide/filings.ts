import type { Authority } from '../authorities/authority.ts'
import type { Start } from '../authorities/starting.ts'
import { register } from '../incident/current-values.ts'
import { startedBy } from '../incident/filings.ts'
import { type At, accept, alreadySo, at, type Decision, type Situation, together } from './decision.ts'

export type FilingIntent =
  | ({ readonly kind: 'start-clocks'; readonly starts: readonly Start[] } & At)
  | ({
      readonly kind: 'report-to'
      readonly authority: Authority
      readonly filing: string
      readonly ref: string | null
      readonly note?: string
    } & At)

/** Deadlines of authorities outlive the halt: all of this works after closing as well. */
export function decideFiling(situation: Situation, intent: FilingIntent): Decision {
  if (intent.kind === 'report-to') return report(situation, intent)
  return together(intent.starts.map((start) => startClock(situation, start, intent)))
}

/** What runs already is not started anew: its time can be corrected, or it is undone first. */
function startClock({ incident }: Situation, { authority, event, filing }: Start, when: At): Decision {
  return startedBy(incident, authority, event, filing) === undefined
    ? accept({ type: 'clock.started', ...at(when), data: { authority, event, filing } })
    : alreadySo(`clock start ${filing ?? authority.id}:${event}`)
}

/** A report may be made more than once, but not twice under one reference. */
function report({ incident }: Situation, intent: FilingIntent & { kind: 'report-to' }): Decision {
  const { authority, filing, ref, note } = intent
  const made = register(incident, `filed:${filing}`).some((w) => !w.undone && ref !== null && w.value.ref === ref)
  if (made) return alreadySo(`report-to ${filing} --ref ${ref}`)
  const data = { authority, filing, ref, ...(note !== undefined && { note }) }
  return accept({ type: 'authority.reported', ...at(intent), data })
}
