import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

/** A file system in memory, as Linux has one: there is nothing to wait for when a log is synced. */
const MEMORY = '/dev/shm'

/** All temporary files of a run lie in one folder, which goes when it ends; on the disk where the program itself is tried. */
export function setup({ name }: TestProject): () => void {
  const base = name !== 'system' && existsSync(MEMORY) ? MEMORY : tmpdir()
  const folder = mkdtempSync(join(base, 'halt-tests-'))
  process.env.TMPDIR = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
