import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { isTerminal } from '../../platform/output.ts'
import { run } from '../run.ts'
import { processHost } from './process-host.ts'

/** Runs the program on this process; `root` is the folder it was installed to. */
export async function main(root: string): Promise<void> {
  const host = processHost(root)
  loadAhead(root)
  process.exitCode = await run(host)
  if (host.terminals.some((wasTerminal, descriptor) => wasTerminal && !isTerminal(descriptor))) hangUp()
}

/** A terminal is gone: ends as its hang-up does. A normal end would abort, since Node sets terminals back first. */
function hangUp(): void {
  process.removeAllListeners('SIGHUP')
  process.kill(process.pid, 'SIGHUP')
}

/** A command that takes longer waits for something: an answer, a program, the network. */
const WAITING_MS = 500

type Load = (file: string) => void

/**
 * Loads what is left of the program at `root`, a file at a time while nothing else is to do, once a command takes longer
 * than most: an upgrade of the package takes away the files that it would load later. Keeps no process alive.
 */
export function loadAhead(root: string): void {
  later(() => loadOn(...loaders(root)), WAITING_MS)
}

function loadOn(load: Load, [file, ...rest]: readonly string[]): void {
  if (file === undefined) return
  load(file)
  later(() => loadOn(load, rest))
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
function later(load: () => void, milliseconds = 0): void {
  setTimeout(() => {
    try {
      load()
    } catch {}
  }, milliseconds).unref()
}
