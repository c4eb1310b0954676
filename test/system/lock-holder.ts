import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll } from 'vitest'

const built = mkdtempSync(join(tmpdir(), 'halt-lock-'))
/** The built `locker.ts`. */
export const LOCKER = join(built, 'locker.cjs')

/** Builds `locker.ts` before the tests of a file. */
export function buildLocker(): void {
  beforeAll(async () => {
    const bundle = await rolldown({ input: resolve(import.meta.dirname, 'locker.ts'), platform: 'node' })
    await bundle.write({ file: LOCKER, format: 'cjs' })
    await bundle.close()
  })
  afterAll(() => rmSync(built, { recursive: true, force: true }))
}

export function startLocker(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [LOCKER, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
}

/** A process that holds the lock of a folder until it is killed. */
export async function holding(folder: string): Promise<ChildProcess> {
  const child = startLocker(folder, 'hold')
  await once(child.stdout as NodeJS.EventEmitter, 'data')
  return child
}

export async function killed(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}
