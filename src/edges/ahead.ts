import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** A command that takes longer waits for something: an answer, a program, the network. */
const WAITING_MS = 500

/**
 * Loads what is left of the program at `root`, a file at a time while nothing else is to do, once a command takes longer
 * than most: an upgrade of the package takes away the files that it would load later. `begin` is called before. Keeps no
 * process alive; ends where what it returns is called.
 */
export function loadAhead(root: string, begin: () => void): () => void {
  const dist = join(root, 'dist')
  const chunks = join(dist, 'chunks')
  // Node looks for a file again, even one that is loaded, where it was not asked for from there in the same words.
  const [fromMain, fromChunk] = [createRequire(join(dist, 'any')), createRequire(join(chunks, 'any'))]
  let timer = later(() => {
    begin()
    loadOn(readdirSync(chunks))
  }, WAITING_MS)
  return () => clearTimeout(timer)

  function loadOn([file, ...rest]: readonly string[]): void {
    if (file === undefined) return
    fromMain(`./chunks/${file}`)
    fromChunk(`./${file}`)
    timer = later(() => loadOn(rest))
  }
}

/** Where files are gone already, whoever needs them says so. */
function later(load: () => void, milliseconds = 0): NodeJS.Timeout {
  return setTimeout(() => {
    try {
      load()
    } catch {}
  }, milliseconds).unref()
}
