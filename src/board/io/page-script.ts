import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The script of the board's pages, as it was built; `root` is the folder that the program is installed in. */
export function pageScript(root: string): string {
  return readFileSync(join(root, 'dist', 'board.js'), 'utf8')
}
