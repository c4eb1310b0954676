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
