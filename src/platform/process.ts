import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'

/** The folder that the program was called in. Throws the system's error where it has been deleted. */
export function workingDirectory(): string {
  return process.cwd()
}

/** The path of the Node that runs this. */
export function nodePath(): string {
  return process.execPath
}

/** Ends the process as a signal does. */
export function endBySignal(signal: NodeJS.Signals): void {
  process.kill(process.pid, signal)
}

/** Calls `act` at Ctrl-C instead of ending the process, until what it returns is called. */
export function onInterrupt(act: () => void): () => void {
  process.once('SIGINT', act)
  return () => process.off('SIGINT', act)
}

/** Calls `act` each time so many milliseconds have gone by, until what it returns is called. */
export function every(milliseconds: number, act: () => void): () => void {
  const timer = setInterval(act, milliseconds)
  return () => clearInterval(timer)
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface Stopped<T> {
  readonly value: T
  /** What asked for the end meanwhile; null where nothing did. */
  readonly by: NodeJS.Signals | null
}

/** Lets `act` come to a good end at the first Ctrl-C or the like; the second ends this process at once. */
export async function stoppable<T>(asked: () => void, act: (stop: AbortSignal) => Promise<T>): Promise<Stopped<T>> {
  const stop = new AbortController()
  let by: NodeJS.Signals | null = null
  const leave = () => {
    for (const signal of SIGNALS) process.off(signal, take)
  }
  const take = (signal: NodeJS.Signals) => {
    by = signal
    // A spinner ends the process where it finds itself alone with the signal.
    setImmediate(leave)
    asked()
    stop.abort()
  }
  for (const signal of SIGNALS) process.on(signal, take)
  try {
    return { value: await act(stop.signal), by }
  } finally {
    leave()
  }
}

/** Where a program is that would be started in a directory by this name; null where there is none. Nothing is run. */
export function whichProgram(name: string, directory: string, path: string | undefined): string | null {
  if (name.includes('/')) return isFile(resolve(directory, name)) ? resolve(directory, name) : null
  const places = (path ?? '').split(delimiter).map((folder) => join(resolve(directory, folder || '.'), name))
  return places.find(isRunnable) ?? places.find(isFile) ?? null
}

/** Whether this user may run a file. */
export function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return isFile(path)
  } catch {
    return false
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}
