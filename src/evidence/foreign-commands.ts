import { resolve } from 'node:path'
import { nameOf } from '../domain/log/event.ts'
import { ProblemError } from '../domain/problem.ts'
import { type Step, type StepCommand, stepById } from '../domain/runbook/runbook.ts'
import { runbookInForce } from '../runbook/io/config.ts'
import type { Journal } from '../store/journal.ts'
import type { World } from '../world.ts'

/**
 * Rejects with `foreign-command` if the runbook that offers a command was put in force by another machine alone, and that of
 * the workspace does not offer it in this step: whoever can write to the log could have anything run.
 */
export async function mustBeOfOwnRunbook(
  world: World,
  journal: Journal,
  { id: step }: Pick<Step, 'id'>,
  offered: StepCommand,
): Promise<void> {
  const event = journal.foreignGoverning('runbook')
  if (event === null || (await isOfWorkspace(world, step, offered))) return
  const folder = resolve(world.workspace.directory, offered.directory)
  const params = { step, run: offered.run, folder, event: nameOf(event), by: event.by }
  throw new ProblemError({ code: 'foreign-command', params })
}

async function isOfWorkspace(world: World, step: string, offered: StepCommand): Promise<boolean> {
  try {
    const { runbook } = await runbookInForce(world.root, world.workspace.directory, world.text.language)
    const own = stepById(runbook, step)?.commands ?? []
    return own.some((command) => partsOf(command) === partsOf(offered))
  } catch (error) {
    if (error instanceof ProblemError) return false
    throw error
  }
}

/** What is run, and where; and whether that has to be confirmed. */
function partsOf({ run, directory, dangerous }: StepCommand): string {
  return JSON.stringify([run, directory, dangerous])
}
