import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Makes a folder again what it was when it was copied to `kept`; files that are there stay the same files. */
export function putBack(folder: string, kept: string): void {
  const [now, before] = [namesIn(folder), namesIn(kept)]
  for (const name of now) if (!before.includes(name)) rmSync(join(folder, name), { recursive: true, force: true })
  for (const name of before)
    if (!now.includes(name)) cpSync(join(kept, name), join(folder, name), { recursive: true })
    else if (statSync(join(kept, name)).isFile()) rewrite(join(folder, name), readFileSync(join(kept, name)))
}

function namesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
}

function rewrite(path: string, bytes: Buffer): void {
  if (!readFileSync(path).equals(bytes)) writeFileSync(path, bytes)
}
