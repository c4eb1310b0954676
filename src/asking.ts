import { fail } from './domain/outcome.ts'
import type { World } from './world.ts'

/** Asks a person for one line, outside of the walk. Left without an answer it ends with `line`, the one that goes on. */
export async function askLine(world: World, question: string, line: string, mark = ''): Promise<string> {
  const { NoAnswer, plainPrompter, redrawingPrompter } = await import('./edges/prompts.ts')
  const prompter = world.options.plain ? plainPrompter(Date.now, world.print, mark) : redrawingPrompter(Date.now, mark)
  try {
    return (await prompter.line(question, '', () => {})).trim()
  } catch (error) {
    if (error instanceof NoAnswer) return fail('no-answer', { line })
    throw error
  } finally {
    prompter.close()
  }
}
