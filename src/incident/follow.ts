import { Failed, problem } from '../domain/outcome.ts'
import { onInterrupt } from '../platform/process.ts'
import { resumeCommand } from '../view/resume-command.ts'
import type { World } from '../world.ts'

/**
 * Calls `act` every second, and `first` at once, until `act` calls `end` or the reader of the output is gone: resolves
 * to 0. Throws `paused` on Ctrl-C, with the command (`words`) that goes on.
 */
export function followEachSecond(
  world: World,
  words: readonly string[],
  act: (end: () => void) => Promise<void>,
  first = act,
): Promise<number> {
  let cleanUp = () => {}
  return new Promise<number>((resolve, reject) => {
    const end = () => resolve(0)
    const stopTimer = world.eachSecond(() => act(end).catch(reject))
    const stopListening = onInterrupt(() =>
      reject(new Failed(problem('paused', { line: resumeCommand(world, ...words) }))),
    )
    cleanUp = () => {
      stopTimer()
      stopListening()
    }
    world.output.stream.once('error', end)
    first(end).catch(reject)
  }).finally(() => cleanUp())
}
