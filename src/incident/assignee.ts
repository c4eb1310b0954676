import { registersByName } from '../domain/incident/current-values.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { leadOf, leadTermsOf } from '../domain/incident/lead.ts'
import { idsByName, namesOf } from '../domain/runbook/names.ts'
import { likeNames } from '../i18n/nearest-names.ts'

/**
 * The name of a department or person that may have been meant by one that is none of them; null if it is one, or like none.
 * A part of a department's name is like it, such as `sec` or `法務担当`.
 */
export function nameLike(given: string, incident: Incident): string | null {
  const { departments } = incident.runbook
  const people = knownPeople(incident)
  if (idsByName(departments, given).length > 0 || people.includes(given)) return null
  const names = Object.keys(departments).flatMap((id) => namesOf(departments, id))
  return likeNames(given, [...names, ...people])[0] ?? names.find((name) => isPart(given, name)) ?? null
}

/** Those in the contact list by all their names, and whoever declared, leads, led, or was given a step before. */
function knownPeople(incident: Incident): string[] {
  const contacts = Object.entries(incident.settings.roster?.people ?? {})
  const assignees = registersByName(incident, 'assignee:').flatMap(([, writes]) => writes.map(({ value }) => value))
  return [
    ...contacts.flatMap(([id, { ja, en }]) => [id, ja, en]),
    ...[leadOf(incident) ?? [], leadTermsOf(incident).map(({ name }) => name)].flat(),
    ...assignees,
  ]
}

/** Whether a name stands for another in part: its first letters or, in Japanese, any of it, with a rank or the like. */
function isPart(given: string, name: string): boolean {
  const [part, whole] = [given.toLowerCase(), name.toLowerCase()]
  if (/^[ -~]+$/.test(whole)) return part.length > 2 && whole.startsWith(part)
  return whole.length > 1 && (part.includes(whole) || whole.includes(part))
}
