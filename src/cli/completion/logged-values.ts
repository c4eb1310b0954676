import { isCorrectable, undoables } from '../../domain/decide/corrections.ts'
import { titleOf } from '../../domain/incident/current-values.ts'
import { hypothesesOf } from '../../domain/incident/hypotheses.ts'
import { outcomeUnknown } from '../../domain/incident/incident.ts'
import { RESOLVED, stepsOf } from '../../domain/incident/steps.ts'
import { timeline } from '../../domain/incident/timeline.ts'
import { type Envelope, nameOf } from '../../domain/log/event.ts'
import { plan } from '../../domain/plan.ts'
import { timelineLine } from '../../incident/event-lines.ts'
import { closedIncidents } from '../../store/snapshots.ts'
import type { World } from '../../world.ts'
import type { Candidate } from './candidates.ts'
import { bare, meant, named, open } from './value-sources.ts'

/** What the logs have to offer. */

/** More than can be looked over is no help. */
const MOST = 40

export function incidents(world: World): Candidate[] {
  const all = world.workspace.ids()
  const closed = closedIncidents(world, all.length)
  const ids = all.reverse().slice(0, MOST)
  const found = ids.map((id) => {
    try {
      const digest = closed?.look(id).digest()
      return { value: id, description: (digest ? digest.entry.title : readTitle(world, id)) ?? '' }
    } catch {
      return bare(id)
    }
  })
  return ids.length === 0 ? [] : [...found, bare('latest')]
}

function readTitle(world: World, id: string): string | null {
  const journal = world.workspace.journal(id)
  journal.refresh()
  return titleOf(journal.incident)
}

/** What comes next comes first; a step that was begun is not begun again. */
export function steps(world: World, command: string): Candidate[] {
  const { journal, clock } = open(world)
  const { incident } = journal
  const now = clock.now()
  const next = plan(incident, now)
  const rest = stepsOf(incident, now).filter(
    ({ state, step }) => !RESOLVED.has(state) && !next.some((view) => view.step === step),
  )
  return [...next, ...rest]
    .filter(({ state }) => command !== 'begin' || state === 'pending')
    .map(({ step }) => named(step.id, step.title, world))
}

/** The latest first: those that can be taken back, or those whose time or words can be corrected. */
export function events(world: World, command: string): Candidate[] {
  const { journal } = meant(world)
  const { incident } = journal
  const undoable = new Set(undoables(incident).flatMap(({ event, undone }) => (undone ? [] : [event])))
  const latest: Envelope[] = []
  for (const event of journal.events()) {
    const isMeant = command === 'undo' ? undoable.has(nameOf(event)) : isCorrectable(event.type)
    if (isMeant) latest.push(event)
    if (latest.length > MOST) latest.shift()
  }
  const standing = timeline(incident)
  return latest.reverse().map((event) => {
    const value = nameOf(event)
    return { value, description: timelineLine(standing(event, undefined), world.text).replace(`${value}  `, '') }
  })
}

/** Follow-ups that are open. */
export function actions(world: World): Candidate[] {
  return meant(world)
    .journal.incident.actions.filter(({ doneAt }) => doneAt === null)
    .map(({ id, text }) => ({ value: id, description: text }))
}

/** Commands that nobody knows the end of. */
export function runs(world: World): Candidate[] {
  return open(world)
    .journal.incident.commands.filter(outcomeUnknown)
    .map(({ event, argv }) => ({ value: event, description: argv.join(' ') }))
}

/** Hypotheses that were not discarded. */
export function hypotheses(world: World): Candidate[] {
  return hypothesesOf(open(world).journal.incident)
    .filter(({ discarded }) => discarded === null)
    .map(({ event, text }) => ({ value: event, description: text }))
}

/** Evidence; what was removed cannot be removed again. */
export function pieces(world: World, command: string): Candidate[] {
  return meant(world)
    .journal.incident.evidence.filter(({ removed }) => removed === null || command !== 'remove')
    .map(({ file, kind, name }) => ({ value: file, description: name ?? kind }))
}
