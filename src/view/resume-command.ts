import type { World } from '../world.ts'
import { quoteArgv } from './shell-quote.ts'

/** A command line to run next: `words` after the program's name, and the same workspace, operator and display options. */
export function resumeCommand({ invocation, options }: World, ...words: readonly string[]): string {
  const { dir, as, lang, color, plain } = options
  const given = Object.entries({ dir, as, lang, color })
  const flags = given.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]))
  return [invocation, quoteArgv([...words, ...flags, ...(plain ? ['--plain'] : [])])].join(' ')
}

/** The command line that this program was started with, quoted for a shell. */
export function sameCommand({ invocation, argv }: World): string {
  return [invocation, quoteArgv(argv)].join(' ')
}
