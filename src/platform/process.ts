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
