import { ProblemError, problem } from '../domain/problem.ts'
import { onInterrupt } from '../platform/process.ts'
import { resumeCommand } from '../view/resume-command.ts'
import type { World } from '../world.ts'

/**
 * Calls `firstTick` at once and `tick` every second, or as many `times` in each, until one calls `end` or standard output has
 * no reader; resolves to the exit code 0. Rejects with what a tick rejects with, and on Ctrl-C with `interrupted`, which shows
 * the command that starts it again (`resumeArgv`).
 */
export function followUntilInterrupted(
  world: World,
  resumeArgv: readonly string[],
  tick: (end: () => void) => Promise<void>,
  { firstTick = tick, times = 1 }: { readonly firstTick?: typeof tick; readonly times?: number } = {},
): Promise<number> {
  let cleanUp = () => {}
  // What goes on until it is stopped says at once what it has to say.
  world.errorOutput.stopHolding?.()
  return new Promise<number>((resolve, reject) => {
    const end = () => resolve(0)
    const stopTimer = world.eachSecond(() => tick(end).catch(reject), times)
    const interrupted = () => new ProblemError(problem('interrupted', { line: resumeCommand(world, ...resumeArgv) }))
    const stopListening = onInterrupt(() => reject(interrupted()))
    cleanUp = () => {
      stopTimer()
      stopListening()
    }
    // EPIPE: the reader, such as `head`, is gone.
    world.output.stream.once('error', end)
    firstTick(end).catch(reject)
  }).finally(() => cleanUp())
}
