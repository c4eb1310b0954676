import { compareClocks } from '../domain/log/hybrid-clock.ts'
import { type Declared, declaredIn } from '../store/received-incident.ts'
import type { RelayState } from '../store/relay-state.ts'
import type { Hint, Relay } from './relay.ts'

/** Whether another page is looked at after this many. */
type MayGoOn = (pages: number) => boolean

/** The line that declares an incident. */
interface Declaration {
  readonly declared: Declared
  readonly bytes: Buffer
}

/** What declares incidents with the same id, the first one first, so that machines that get them at once name them alike. */
export async function declarationsOf(
  relay: Relay,
  state: RelayState,
  hints: readonly Hint[],
  mayGoOn: MayGoOn,
): Promise<Declaration[]> {
  const found: Declaration[] = []
  for (const { incident } of hints) {
    const declaration = await findDeclaration(relay, state, incident, mayGoOn)
    if (declaration !== null) found.push(declaration)
  }
  return found.sort(
    ({ declared: a }, { declared: b }) => compareClocks(a.hlc, b.hlc) || (a.incident < b.incident ? -1 : 1),
  )
}

/** The line that declares an incident in the relay; null if nothing there does, or none was found yet. */
async function findDeclaration(
  relay: Relay,
  state: RelayState,
  incident: string,
  mayGoOn: MayGoOn,
): Promise<Declaration | null> {
  let after = state.searched.get(incident) ?? null
  for (let pages = 0; mayGoOn(pages); pages += 1) {
    const { found, next } = await relay.firstLines(incident, after)
    state.searched.delete(incident)
    for (const { writer, bytes } of found) {
      const declared = declaredIn(incident, writer, bytes)
      if (declared !== null) return { declared, bytes }
    }
    if (next === null) return null
    state.searched.set(incident, next)
    after = next
  }
  return null
}
