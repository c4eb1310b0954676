import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withTemporaryFolder } from '../../platform/temporary-folder.ts'

/** A file that an act was sent with, or a text that a command reads from one. */
export interface ActFile {
  readonly name: string
  readonly bytes: Uint8Array
}

const MAX_NAME_BYTES = 200

/** Writes the files to a folder for this user alone, calls `use` with their paths, and deletes them whatever happens. */
export function withActFiles<T>(files: readonly ActFile[], use: (paths: readonly string[]) => Promise<T>): Promise<T> {
  if (files.length === 0) return use([])
  return withTemporaryFolder((folder) => {
    const paths = files.map(({ name, bytes }) => {
      const path = join(folder, safeName(name))
      writeFileSync(path, bytes, { mode: 0o600, flag: 'wx' })
      return path
    })
    return use(paths)
  })
}

/** The last part of a name, as a name of a file here: whoever sent it may have named any path, or none. */
function safeName(name: string): string {
  const last =
    name
      .split(/[/\\]/)
      .at(-1)
      ?.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]/gu, '') ?? ''
  let short = last.trim()
  while (Buffer.byteLength(short) > MAX_NAME_BYTES) short = [...short].slice(1).join('')
  return /^\.*$/.test(short) ? 'file' : short
}
