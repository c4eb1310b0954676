import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { endBySignal, finishOnSignal } from './process.ts'

/**
 * Calls `use` with a new folder for this user alone, and deletes it whatever happens. A signal to stop takes effect once
 * `use` has ended.
 */
export async function withTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'halt-'))
  const removing = async () => {
    try {
      const value = await use(folder)
      // Signals that came while `use` blocked are delivered now.
      await setImmediate()
      return value
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const { value, stoppedBy } = await finishOnSignal(() => {}, removing)
  if (stoppedBy !== null) endBySignal(stoppedBy)
  return value
}

/** Calls `use` with the path of a new file for this user alone, and deletes it whatever happens. */
export function withTemporaryFile<T>(text: string, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'halt-'))
  try {
    const path = join(folder, 'file')
    writeFileSync(path, text)
    return use(path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
