import { columnsOf } from '../view/columns.ts'
import { wrapIndented } from '../view/wrap.ts'
import type { Session } from './session.ts'
import { helpLines, widthLeft } from './view.ts'

/** Lines of the terminal that a page leaves free for the keys below it. */
const SPARE_ROWS = 4
const MIN_PAGE_ROWS = 6

/** Shows all keys and names; where lines scroll away, page by page. */
export async function showHelp(session: Session): Promise<void> {
  const { context, prompter, world } = session
  const lines = helpLines(context)
  const rows = prompter.isPlain ? Number.POSITIVE_INFINITY : Math.max(world.terminal.rows - SPARE_ROWS, MIN_PAGE_ROWS)
  const pages = pagesOf(lines, rows, widthLeft(session.incident, context))
  for (const [i, page] of pages.entries()) {
    for (const line of page) session.say(line)
    if (pages.length === 1) return
    const isLast = i === pages.length - 1
    const key = await session.ask.key(isLast ? context.walk.helpEnd : context.walk.helpKeys, isLast ? '' : 'n')
    if (key !== 'n') return
  }
}

/** The lines as pages of at most so many rows. */
function pagesOf(lines: readonly string[], rows: number, columns: number): string[][] {
  const pages: string[][] = [[]]
  let used = 0
  for (const line of lines) {
    const needed = columnsOf(line) <= columns ? 1 : wrapIndented(line, columns).length
    if (used + needed > rows) {
      pages.push([])
      used = 0
    }
    pages.at(-1)?.push(line)
    used += needed
  }
  return pages
}
