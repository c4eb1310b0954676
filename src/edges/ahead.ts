import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** A command that takes longer waits for something: an answer, a program, the network. */
const WAITING_MS = 500

/**
 * Loads what is left of the program at `root`, a file at a time while nothing else is to do, once a command takes longer
 * than most: an upgrade of the package takes away the files that it would load later. Keeps no process alive.
 */
export function loadAhead(root: string): void {
  const dist = join(root, 'dist')
  const chunks = join(dist, 'chunks')
  // Node looks for a file again, even one that is loaded, where it was not asked for from there in the same words.
  const [fromMain, fromChunk] = [createRequire(join(dist, 'any')), createRequire(join(chunks, 'any'))]
  setTimeout(() => attempt(() => loadOn(readdirSync(chunks))), WAITING_MS).unref()

  function loadOn([file, ...rest]: readonly string[]): void {
    if (file === undefined) return
    fromMain(`./chunks/${file}`)
    fromChunk(`./${file}`)
    setTimeout(() => attempt(() => loadOn(rest))).unref()
  }
}

/** Where files are gone already, whoever needs them says so. */
function attempt(load: () => void): void {
  try {
    load()
  } catch {}
}
