import { Failed, fail } from '../domain/outcome.ts'
import { NoAnswer } from '../platform/prompter.ts'
import type { World } from '../world.ts'
import { explained } from './problems.ts'

/** Asks a person for one line, outside of the walk. Left without an answer it ends with `line`, the one that goes on. */
export function askLine(world: World, question: string, line: string, mark = ''): Promise<string> {
  return asking(
    world,
    () => line,
    (ask) => ask(question, (given) => given),
    mark,
  )
}

/** Asks a question, and once more with the reason, until its answer can be read; `read` throws `Failed` where it cannot. */
export type Ask = <T>(question: string, read: (given: string) => T) => Promise<T>

/** One question after the other. Left without an answer it ends with the line that goes on from there. */
export async function asking<T>(
  world: World,
  line: () => string,
  act: (ask: Ask) => Promise<T>,
  mark = '',
): Promise<T> {
  const { fold } = await import('../view/fold.ts')
  const fitted = (text: string) => text.split('\n').flatMap((one) => fold(one, world.terminal.columns - 1))
  const prompter = await world.prompter(world.now, mark)
  const ask: Ask = async (question, read) => {
    for (let draft = ''; ; ) {
      try {
        const given = await prompter.line(fitted(question).join('\n'), draft, () => {})
        // To be mended rather than typed anew; in plain lines it could not be taken back.
        if (!world.options.plain) draft = given
        return read(given.trim())
      } catch (error) {
        if (!(error instanceof Failed)) throw error
        for (const said of await explained(error.problem, world.text, world.me)) fitted(said).forEach(world.say)
      }
    }
  }
  try {
    return await act(ask)
  } catch (error) {
    if (error instanceof NoAnswer) return fail('no-answer', { line: line() })
    throw error
  } finally {
    prompter.close()
  }
}
