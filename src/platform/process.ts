import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'

/** The working directory. Throws the system's error if it has been deleted. */
export function workingDirectory(): string {
  return process.cwd()
}

/** The path of the Node executable that runs this program. */
export function nodePath(): string {
  return process.execPath
}

/** Ends the process by a signal. */
export function endBySignal(signal: NodeJS.Signals): void {
  process.kill(process.pid, signal)
}

/** Calls `act` on the next Ctrl-C instead of ending the process; the returned function undoes this. */
export function onInterrupt(act: () => void): () => void {
  process.once('SIGINT', act)
  return () => process.off('SIGINT', act)
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface Stopped<T> {
  readonly value: T
  /** The signal that asked to stop meanwhile; null if none did. */
  readonly by: NodeJS.Signals | null
}

/** Lets `act` finish in order after the first SIGINT, SIGTERM or SIGHUP; the second ends this process at once. */
export async function stoppable<T>(onStop: () => void, act: (stop: AbortSignal) => Promise<T>): Promise<Stopped<T>> {
  const stop = new AbortController()
  let by: NodeJS.Signals | null = null
  const removeListeners = () => {
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
  const onSignal = (signal: NodeJS.Signals) => {
    by = signal
    // A spinner ends the process if it finds itself the only listener for the signal.
    setImmediate(removeListeners)
    onStop()
    stop.abort()
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  try {
    return { value: await act(stop.signal), by }
  } finally {
    removeListeners()
  }
}

/** Sends a signal to a process group, unless the whole group is already gone. */
export function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal)
  } catch {}
}

/** The path of the program that this name would start in a directory; null if there is none. Runs nothing. */
export function whichProgram(name: string, directory: string, path: string | undefined): string | null {
  if (name.includes('/')) return isFile(resolve(directory, name)) ? resolve(directory, name) : null
  const paths = (path ?? '').split(delimiter).map((folder) => join(resolve(directory, folder || '.'), name))
  return paths.find(isRunnable) ?? paths.find(isFile) ?? null
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
