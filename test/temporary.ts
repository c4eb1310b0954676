import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** All temporary files of a run lie in one folder, which goes when it ends. */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'halt-tests-'))
  process.env.TMPDIR = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
