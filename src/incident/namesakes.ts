import { join } from 'node:path'
import { currentWrite } from '../domain/incident/current-values.ts'
import { handleOf, idInHandle } from '../domain/log/incident-key.ts'
import { fail } from '../domain/problem.ts'
import type { Journal } from '../store/journal.ts'
import { foldersFor } from '../store/log-paths.ts'
import { declaredInFolder } from '../store/received-incident.ts'
import { inertLine } from '../view/inert.ts'
import { resumeCommand } from '../view/resume-command.ts'
import type { World } from '../world.ts'

/** An incident here, with what names it on all machines alike. */
interface NamedFolder {
  readonly id: string
  readonly by: string
  readonly handle: string
}

/** The incidents here that were declared with an id, in the order of their folders. */
function namedAs({ workspace: { directory } }: World, declaredId: string): NamedFolder[] {
  return foldersFor(directory, declaredId).flatMap((id) => {
    const declared = declaredInFolder(join(directory, 'incidents', id), id)
    if (declared?.id !== declaredId) return []
    const { incident, by } = declared
    return [{ id, by: inertLine(by), handle: inertLine(handleOf({ declaredId, incident })) }]
  })
}

/**
 * Says which is meant where others were declared with the same id, as two machines can in the same second. A folder keeps its
 * name, so that what people and scripts call an incident never comes to mean another.
 */
export function sayNamesakes(world: World, { incident: { declaration } }: Journal): void {
  if (declaration === null) return
  const { declaredId } = declaration
  // Most are alone: then nothing is read.
  const all = foldersFor(world.workspace.directory, declaredId).length > 1 ? namedAs(world, declaredId) : []
  if (all.length > 1) world.say(world.text.said.namesakes(inertLine(declaredId), declaration.id, all))
}

/** The folder here of the incident that a handle names; null if it is no handle, or none is here. */
export function folderOfHandle(world: World, given: string): string | null {
  const declaredId = idInHandle(given)
  const found = declaredId === null ? [] : namedAs(world, declaredId).filter(({ handle }) => handle === given)
  // Somebody may have looked for a key that ends in the same digits.
  if (found.length > 1) fail('which-incident', { ids: found.map(({ id }) => id) })
  return found[0]?.id ?? null
}

/**
 * Says that two incidents were each closed as a duplicate of the other, as two machines can before they share that, with what
 * opens the one again that was declared first.
 */
export function warnAboutMutualJoin(world: World, journal: Journal): void {
  const other = joinedTo(world, journal)
  if (other === null || joinedTo(world, other)?.id !== journal.id) return
  const [first] = [journal, other].sort((a, b) => (declarationKey(a) < declarationKey(b) ? -1 : 1)) as [
    Journal,
    Journal,
  ]
  const event = currentWrite(first.incident, 'phase')?.event ?? ''
  const line = resumeCommand(world, 'undo', event, '--reason', world.text.said.reasonWord, '-i', first.id)
  world.say(world.text.said.joinedEachOther(journal.id, other.id, line))
}

/** The incident here that one was closed as a duplicate of; null if it was not, or that is not here. */
function joinedTo(world: World, { incident }: Journal): Journal | null {
  const name = currentWrite(incident, 'phase')?.value.duplicateOf ?? null
  const id =
    name === null ? null : (folderOfHandle(world, name) ?? (world.workspace.ids().includes(name) ? name : null))
  if (id === null) return null
  const journal = world.workspace.journal(id)
  journal.refresh()
  return journal
}

/** Sorts as incidents were declared. */
function declarationKey({ incident: { declaration } }: Journal): string {
  return `${Date.parse(declaration?.declaredAt ?? '')} ${declaration?.incident}`
}

/** What names an incident on all machines: its id or, where another one that is known here has that, its handle. */
export function sharedName(world: World, { incident: { declaration }, id }: Journal): string {
  if (declaration === null) return id
  return namedAs(world, declaration.declaredId).length > 1 ? handleOf(declaration) : declaration.declaredId
}
