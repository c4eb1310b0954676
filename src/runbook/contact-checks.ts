import { LEAD, type Level, peopleOf, type Roster } from '../domain/contacts/roster.ts'
import type { Runbook } from '../domain/runbook/runbook.ts'
import { type ContactsFile, rosterOf } from './contacts-schema.ts'
import { cycleIn } from './cycle.ts'
import type { Source } from './finding.ts'

/** What only the names together show, against the departments and types of a runbook. */
export function checkContacts(file: ContactsFile, runbook: Runbook, source: Source): void {
  const roster = rosterOf(file)
  const people = Object.keys(roster.people)
  const parties = [...Object.keys(roster.departments), ...people]
  checkDepartments(roster, runbook, source)
  checkFlow(roster, parties, file.flow !== undefined, source)
  roster.levels.forEach((one, place) => {
    checkLevel(roster, one, place, parties, runbook, source)
  })
}

function checkDepartments(roster: Roster, runbook: Runbook, source: Source): void {
  const allowed = Object.keys(runbook.departments)
  const known = Object.keys(roster.people)
  for (const [department, people] of Object.entries(roster.departments)) {
    const path = ['departments', department]
    if (!allowed.includes(department)) source.report('unknown-department', { given: department, allowed }, path)
    if (Object.hasOwn(roster.people, department))
      source.report('duplicate-id', { id: department, first: 'people' }, path)
    people.forEach((person, i) => {
      const at = i === 0 ? [...path, 'head'] : [...path, 'deputies', i - 1]
      if (!known.includes(person)) source.report('unknown-person', { given: person, allowed: known }, at)
      if (people.indexOf(person) < i) source.report('own-deputy', { person, department }, at)
    })
  }
  for (const department of allowed)
    if (!Object.hasOwn(roster.departments, department))
      source.report('nobody-there', { department }, ['departments'], 'warning')
}

function checkFlow({ flow, departments }: Roster, parties: readonly string[], stated: boolean, source: Source): void {
  for (const [from, told] of Object.entries(flow)) {
    const tellers = [LEAD, ...parties]
    if (!tellers.includes(from)) source.report('unknown-party', { given: from, allowed: tellers }, ['flow', from])
    told.forEach((to, i) => {
      if (!parties.includes(to)) source.report('unknown-party', { given: to, allowed: parties }, ['flow', from, i])
    })
  }
  const cycle = cycleIn(flow)
  if (cycle !== null) source.report('flow-cycle', { path: cycle }, ['flow', cycle[0] as string])
  const told = new Set(reachable(flow))
  for (const department of Object.keys(departments))
    if (stated && !told.has(department)) source.report('not-told', { department }, ['flow'], 'warning')
}

function reachable(flow: Roster['flow']): string[] {
  const open: string[] = [LEAD]
  for (const name of open)
    for (const next of Object.hasOwn(flow, name) ? (flow[name] ?? []) : []) if (!open.includes(next)) open.push(next)
  return open
}

function checkLevel(
  roster: Roster,
  { id, reach, when }: Level,
  place: number,
  parties: readonly string[],
  runbook: Runbook,
  source: Source,
): void {
  const path = ['escalation', place]
  const first = roster.levels.findIndex((other) => other.id === id)
  if (first < place) source.report('duplicate-id', { id, first: `escalation ${first + 1}` }, [...path, 'id'])
  reach.forEach((given, i) => {
    if (!parties.includes(given)) source.report('unknown-party', { given, allowed: parties }, [...path, 'reach', i])
  })
  const allowed = Object.keys(runbook.types)
  when?.types?.forEach((given, i) => {
    if (!allowed.includes(given)) source.report('unknown-type', { given, allowed }, [...path, 'when', 'types', i])
  })
  const below = place === 0 ? Object.keys(roster.departments) : (roster.levels[place - 1]?.reach ?? [])
  if (when?.unanswered !== undefined && !below.some((name) => peopleOf(roster, name).length > 0))
    source.report('never-fires', { level: id }, [...path, 'when', 'unanswered'])
}
