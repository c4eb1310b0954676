import { resolve } from 'node:path'
import { nameOf } from '../domain/log/event.ts'
import { fail, ProblemError } from '../domain/problem.ts'
import { type Step, type StepCommand, stepById } from '../domain/runbook/runbook.ts'
import { runbookInForce } from '../runbook/io/config.ts'
import type { Journal } from '../store/journal.ts'
import { distrustOfCommand } from '../store/trust.ts'
import type { World } from '../world.ts'

/**
 * Rejects with what keeps a command that a step offers from being run as it is: others could change what it runs
 * (`untrusted-workspace`), or it comes from another machine (`foreign-command`).
 */
export async function mustBeRunnable(
  world: World,
  journal: Journal,
  { id: step }: Pick<Step, 'id'>,
  offered: StepCommand,
): Promise<void> {
  const folder = resolve(world.workspace.directory, offered.directory)
  mustBeTrusted(world, offered.run, folder)
  // Whoever can write to the log could have anything run.
  const event = journal.foreignGoverning('runbook')
  if (event === null || (await isOfWorkspace(world, step, offered))) return
  fail('foreign-command', { step, run: offered.run, folder, event: nameOf(event), by: event.by })
}

/**
 * Throws `untrusted-workspace` if the workspace was found, not named, and not trusted, and others could change its
 * settings, contacts or runbooks, or a file in it that the command line names by path.
 */
function mustBeTrusted({ workspace, env }: World, argv: readonly string[], directory: string): void {
  if (workspace.origin !== 'found') return
  const distrust = distrustOfCommand(argv, directory, workspace.directory, env)
  if (distrust !== null) fail('untrusted-workspace', { directory: workspace.directory, ...distrust })
}

/** Whether the runbook of the workspace offers the same command in the same step. */
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
