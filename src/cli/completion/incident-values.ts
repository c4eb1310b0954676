import { isCorrectable, undoableWrites } from '../../domain/decide/corrections.ts'
import { fieldsToRedact } from '../../domain/decide/redactions.ts'
import { phaseOf, titleOf } from '../../domain/incident/current-values.ts'
import { followUpsOf } from '../../domain/incident/follow-up-state.ts'
import { openHypotheses } from '../../domain/incident/hypotheses.ts'
import { isOutcomeUnknown } from '../../domain/incident/incident.ts'
import { RESOLVED_STATES, stepsOf } from '../../domain/incident/steps.ts'
import { timelineEntryMaker } from '../../domain/incident/timeline.ts'
import { type Envelope, nameOf } from '../../domain/log/event.ts'
import { redactableFields } from '../../domain/log/redaction.ts'
import { plan } from '../../domain/plan.ts'
import { ProblemError, type ProblemParams } from '../../domain/problem.ts'
import type { Step } from '../../domain/runbook/runbook.ts'
import { type ChosenIncident, chooseIncidentToRead, clockIn } from '../../incident/choose.ts'
import { timelineLine } from '../../incident/event-lines.ts'
import { eventNamed } from '../../incident/event-name.ts'
import { eventsWithNamesInForce } from '../../incident/names-in-force.ts'
import { closedIncidents } from '../../store/closed-incidents.ts'
import type { World } from '../../world.ts'
import { type Candidate, named, withoutDescription } from './candidates.ts'
import type { CursorPosition } from './cursor-position.ts'

/** The most incidents or events to offer: nobody can scan more. */
const MAX_CANDIDATES = 40

/** The most open incidents to read: a key was pressed, and somebody waits. */
const MAX_OPEN = 5

/** The latest incidents with their titles, and the word `latest`; empty if there is no incident. */
export function incidents(world: World): Candidate[] {
  const all = world.workspace.ids()
  const closed = closedIncidents(world, all.length)
  const ids = all.reverse().slice(0, MAX_CANDIDATES)
  const found = ids.map((id) => {
    try {
      const digest = closed?.look(id).digest()
      return { value: id, description: (digest ? digest.entry.title : readTitle(world, id)) ?? '' }
    } catch {
      return withoutDescription(id)
    }
  })
  return ids.length === 0 ? [] : [...found, withoutDescription('latest')]
}

function readTitle(world: World, id: string): string | null {
  const journal = world.workspace.journal(id)
  journal.refresh()
  return titleOf(journal.incident)
}

/** The steps not resolved yet, the next ones first, each once; for `begin` only those not begun yet. */
export function steps(world: World, command: string): Candidate[] {
  const found = openIncidentsMeant(world).flatMap((chosen) => stepsIn(chosen, command))
  return [...new Map(found.map((step) => [step.id, step])).values()].map(({ id, title }) => named(id, title, world))
}

function stepsIn({ journal, clock }: ChosenIncident, command: string): Step[] {
  const now = clock.now()
  const next = plan(journal.incident, now)
  const rest = stepsOf(journal.incident, now).filter(
    ({ state, step }) => !RESOLVED_STATES.has(state) && !next.some((view) => view.step === step),
  )
  return [...next, ...rest].filter(({ state }) => command !== 'begin' || state === 'pending').map(({ step }) => step)
}

/** The latest events that can be undone, for `undo`, redacted, for `redact`, corrected, or, for `key`, marked; latest first. */
export function events(world: World, command: string): Candidate[] {
  const { journal } = chosenIncident(world)
  const undoable = new Set(undoableWrites(journal.incident).flatMap(({ write }) => (write.undone ? [] : [write.event])))
  const fits: Readonly<Record<string, (event: Envelope) => boolean>> = {
    undo: (event) => undoable.has(nameOf(event)),
    redact: (event) => fieldsToRedact(journal, event).length > 0,
    key: ({ type }) => type !== 'moment.marked',
  }
  const isOffered = fits[command] ?? (({ type }: Envelope) => isCorrectable(type))
  const latest: Envelope[] = []
  for (const event of journal.events()) {
    if (isOffered(event)) latest.push(event)
    if (latest.length > MAX_CANDIDATES) latest.shift()
  }
  const entryFor = timelineEntryMaker(journal.incident, [])
  const text = { ...world.text, events: eventsWithNamesInForce(world.text, journal) }
  return latest.reverse().map((event) => {
    const value = nameOf(event)
    return { value, description: timelineLine(entryFor(event), text).replace(`${value}  `, '') }
  })
}

/** The fields of the event typed before that can be redacted, with their text. */
export function fields(world: World, _: string, { argumentsBefore }: CursorPosition): Candidate[] {
  const { journal } = chosenIncident(world)
  const event = eventNamed(journal, argumentsBefore[0] ?? '')
  const allowed = fieldsToRedact(journal, event)
  return [...redactableFields(event)].flatMap(([value, description]) =>
    allowed.includes(value) ? { value, description } : [],
  )
}

/** The open follow-ups. */
export function actions(world: World): Candidate[] {
  return followUpsOf(chosenIncident(world).journal.incident)
    .filter(({ doneAt }) => doneAt === null)
    .map(({ id, text }) => ({ value: id, description: text }))
}

/** Commands whose outcome is unknown. */
export function runs(world: World): Candidate[] {
  return openIncident(world)
    .journal.confirmed()
    .commands.filter(isOutcomeUnknown)
    .map(({ event, argv }) => ({ value: event, description: argv.join(' ') }))
}

/** The writers of the chosen incident that this machine does not know, with who recorded. */
export function unknownWriters(world: World): Candidate[] {
  return chosenIncident(world)
    .journal.unknownWriters()
    .map(({ writer, by }) => ({ value: writer, description: by }))
}

/** The hypotheses that are neither ruled out nor confirmed. */
export function hypotheses(world: World): Candidate[] {
  return openHypotheses(openIncident(world).journal.incident).map(({ event, text }) => ({
    value: event,
    description: text,
  }))
}

/** The pieces of evidence; for `remove` only those not removed yet. */
export function pieces(world: World, command: string): Candidate[] {
  return chosenIncident(world)
    .journal.confirmed()
    .evidence.filter(({ removed }) => removed === null || command !== 'remove')
    .map(({ file, kind, name }) => ({ value: file, description: name ?? kind }))
}

/** The chosen incident, open or closed. Throws if it is ambiguous or its log is damaged; nothing is offered then. */
export function chosenIncident(world: World): ChosenIncident {
  const chosen = chooseIncidentToRead(world)
  chosen.journal.mustBeUsable()
  return chosen
}

/** The chosen incident, or, if it is ambiguous, the latest open ones: `-i` may stand after what is completed. */
function openIncidentsMeant(world: World): ChosenIncident[] {
  try {
    return [openIncident(world)]
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code !== 'which-incident') throw error
    const { ids } = error.problem.params as ProblemParams['which-incident']
    return ids.slice(-MAX_OPEN).map((id) => {
      const journal = world.workspace.journal(id)
      journal.refresh()
      return { journal, clock: clockIn(world, journal) }
    })
  }
}

/** The same as `chosenIncident`, but throws if the incident is closed; nothing is offered then either. */
export function openIncident(world: World): ChosenIncident {
  const chosen = chosenIncident(world)
  if (phaseOf(chosen.journal.incident) === 'closed') throw new Error('closed')
  return chosen
}
