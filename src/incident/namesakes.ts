import { join } from 'node:path'
import { handleOf, idInHandle } from '../domain/log/incident-key.ts'
import { fail } from '../domain/problem.ts'
import type { Journal } from '../store/journal.ts'
import { isFolderOf } from '../store/log-file.ts'
import { declaredInFolder } from '../store/received-incident.ts'
import { inertLine } from '../view/inert.ts'
import type { World } from '../world.ts'

/** An incident here, with what names it on all machines alike. */
interface NamedFolder {
  readonly id: string
  readonly by: string
  readonly handle: string
}

/** The incidents here that were declared with an id, in the order of their folders. */
function declaredAs(world: World, declaredId: string): NamedFolder[] {
  const { directory } = world.workspace
  const folders = world.workspace.ids().filter((id) => isFolderOf(id, declaredId))
  return folders.flatMap((id) => {
    const declared = declaredInFolder(join(directory, 'incidents', id), id)
    if (declared?.id !== declaredId) return []
    return [{ id, by: declared.by, handle: handleOf({ declaredId, incident: declared.incident }) }]
  })
}

/**
 * Says which is meant where others were declared with the same id, as two machines can in the same second. A folder keeps its
 * name, so that what people and scripts call an incident never comes to mean another.
 */
export function sayNamesakes(world: World, { incident: { declaration } }: Journal): void {
  if (declaration === null) return
  const { declaredId } = declaration
  // The only one has the id itself.
  const isAlone = !world.workspace.ids().some((id) => id !== declaration.id && isFolderOf(id, declaredId))
  const all = isAlone ? [] : declaredAs(world, declaredId)
  if (all.length < 2) return
  const named = all.map(({ id, by, handle }) => ({ id, by: inertLine(by), handle: inertLine(handle) }))
  world.say(world.text.said.namesakes(inertLine(declaredId), declaration.id, named))
}

/** The folder here of the incident that a handle names; null if it is no handle, or none is here. */
export function folderOfHandle(world: World, given: string): string | null {
  const declaredId = idInHandle(given)
  const found = declaredId === null ? [] : declaredAs(world, declaredId).filter(({ handle }) => handle === given)
  // Somebody may have looked for a key that ends in the same digits.
  if (found.length > 1) fail('which-incident', { ids: found.map(({ id }) => id) })
  return found[0]?.id ?? null
}

/** What names an incident on all machines: its id or, where another one that is known here has that, its handle. */
export function sharedName(world: World, { incident: { declaration }, id }: Journal): string {
  if (declaration === null) return id
  return declaredAs(world, declaration.declaredId).length > 1 ? handleOf(declaration) : declaration.declaredId
}
