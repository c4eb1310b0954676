import { unattendedIn } from '../../domain/contacts/cover.ts'
import { found } from '../../domain/readiness/finding.ts'
import type { Examination } from '../io/examination.ts'
import { inFile, readiness, type Told } from './check-result.ts'
import { reviewsOf } from './reviews.ts'

/** The contact list: what is wrong with it, when it was gone through, and when nobody of a department works. */
export function checkContacts(examination: Examination): Told[] {
  const { world, contactsFile, contacts } = examination
  if (contactsFile === null)
    return readiness(found('warning', 'contacts-missing', { workspace: world.workspace.directory }))
  if ('problem' in contactsFile) return [{ of: 'problem', problem: contactsFile.problem, place: null }]
  const findings = inFile(contactsFile.source.findings)
  if (contacts === null) return findings
  const { reviewed, source } = contacts
  const place = source.placeOf(['reviewed'])
  const undated = reviewed === null ? [found('warning', 'not-reviewed', { what: 'contacts' }, place)] : []
  const reviews = reviewsOf(examination, 'contacts', [{ reviewed, own: true, place }])
  return [...findings, ...readiness(...undated, ...reviews, ...unattended(examination))]
}

function unattended({ contacts, settings, now }: Examination) {
  if (contacts === null) return []
  const { roster, people, source } = contacts
  return Object.entries(roster.departments).flatMap(([department, members]) => {
    const hours = members.flatMap((person) => (Object.hasOwn(people, person) ? [people[person]?.hours ?? []] : []))
    const times = hours.length === 0 ? [] : unattendedIn(hours, now, settings.timezone)
    const place = source.placeOf(['departments', department])
    const params = { department, times, zone: settings.timezone }
    return times.length === 0 ? [] : [found('warning', 'nobody-on-duty', params, place)]
  })
}
