import { mkdirSync, statSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { join } from 'node:path'
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
  const { enableCompileCache } = nodeModule as { enableCompileCache?: (folder: string) => unknown }
  if (enableCompileCache === undefined) return
  const folder = join(xdgFolder(process.env, 'XDG_CACHE_HOME', '.cache'), 'halt', 'compiled')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { uid, mode } = statSync(folder)
    if (uid === process.geteuid?.() && (mode & 0o077) === 0) enableCompileCache(folder)
  } catch {
    // Compiled anew each time.
  }
}
