import { spawn } from 'node:child_process'

/** Starts a script in Node as a process that outlives this one, without a terminal, input or output. Failure to start is not reported. */
export function startDetached(argv: readonly string[], env: NodeJS.ProcessEnv): void {
  spawn(process.execPath, argv, { cwd: '/', env, stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref()
}
