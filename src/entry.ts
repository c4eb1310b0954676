import { cacheCompiledCode } from './edges/codecache.ts'
import { PrivateFolder } from './edges/privatefiles.ts'
import { xdgFolder } from './edges/xdg.ts'

/** Runs the program, installed in the folder `root`. */
export async function main(root: string): Promise<void> {
  if (process.env.NODE_DISABLE_COMPILE_CACHE === undefined)
    cacheCompiledCode(new PrivateFolder(xdgFolder(process.env, 'XDG_CACHE_HOME', '.cache'), 'halt', 'compiled'))
  await (await import('./main.ts')).main(root)
}
