import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { postgresPrograms } from '../test/postgres.ts'
import { APART } from './apart.ts'
import { Machine } from './machine.ts'
import { Network } from './network.ts'
import type { Tool } from './proof.ts'
import { onTmpfs } from './tmpfs.ts'

/** Why a tool cannot be used here; null where it was tried and works. */
export async function lacking(tool: Tool): Promise<string | null> {
  try {
    await TRIALS[tool]()
    return null
  } catch (error) {
    return `${tool}: ${(error as Error).message.trim().split('\n')[0]}`
  }
}

const TRIALS: Readonly<Record<Tool, () => unknown>> = {
  strace: () => works('strace', '-f', '-o', '/dev/null', '-e', 'inject=fsync:error=EIO', 'true'),
  faketime() {
    const shown = works('env', `LD_PRELOAD=${faketimeLibrary()}`, 'FAKETIME=-2h', 'date', '+%s')
    if (Math.abs(Date.now() / 1000 - 7200 - Number(shown)) > 60) throw new Error('the clock did not change')
  },
  async tmpfs() {
    const at = mkdtempSync(join(tmpdir(), 'halt-proof-'))
    try {
      await onTmpfs(at, 64, async (tmpfs) => tmpfs.fill(0))
    } finally {
      rmdirSync(at)
    }
  },
  prlimit: () => works('prlimit', '--fsize=4096', 'true'),
  unshare: () => works(...APART, 'true'),
  machines() {
    const directory = mkdtempSync(join(tmpdir(), 'halt-proof-'))
    try {
      const { under, inContainer } = new Machine({ folder: () => directory }, 'elsewhere')
      for (const words of [under, inContainer])
        if (works(...words, 'uname', '-n') !== 'elsewhere\n') throw new Error('the host name did not change')
    } finally {
      rmSync(directory, { recursive: true })
    }
  },
  setpriv: () => works('setpriv', '--reuid=64001', '--regid=64001', '--groups=64000', 'true'),
  async pty() {
    const { spawn } = await import('@lydell/node-pty')
    const child = spawn('true', [], {})
    const { exitCode } = await new Promise<{ exitCode: number }>((resolve) => child.onExit(resolve))
    if (exitCode !== 0) throw new Error(`exited ${exitCode}`)
  },
  postgres() {
    if (postgresPrograms() === null) throw new Error('no PostgreSQL server is installed')
  },
  pgbouncer: () => works('pgbouncer', '--version'),
  networks: async () => (await Network.open(1)).close(),
}

function works(...words: readonly string[]): string {
  const [command = '', ...args] = words
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  if (error !== undefined) throw error
  if (status !== 0) throw new Error(stderr === '' ? `exited ${status}` : stderr)
  return stdout
}

/** Path of libfaketime, which is preloaded (`LD_PRELOAD`); each distribution has its own folder for it. */
export function faketimeLibrary(): string {
  const machines = ['/usr/lib', '/usr/lib64', '/usr/local/lib'].filter(existsSync)
  const folders = machines.flatMap((lib) => [lib, ...readdirSync(lib).map((name) => join(lib, name))])
  const found = folders.map((folder) => join(folder, 'faketime', 'libfaketime.so.1')).find(existsSync)
  if (found === undefined) throw new Error('no libfaketime.so.1 in the library folders')
  return found
}
