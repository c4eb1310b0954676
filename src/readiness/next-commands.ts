import { quoteArgv } from '../view/shell-quote.ts'
import { wrapIndented } from '../view/wrap.ts'
import type { World } from '../world.ts'
import { usableFrom } from './io/new-workspace.ts'
import type { InitText } from './words.en.ts'

/** What to do next in a new workspace, each with the arguments of the command that does it. */
export type NextCommands = readonly (readonly [what: string, argv: readonly string[]])[]

/** Lists commands to copy, with `cd` or `--dir` as far as they need it to find the workspace. */
export function sayNextCommands(world: World, text: InitText, directory: string, commands: NextCommands): void {
  // `node bin/halt.js` is relative to this folder, so it does not work after a cd.
  const reachedFrom = usableFrom(directory, world.env)
  const isNamed = reachedFrom === 'named' || (reachedFrom === 'there' && world.invocation.startsWith('node '))
  const named = isNamed ? ['--dir', directory] : []
  const lines = commands.map(([what, argv]) => [what, `  ${world.invocation} ${quoteArgv([...argv, ...named])}`])
  if (reachedFrom === 'there' && !isNamed) lines.unshift([text.goThere, `  ${quoteArgv(['cd', directory])}`])
  for (const [what = '', line = ''] of lines) {
    informFolded(world, `- ${what}`)
    world.inform(line)
  }
}

/** Wraps prose to the terminal; lines to be copied are printed by `say` as they are. */
export function sayFolded(world: World, text: string): void {
  for (const line of folded(world, text)) world.say(line)
}

/** The same for what `--quiet` leaves out. */
export function informFolded(world: World, text: string): void {
  for (const line of folded(world, text)) world.inform(line)
}

function folded({ terminal }: World, text: string): string[] {
  return terminal.isInteractive ? wrapIndented(text, terminal.columns - 1) : [text]
}
