import { courseOf } from '../domain/incident/lifecycle.ts'
import { restricted, targetOf } from '../domain/incident/scope.ts'
import type { Heading, Kind } from '../i18n/customer-words.en.ts'
import type { NoticeRequest } from './notice.ts'

/** What the title of a notice is made of. */
export function headingOf(request: NoticeRequest): Heading {
  const { incident, stage, number } = request
  const full = courseOf(incident).current.fullyResumedAt !== null
  return { stage, kind: kindOf(request), number, full, updated: isUpdate(request) }
}

/** Trading is halted, other services are suspended, or something softer; what has resumed counts once that is told. */
function kindOf({ incident, stage }: NoticeRequest): Kind {
  const entries = restricted(incident)
  const stopped = entries.flatMap((entry) => (entry.state === 'stopped' ? targetOf(entry) : []))
  const told = stage === 'resumption' || stage === 'final' ? [...courseOf(incident).current.resumed.keys()] : []
  const halted = [...stopped, ...told]
  if (halted.includes('trading')) return 'halt'
  if (halted.length > 0) return 'services'
  return entries.length > 0 ? 'restriction' : 'unknown'
}

/** Whether customers of this channel have had an advance notice, which this one replaces. */
function isUpdate({ incident, channel }: NoticeRequest): boolean {
  return incident.notices.some(
    (told) => told.channel === channel && told.stage === 'scheduled' && told.state !== 'failed',
  )
}
