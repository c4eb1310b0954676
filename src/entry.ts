import { cacheCompiledCode } from './platform/code-cache.ts'
import { PrivateFolder, xdgFolder } from './platform/private-files.ts'

/**
 * Where the program starts: caches compiled code, unless the environment forbids it, before any other file is loaded.
 * `root` is the folder that the program is installed in.
 */
export async function main(root: string): Promise<void> {
  if (process.env.NODE_DISABLE_COMPILE_CACHE === undefined)
    cacheCompiledCode(new PrivateFolder(xdgFolder(process.env, 'XDG_CACHE_HOME'), 'halt', 'compiled'))
  await (await import('./cli/io/main.ts')).main(root)
}
