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

export function endBySignal(signal: NodeJS.Signals): void {
  process.kill(process.pid, signal)
}

/** Calls `act` on the next SIGINT (Ctrl-C) instead of ending the process; the returned function undoes this. */
export function onInterrupt(act: () => void): () => void {
  process.once('SIGINT', act)
  return () => process.off('SIGINT', act)
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The result of `finishOnSignal`. */
export interface FinishedRun<T> {
  readonly value: T
  /** The signal that asked to stop meanwhile; null if none did. */
  readonly stoppedBy: NodeJS.Signals | null
}

/** The first SIGINT, SIGTERM or SIGHUP calls `onStop` and aborts, but lets `act` finish. The second ends this process. */
export async function finishOnSignal<T>(
  onStop: () => void,
  act: (stop: AbortSignal) => Promise<T>,
): Promise<FinishedRun<T>> {
  const stop = new AbortController()
  let by: NodeJS.Signals | null = null
  const removeListeners = () => {
    for (const signal of STOP_SIGNALS) process.off(signal, onSignal)
  }
  const onSignal = (signal: NodeJS.Signals) => {
    by = signal
    // Later, since a spinner (ora) ends the process if it finds itself the only listener for the signal.
    setImmediate(removeListeners)
    onStop()
    stop.abort()
  }
  for (const signal of STOP_SIGNALS) process.on(signal, onSignal)
  try {
    return { value: await act(stop.signal), stoppedBy: by }
  } finally {
    removeListeners()
  }
}

/** Sends a signal to a process group; does nothing if it is gone, or if `pid` is undefined because nothing started. */
export function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal)
  } catch {}
}

/**
 * The path of the program that this name would start in a directory, where `path` is the variable PATH; null if there is
 * none. If no file of this name may be run, the first one that may not. Runs nothing.
 */
export function findProgram(name: string, directory: string, path: string | undefined): string | null {
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
