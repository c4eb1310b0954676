import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

/** The in-memory file system of Linux: syncing a log takes no time there. */
const MEMORY = '/dev/shm'

/** All temporary files of a run are in one folder that is deleted at the end; on disk for the system tests. */
export function setup({ name }: TestProject): () => void {
  const base = name !== 'system' && existsSync(MEMORY) ? MEMORY : tmpdir()
  const folder = mkdtempSync(join(base, 'halt-tests-'))
  process.env.TMPDIR = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
