import { phaseOf } from '../../domain/incident/current-values.ts'
import { Failed } from '../../domain/outcome.ts'
import type { Bilingual, Runbook } from '../../domain/runbook/runbook.ts'
import { type Chosen, chooseAny } from '../../incident/choose.ts'
import { runbookInForce } from '../../runbook/io/config.ts'
import type { World } from '../../world.ts'
import type { Candidate } from './candidates.ts'

/** Where live values come from; whatever is wrong is thrown, and ends in no offer. */

/** The incident that is meant, also a closed one. Throws where it is not clear, or where its log is damaged. */
export function meant(world: World): Chosen {
  const chosen = chooseAny(world)
  chosen.journal.mustBeWhole()
  return chosen
}

/** The same, as long as something can be recorded in it. */
export function open(world: World): Chosen {
  const chosen = meant(world)
  if (phaseOf(chosen.journal.incident) === 'closed') throw new Error('closed')
  return chosen
}

/** The runbook that governs the incident; where none is meant, the one that would govern a new one. */
export async function runbookOf(world: World, anew = false): Promise<Runbook> {
  const chosen = anew ? null : meantOrNone(world)
  chosen?.journal.mustBeWhole()
  if (chosen !== null) return chosen.journal.incident.runbook
  return (await runbookInForce(world.root, world.workspace.directory, world.text.language)).runbook
}

function meantOrNone(world: World): Chosen | null {
  try {
    return chooseAny(world)
  } catch (error) {
    if (error instanceof Failed) return null
    throw error
  }
}

export const bare = (value: string): Candidate => ({ value, description: '' })

export function named(value: string, title: Bilingual, { text }: World): Candidate {
  return { value, description: title[text.language] }
}

/** Things by their ids, with what they are called. */
export function titled(things: Readonly<Record<string, Bilingual>>, world: World): Candidate[] {
  return Object.entries(things).map(([id, title]) => named(id, title, world))
}
