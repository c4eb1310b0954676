import { type EscalationLevel, LEAD, peopleOf, type Roster } from '../domain/contacts/roster.ts'
import type { Runbook } from '../domain/runbook/runbook.ts'
import { type ContactsFile, rosterOf } from './contacts-schema.ts'
import { findCycle } from './cycle.ts'
import type { ValuePath, YamlSource } from './finding.ts'

/** Checks the names in a contact list against each other, and against the departments and types of a runbook. */
export function checkContacts(file: ContactsFile, runbook: Runbook, source: YamlSource): void {
  const roster = rosterOf(file)
  const people = Object.keys(roster.people)
  const parties = [...Object.keys(roster.departments), ...people]
  checkDepartments(roster, runbook, source)
  checkFlow(roster, parties, file.flow !== undefined, runbook, source)
  roster.levels.forEach((entry, index) => {
    checkLevel(roster, entry, index, parties, runbook, source)
  })
}

function checkDepartments(roster: Roster, runbook: Runbook, source: YamlSource): void {
  const allowed = Object.keys(runbook.departments)
  const known = Object.keys(roster.people)
  for (const [department, people] of Object.entries(roster.departments)) {
    const path = ['departments', department]
    if (!allowed.includes(department)) source.addFinding('unknown-department', { given: department, allowed }, path)
    if (Object.hasOwn(roster.people, department))
      source.addFinding('duplicate-id', { id: department, first: 'people' }, path)
    people.forEach((person, i) => {
      const at = i === 0 ? [...path, 'head'] : [...path, 'deputies', i - 1]
      if (!known.includes(person)) source.addFinding('unknown-person', { given: person, allowed: known }, at)
      if (people.indexOf(person) < i) source.addFinding('own-deputy', { person, department }, at)
    })
  }
  for (const department of allowed)
    if (!Object.hasOwn(roster.departments, department))
      source.addFinding(
        'nobody-there',
        { department, name: runbook.departments[department]?.ja ?? department },
        ['departments'],
        'warning',
      )
}

/** `isExplicit` says that the file has a flow; the default one informs every department. */
function checkFlow(
  { flow, departments }: Roster,
  parties: readonly string[],
  isExplicit: boolean,
  runbook: Runbook,
  source: YamlSource,
): void {
  for (const [from, recipients] of Object.entries(flow)) {
    checkParty(from, [LEAD, ...parties], runbook, source, ['flow', from])
    recipients.forEach((to, i) => {
      checkParty(to, parties, runbook, source, ['flow', from, i])
    })
  }
  const cycle = findCycle(flow)
  if (cycle !== null) source.addFinding('flow-cycle', { path: cycle }, ['flow', cycle[0] as string])
  const informed = new Set(reachable(flow))
  for (const department of Object.keys(departments))
    if (isExplicit && !informed.has(department)) source.addFinding('not-told', { department }, ['flow'], 'warning')
}

/** Reports a name that is neither a department nor a person of the file. */
function checkParty(
  given: string,
  allowed: readonly string[],
  { departments }: Runbook,
  source: YamlSource,
  path: ValuePath,
): void {
  if (allowed.includes(given)) return
  source.addFinding('unknown-party', { given, allowed, isDepartment: Object.hasOwn(departments, given) }, path)
}

/** Whom the lead informs, directly or through others. */
function reachable(flow: Roster['flow']): string[] {
  const reached: string[] = [LEAD]
  // The array grows while the loop runs.
  for (const name of reached)
    for (const next of Object.hasOwn(flow, name) ? (flow[name] ?? []) : [])
      if (!reached.includes(next)) reached.push(next)
  return reached
}

function checkLevel(
  roster: Roster,
  { id, reach, when }: EscalationLevel,
  index: number,
  parties: readonly string[],
  runbook: Runbook,
  source: YamlSource,
): void {
  const path = ['escalation', index]
  const first = roster.levels.findIndex((other) => other.id === id)
  if (first < index) source.addFinding('duplicate-id', { id, first: `escalation ${first + 1}` }, [...path, 'id'])
  reach.forEach((given, i) => {
    checkParty(given, parties, runbook, source, [...path, 'reach', i])
  })
  const allowed = Object.keys(runbook.types)
  when?.types?.forEach((given, i) => {
    if (!allowed.includes(given)) source.addFinding('unknown-type', { given, allowed }, [...path, 'when', 'types', i])
  })
  const below = index === 0 ? Object.keys(roster.departments) : (roster.levels[index - 1]?.reach ?? [])
  if (when?.unanswered !== undefined && !below.some((name) => peopleOf(roster, name).length > 0))
    source.addFinding('never-fires', { level: id }, [...path, 'when', 'unanswered'])
}
