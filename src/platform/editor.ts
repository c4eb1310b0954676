import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail } from '../domain/problem.ts'
import { splitCommandLine } from './command-line.ts'

/** `$VISUAL`, else `$EDITOR`, which may contain flags and are parsed by no shell; else vi, also if a quote is left open. */
export function editorCommand(env: NodeJS.ProcessEnv): readonly string[] {
  const argv = splitCommandLine(env.VISUAL || env.EDITOR || '') ?? []
  return argv.length > 0 ? argv : ['vi']
}

/**
 * Lets a person edit a text in their editor, in a file called `name` that nobody else can read. The editor has the terminal
 * until it exits; Ctrl-C goes to it alone. Rejects with `editor-failed` if it cannot be started or exits with an error.
 */
export async function editText(text: string, name: string, env: NodeJS.ProcessEnv): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'halt-'))
  const path = join(folder, name)
  try {
    writeFileSync(path, text, { mode: 0o600 })
    const [program = '', ...rest] = editorCommand(env)
    const why = await runEditor(program, [...rest, path], env)
    if (why !== null) fail('editor-failed', { program, why })
    return readFileSync(path, 'utf8')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Resolves to null on success, else to the exit code, signal or error code. */
function runEditor(program: string, argv: readonly string[], env: NodeJS.ProcessEnv): Promise<string | null> {
  const ignore = () => {}
  process.on('SIGINT', ignore)
  return new Promise<string | null>((resolve) => {
    const child = spawn(program, argv, { stdio: 'inherit', env })
    child.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    child.on('exit', (code, signal) => resolve(code === 0 ? null : (signal ?? String(code))))
  }).finally(() => process.off('SIGINT', ignore))
}
