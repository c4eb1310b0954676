import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { version } from '../package.json'
import { KeptCode, thisNode } from './edges/keptcode.ts'
import { OwnFiles } from './edges/ownfiles.ts'
import { xdgFolder } from './edges/xdg.ts'

/**
 * Runs the program, installed in the folder `root`, with what was compiled of it before; `load` is Node's
 * `require`.
 */
export async function main(root: string, load: NodeJS.Require): Promise<void> {
  const words = process.argv.slice(2)
  if (isVersionTold(words)) return
  const { env } = process
  // Node's own word for it.
  const node = env.NODE_DISABLE_COMPILE_CACHE ? null : thisNode()
  if (node === null) return (await import('./main.ts')).main(root)
  const code = new KeptCode(join(xdgFolder(env, 'XDG_CACHE_HOME', '.cache'), 'halt', 'code'), node)
  new OwnFiles(code).begin(load, join(root, 'dist', 'main.cjs'))
  const command = commandIn(words)
  await (await import('./main.ts')).main(root, () => code.enough())
  if (command !== null) code.keep(command)
}

/** These leave everything as it was: a shell only asks what may follow, and `doctor` looks at what there is. */
const LEAVE_NOTHING = ['completion', 'doctor']

/** Null where nothing may be written. */
function commandIn(words: readonly string[]): string | null {
  if (words.some((word) => LEAVE_NOTHING.includes(word))) return null
  const [first = ''] = words
  return /^[a-z][a-z-]*$/.test(first) ? first : ''
}

/** Which version it is needs nothing else of the program; why it cannot be written, the rest of it explains. */
function isVersionTold(words: readonly string[]): boolean {
  if (words.length !== 1 || (words[0] !== '--version' && words[0] !== '-V')) return false
  try {
    writeSync(1, `${version}\n`)
    return true
  } catch {
    return false
  }
}
