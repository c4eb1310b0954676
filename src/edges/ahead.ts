import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** A command that takes longer waits for something: an answer, a program, the network. */
const WAITING_MS = 500
const TURNS = 16

type Load = (file: string) => void

/**
 * Loads what is left of the program at `root`, a file at a time while nothing else is to do, once a command takes longer
 * than most: an upgrade of the package takes away the files that it would load later. `begin` is called before. Keeps no
 * process alive; ends where what it returns is called.
 */
export function loadAhead(root: string, begin: () => void): () => void {
  let isOver = false
  let timer: NodeJS.Timeout | undefined
  wait()
  return () => {
    isOver = true
    if (timer !== undefined) clearTimeout(timer)
  }

  /** A timer costs more than most of what a command does that never waits: it is over after a few turns of promises. */
  async function wait(): Promise<void> {
    for (let turn = 0; turn < TURNS; turn += 1) await null
    if (isOver) return
    timer = later(() => {
      begin()
      loadOn(...loaders(root))
    }, WAITING_MS)
  }

  function loadOn(load: Load, [file, ...rest]: readonly string[]): void {
    if (file === undefined) return
    load(file)
    timer = later(() => loadOn(load, rest))
  }
}

/** Node looks for a file again, even one that is loaded, where it was not asked for from there in the same words. */
function loaders(root: string): [Load, readonly string[]] {
  const dist = join(root, 'dist')
  const chunks = join(dist, 'chunks')
  const [fromMain, fromChunk] = [createRequire(join(dist, 'any')), createRequire(join(chunks, 'any'))]
  const load = (file: string) => {
    fromMain(`./chunks/${file}`)
    fromChunk(`./${file}`)
  }
  return [load, readdirSync(chunks)]
}

/** Where files are gone already, whoever needs them says so. */
function later(load: () => void, milliseconds = 0): NodeJS.Timeout {
  return setTimeout(() => {
    try {
      load()
    } catch {}
  }, milliseconds).unref()
}
