import { setImmediate } from 'node:timers/promises'

/** Lets the event loop read what arrived while the process was busy, such as waiting for the disk. */
export async function untilInputIsRead(): Promise<void> {
  await setImmediate()
  await setImmediate()
}

/**
 * Calls `act` once no input has come for a time, unless the returned function is called before. A process that was busy or
 * stopped meanwhile learns that the time is over before it reads what came: that is read first.
 */
export function afterSilence(milliseconds: number, act: () => void): () => void {
  let isOver = false
  const timer = setTimeout(async () => {
    await untilInputIsRead()
    if (!isOver) act()
  }, milliseconds)
  return () => {
    isOver = true
    clearTimeout(timer)
  }
}
