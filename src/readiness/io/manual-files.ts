import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { isFolder } from '../../store/workspace.ts'

/** The folder of the small manual that new ones start from, in the folder of the program. */
export const STARTER_FOLDER = 'starter'
/** Its types, operations, departments, channels and facts. */
export const NAMES_FILE = '0-names.yaml'

/** The text of each file of the starter manual, by its path in `runbooks/`. */
export function readStarter(root: string): Record<string, string> {
  return readFiles(join(root, STARTER_FOLDER))
}

const EXAMPLES = ['test', 'manuals']

/** The names of the complete workspaces that can be copied; empty if this installation has none. */
export function exampleNames(root: string): string[] {
  const folder = join(root, ...EXAMPLES)
  if (!isFolder(folder)) return []
  return readdirSync(folder)
    .filter((name) => isFolder(join(folder, name)))
    .sort()
}

/** The text of each file of an example, by its path in the workspace. */
export function readExample(root: string, name: string): Record<string, string> {
  return readFiles(join(root, ...EXAMPLES, name))
}

function readFiles(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]))
}
