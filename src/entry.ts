import { PrivateFolder } from './edges/privatefiles.ts'
import { xdgFolder } from './edges/xdg.ts'

/** Runs the program, installed in the folder `root`. */
export async function main(root: string): Promise<void> {
  cacheCompiledCode()
  await (await import('./main.ts')).main(root)
}

/**
 * Lets Node keep compiled code between runs, where it can (22.8 and newer): in a folder of this user's alone, since whoever
 * writes to it decides what runs. NODE_DISABLE_COMPILE_CACHE and NODE_COMPILE_CACHE are Node's own switches.
 */
function cacheCompiledCode(): void {
  const { enableCompileCache } = (process.getBuiltinModule?.('node:module') ?? {}) as Caching
  if (enableCompileCache === undefined) return
  const folder = new PrivateFolder(xdgFolder(process.env, 'XDG_CACHE_HOME', '.cache'), 'halt', 'compiled')
  if (folder.make()) enableCompileCache(folder.path)
}

/** Of `node:module`, since Node 22.8. */
interface Caching {
  readonly enableCompileCache?: (folder: string) => unknown
}
