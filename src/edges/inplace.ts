import { closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/** Puts a file for the user alone in its place, whole. Throws the system's error where it cannot be; leaves nothing then. */
export function putInPlace(path: string, data: string | readonly Uint8Array[]): void {
  const fresh = `${path}.${process.pid}`
  try {
    const file = openSync(fresh, 'w', 0o600)
    try {
      for (const piece of typeof data === 'string' ? [data] : data) writeFileSync(file, piece)
    } finally {
      closeSync(file)
    }
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
