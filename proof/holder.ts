import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Ran, RunOptions, Workspace } from './workspace.ts'

/** A process of the program that was stopped between writing an event and syncing it: it holds the lock. */
export interface Holder {
  /** Process id, as this process sees it. */
  readonly pid: number
  readonly ended: Promise<Ran>
  goOn(): void
  kill(): void
}

/** Runs the program until it stops itself as it syncs the log, by a signal that strace gives it. */
export async function stoppedHolder(
  workspace: Workspace,
  options: RunOptions,
  ...args: readonly string[]
): Promise<Holder> {
  const output = join(workspace.directory, `holder-${process.hrtime.bigint()}`)
  const files = workspace.files().flatMap((path) => ['-P', path])
  const inject = ['-e', 'trace=fsync', '-e', 'inject=fsync:signal=STOP:when=1']
  const under = ['strace', '-f', '-o', output, ...files, ...inject, ...(options.under ?? [])]
  const { child, ended } = workspace.spawn(args, { ...options, under })
  const pid = await stopped(output, child)
  const signal = (name: NodeJS.Signals) => () => {
    process.kill(pid, name)
  }
  return { pid, ended, goOn: signal('SIGCONT'), kill: signal('SIGKILL') }
}

async function stopped(output: string, child: ChildProcess): Promise<number> {
  // On a busy machine it takes long to start under strace.
  for (let tries = 0; tries < 6000; tries += 1) {
    const trace = existsSync(output) ? readFileSync(output, 'utf8') : ''
    const pid = /^(\d+) +--- stopped by SIGSTOP ---$/m.exec(trace)?.[1]
    if (pid !== undefined) return Number(pid)
    if (child.exitCode !== null) throw new Error(`the holder was never stopped: ${trace}`)
    await pause(10)
  }
  throw new Error('the holder was never stopped')
}
