import { fail, INVOCATION, ProblemError } from '../domain/problem.ts'
import { NoAnswer } from '../platform/prompter.ts'
import { withCommands } from '../view/resume-command.ts'
import type { World } from '../world.ts'
import { describeProblem } from './problems.ts'

/** Asks for one line of text, outside the walk. Like `askQuestions`, but `resume` is the command line itself. */
export function askLine(world: World, question: string, resume: string, mark = ''): Promise<string> {
  const askOnce = (ask: Ask) => ask(question, (answer) => answer)
  return askQuestions(world, () => resume, askOnce, mark)
}

/** Asks a question until `parse` accepts the answer. If `parse` throws `ProblemError`, prints the reason and asks again. */
export type Ask = <T>(question: string, parse: (answer: string) => T) => Promise<T>

/**
 * Lets `act` ask questions one after another; `mark` comes before each line. Rejects with `no-answer` if the operator leaves
 * a question unanswered; `resume` gives the command line that continues from there.
 */
export async function askQuestions<T>(
  world: World,
  resume: () => string,
  act: (ask: Ask) => Promise<T>,
  mark = '',
): Promise<T> {
  const { wrapText } = await import('../view/wrap.ts')
  const wrapped = (text: string) => text.split('\n').flatMap((line) => wrapText(line, world.terminal.columns - 1))
  const prompter = await world.prompter(world.now, mark)
  const ask: Ask = async (question, parse) => {
    for (let draft = ''; ; ) {
      try {
        const lines = wrapped(question)
        const { kind, text } = await prompter.ask({ lines: () => lines, draft: { text: draft, isPasted: false } })
        if (kind === 'back') throw new NoAnswer()
        // A rejected answer is offered for editing, except in plain lines, where a draft cannot be erased.
        if (!world.options.plain || kind === 'block') draft = text
        if (kind === 'line') return parse(text.trim())
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        for (const part of await describeProblem(error.problem, world.text, INVOCATION))
          wrapped(withCommands(part, world.invocation, world.options)).forEach(world.say)
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
