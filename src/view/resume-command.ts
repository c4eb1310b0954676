import type { World } from '../world.ts'

import { shellWords } from './shell.ts'

/** A line to call the program once more, for the same workspace, by the same operator, shown in the same way. */
export function resumeCommand({ me, options }: World, ...words: readonly string[]): string {
  const { dir, as, lang, color, plain } = options
  const flags = [
    dir === undefined ? [] : ['--dir', dir],
    as === undefined ? [] : ['--as', as],
    lang === undefined ? [] : ['--lang', lang],
    color === undefined ? [] : ['--color', color],
    plain ? ['--plain'] : [],
  ]
  return [me, shellWords([...words, ...flags.flat()])].join(' ')
}

/** The line that the program was called by. */
export function sameCommand({ me, argv }: World): string {
  return [me, shellWords(argv)].join(' ')
}
