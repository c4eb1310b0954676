import { ProblemError, problem } from '../domain/problem.ts'
import { onInterrupt } from '../platform/process.ts'
import { resumeCommand } from '../view/resume-command.ts'
import type { World } from '../world.ts'

/**
 * Calls `firstTick` at once and `tick` every second, until one of them calls `end` or nobody reads standard output any
 * longer; then resolves to the exit code 0. Rejects with what a tick rejects with, and with `paused` on Ctrl-C, which shows
 * the operator how to resume: this program with the arguments `resumeArgv`.
 */
export function followUntilInterrupted(
  world: World,
  resumeArgv: readonly string[],
  tick: (end: () => void) => Promise<void>,
  firstTick = tick,
): Promise<number> {
  let cleanUp = () => {}
  return new Promise<number>((resolve, reject) => {
    const end = () => resolve(0)
    const stopTimer = world.eachSecond(() => tick(end).catch(reject))
    const stopListening = onInterrupt(() =>
      reject(new ProblemError(problem('paused', { line: resumeCommand(world, ...resumeArgv) }))),
    )
    cleanUp = () => {
      stopTimer()
      stopListening()
    }
    // EPIPE: the reader, such as `head`, is gone.
    world.output.stream.once('error', end)
    firstTick(end).catch(reject)
  }).finally(() => cleanUp())
}
