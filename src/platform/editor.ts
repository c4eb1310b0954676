import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail } from '../domain/outcome.ts'
import { argumentsOf } from './command-line.ts'

/** `$VISUAL`, else `$EDITOR`, else vi, as an argument list: they may contain flags, and no shell parses them. */
export function editorOf(env: NodeJS.ProcessEnv): readonly string[] {
  const argv = argumentsOf(env.VISUAL || env.EDITOR || '') ?? []
  return argv.length > 0 ? argv : ['vi']
}

/**
 * Lets a person edit a text in their editor, in a file that nobody else can read. The editor has the terminal until it
 * exits, including Ctrl-C. Throws `editor-failed` if it cannot be started or exits with an error.
 */
export async function edit(text: string, name: string, env: NodeJS.ProcessEnv): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'halt-'))
  const path = join(folder, name)
  try {
    writeFileSync(path, text, { mode: 0o600 })
    const [program = '', ...rest] = editorOf(env)
    const why = await run(program, [...rest, path], env)
    if (why !== null) fail('editor-failed', { program, why })
    return readFileSync(path, 'utf8')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Null on success, else the exit code, signal or error code. */
function run(program: string, argv: readonly string[], env: NodeJS.ProcessEnv): Promise<string | null> {
  const ignore = () => {}
  process.on('SIGINT', ignore)
  return new Promise<string | null>((resolve) => {
    const child = spawn(program, argv, { stdio: 'inherit', env })
    child.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    child.on('exit', (code, signal) => resolve(code === 0 ? null : (signal ?? String(code))))
  }).finally(() => process.off('SIGINT', ignore))
}
