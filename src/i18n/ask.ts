import { Failed, fail } from '../domain/outcome.ts'
import { NoAnswer } from '../platform/prompter.ts'
import type { World } from '../world.ts'
import { describeProblem } from './problems.ts'

/** Asks for one line of text, outside the walk. `resume` is as for `asking`. */
export function askLine(world: World, question: string, resume: string, mark = ''): Promise<string> {
  return askQuestions(
    world,
    () => resume,
    (ask) => ask(question, (answer) => answer),
    mark,
  )
}

/** Asks a question until `read` accepts the answer. If `read` throws `Failed`, prints the reason and asks again. */
export type Ask = <T>(question: string, read: (answer: string) => T) => Promise<T>

/**
 * Lets `act` ask questions one after another. Throws `no-answer` if the terminal is left; `resume` gives the command line
 * that continues from there.
 */
export async function askQuestions<T>(
  world: World,
  resume: () => string,
  act: (ask: Ask) => Promise<T>,
  mark = '',
): Promise<T> {
  const { fold } = await import('../view/fold.ts')
  const wrapped = (text: string) => text.split('\n').flatMap((one) => fold(one, world.terminal.columns - 1))
  const prompter = await world.prompter(world.now, mark)
  const ask: Ask = async (question, read) => {
    for (let draft = ''; ; ) {
      try {
        const answer = await prompter.line(wrapped(question).join('\n'), draft, () => {})
        // Offers a rejected answer for editing. Plain mode cannot erase a draft.
        if (!world.options.plain) draft = answer
        return read(answer.trim())
      } catch (error) {
        if (!(error instanceof Failed)) throw error
        for (const part of await describeProblem(error.problem, world.text, world.me)) wrapped(part).forEach(world.say)
      }
    }
  }
  try {
    return await act(ask)
  } catch (error) {
    if (error instanceof NoAnswer) return fail('no-answer', { line: resume() })
    throw error
  } finally {
    prompter.close()
  }
}
