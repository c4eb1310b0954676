import { join } from 'node:path'
import { KeptCode } from './edges/keptcode.ts'
import { xdgFolder } from './edges/xdg.ts'

/** Runs the program, installed in the folder `root`, with what was compiled of it before. */
export async function main(root: string): Promise<void> {
  const { env, argv } = process
  // Node's own word for it.
  if (env.NODE_DISABLE_COMPILE_CACHE) return (await import('./main.ts')).main(root)
  const code = new KeptCode(join(xdgFolder(env, 'XDG_CACHE_HOME', '.cache'), 'halt', 'code'))
  code.begin(root, argv.slice(2).find((word) => /^[a-z]/.test(word)) ?? '')
  return (await import('./main.ts')).main(root, () => code.enough())
}
