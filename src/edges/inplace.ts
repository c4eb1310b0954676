import { renameSync, rmSync, writeFileSync } from 'node:fs'

/** Puts a file for the user alone in its place, whole. Throws the system's error where it cannot be; leaves nothing then. */
export function putInPlace(path: string, data: string | Uint8Array): void {
  const fresh = `${path}.${process.pid}`
  try {
    writeFileSync(fresh, data, { mode: 0o600 })
    renameSync(fresh, path)
  } catch (error) {
    drop(fresh)
    throw error
  }
}

export function drop(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // Where nothing can be removed, nothing could be kept either.
  }
}
