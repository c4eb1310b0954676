import type { World } from '../world.ts'
import type { Block } from './blocks.ts'
import { drillMark, paintFor } from './paint.ts'
import { terminalLines } from './terminal.ts'

interface Printing {
  /** Whether they are of a drill: each line is marked as one then. */
  readonly drill?: boolean
  /** Whether lines are broken to fit; where nothing is said, on a terminal only. */
  readonly folded?: boolean
}

/** Blocks as the lines of the terminal, painted where it has colour. */
export async function printed(
  { text, terminal }: World,
  blocks: readonly Block[],
  { drill = false, folded = terminal.output }: Printing = {},
): Promise<string[]> {
  const { color, columns } = terminal
  const paint = await paintFor(color)
  const mark = drill ? drillMark(text.words.drill, paint, columns) : ''
  const fit = folded ? (await import('./fold.ts')).fitTo(columns, mark) : undefined
  return terminalLines(blocks, { paint, mark, fit })
}
