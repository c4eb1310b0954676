import { spawnSync } from 'node:child_process'

/** Makes a named pipe, which nobody writes to. */
export function makePipe(path: string): string {
  const { status } = spawnSync('sh', ['-c', `mkfifo "$0"`, path])
  if (status !== 0) throw new Error(`no pipe at ${path}`)
  return path
}
