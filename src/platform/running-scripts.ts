import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

export interface RunningScript {
  readonly pid: number
  readonly argv: readonly string[]
}

/**
 * The processes of this user, except this one, in which Node runs a script: from /proc, else from `ps`, which does not say
 * where a word ends, so that a path with a blank is not found. Empty if the system has neither.
 */
export function runningScripts(script: string, env: NodeJS.ProcessEnv, proc = '/proc'): RunningScript[] {
  const target = realPath(script)
  const all = processesInProc(proc) ?? processesByPs(env)
  return all.flatMap(({ pid, argv, directory }) => {
    const [, file] = argv
    const isIt = file !== undefined && pid !== process.pid && realPath(resolve(directory, file)) === target
    return isIt ? [{ pid, argv }] : []
  })
}

interface Process extends RunningScript {
  readonly directory: string
}

/** Null where there is no /proc. */
function processesInProc(proc: string): Process[] | null {
  const pids = attempt(() => readdirSync(proc).filter((name) => /^\d+$/.test(name))) ?? []
  if (pids.length === 0) return null
  return pids.flatMap((pid) => {
    const process = attempt(() => processInProc(join(proc, pid), Number(pid)))
    return process === null ? [] : [process]
  })
}

function processInProc(folder: string, pid: number): Process | null {
  if (statSync(folder).uid !== process.geteuid?.()) return null
  const argv = readFileSync(join(folder, 'cmdline'), 'utf8').split('\0').slice(0, -1)
  return { pid, argv, directory: readlinkSync(join(folder, 'cwd')) }
}

function processesByPs(env: NodeJS.ProcessEnv): Process[] {
  const columns = ['-U', String(process.geteuid?.()), '-o', 'pid=,args=']
  const table = attempt(() =>
    execFileSync('ps', columns, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  )
  return (table ?? '').split('\n').flatMap((line) => {
    const [pid, ...argv] = line.trim().split(/\s+/)
    return argv.length === 0 ? [] : [{ pid: Number(pid), argv, directory: '/' }]
  })
}

function realPath(path: string): string {
  return attempt(() => realpathSync(path)) ?? path
}

function attempt<T>(act: () => T): T | null {
  try {
    return act()
  } catch {
    return null
  }
}
