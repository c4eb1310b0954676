import { declarerOf } from '../domain/incident/incident.ts'
import { trustedSigning, vouchBySigners } from '../signing/vouching.ts'
import { inertLine } from '../view/inert.ts'
import type { World } from '../world.ts'
import type { QueryResult } from './incident-index.ts'
import { namedWriters } from './new-writers.ts'

/** Incidents in which there is something that nobody whom this machine knows has vouched for, by their ids. */
export interface Strangers {
  /** Those in which a writer recorded that this machine does not know. */
  readonly recorded: readonly string[]
  /** Those in which this machine recorded nothing, by a writer that it knows from none in which it did. */
  readonly declared: readonly string[]
}

type Known = Pick<QueryResult<unknown>, 'id' | 'acquaintance'>

/**
 * Finds such incidents among these of a workspace, `all` of which say whom this machine knows. Where it has recorded in none,
 * only allowed signers can say that it should know who declared one.
 */
export async function strangersIn(
  world: World,
  all: readonly Known[],
  some: readonly Known[] = all,
): Promise<Strangers> {
  const keys = new Set(all.flatMap(({ acquaintance }) => acquaintance.known ?? []))
  const { signers } = await trustedSigning(world)
  const isByStranger = ({ acquaintance: { known, declarer } }: Known) =>
    (keys.size > 0 || signers !== null) && known === null && declarer?.every((key) => !keys.has(key)) === true
  const found: Strangers = {
    recorded: some.filter(({ acquaintance }) => acquaintance.unknown > 0).map(({ id }) => id),
    declared: some.filter(isByStranger).map(({ id }) => id),
  }
  return signers === null ? found : withoutSigned(world, found, signers)
}

/** Leaves out what is by writers whose keys an allowed signer has signed. */
async function withoutSigned(world: World, found: Strangers, signers: string): Promise<Strangers> {
  const recorded: string[] = []
  const declared: string[] = []
  for (const id of new Set([...found.recorded, ...found.declared])) {
    const journal = world.workspace.journal(id)
    journal.refresh()
    const declarer = journal.incident.births.get(declarerOf(journal.incident) ?? '')
    await vouchBySigners(world, journal, signers, [
      ...journal.unknownWriters(),
      ...(declarer === undefined ? [] : [declarer]),
    ])
    if (found.recorded.includes(id) && journal.unknownWriters().length > 0) recorded.push(id)
    if (found.declared.includes(id) && (declarer === undefined || !journal.isVouchedFor(declarer))) declared.push(id)
  }
  return { recorded, declared }
}

/** Whether an incident is one of them, by its id. */
export function isByStrangers({ recorded, declared }: Strangers): (id: string) => boolean {
  const ids = new Set([...recorded, ...declared])
  return (id) => ids.has(id)
}

/** Says which these are, or some of them. */
export function strangerLines({ text: { said } }: Pick<World, 'text'>, { recorded, declared }: Strangers): string[] {
  const wordsOf = (ids: readonly string[], words: (named: readonly string[], more: number) => string) => {
    const { named, more } = namedWriters(ids)
    return named.length === 0 ? [] : [words(named.map(inertLine), more)]
  }
  return [...wordsOf(recorded, said.recordedByUnknown), ...wordsOf(declared, said.declaredByUnknown)]
}
