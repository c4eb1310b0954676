import { spawnSync } from 'node:child_process'
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Bench, PROGRAM } from './bench.ts'
import { Terminal } from './terminal.ts'

/**
 * Shells with the completion of the program. In their PATH both its names are the program itself, before the system's, whose
 * `halt` powers the machine off; and no line with either name is ever entered.
 */

const CLEAR = '\u0015'
const INTERACTIVE = {
  bash: ['bash', '--norc', '--noprofile', '-i'],
  zsh: ['zsh', '-f', '-i'],
} as const

function environment(bench: Bench): NodeJS.ProcessEnv {
  const bin = join(bench.directory, 'bin')
  mkdirSync(bin, { recursive: true })
  for (const [name, target] of [
    ['halt', PROGRAM],
    ['haltctl', PROGRAM],
    ['node', process.execPath],
  ] as const)
    try {
      symlinkSync(target, join(bin, name))
    } catch {
      // An earlier shell of this bench has made it.
    }
  return { ...bench.env, PATH: `${bin}:/usr/bin:/bin`, LC_ALL: 'C.UTF-8', INPUTRC: '/dev/null', PS1: '$ ' }
}

/** Writes the completion script into the folder of the bench; returns its path. */
export function scriptIn(bench: Bench, shell: string): string {
  const path = join(bench.directory, `completion.${shell}`)
  writeFileSync(path, bench.ok('completion', shell))
  return path
}

/** An interactive shell, in which words are typed and completed by Tab. */
export class CompletionShell {
  private readonly terminal: Terminal

  private constructor(terminal: Terminal) {
    this.terminal = terminal
  }

  static async open(bench: Bench, shell: keyof typeof INTERACTIVE): Promise<CompletionShell> {
    const script = scriptIn(bench, shell)
    const load = shell === 'zsh' ? 'PS1="$ "; autoload -Uz compinit; compinit -u -D; ' : ''
    return CompletionShell.loaded(bench, shell, `${load}source ${script}`)
  }

  /** A zsh that loads the script by itself, from a folder in its fpath. */
  static async found(bench: Bench): Promise<CompletionShell> {
    const functions = join(bench.directory, 'functions')
    mkdirSync(functions)
    renameSync(scriptIn(bench, 'zsh'), join(functions, '_haltctl'))
    const load = `PS1="$ "; fpath=(${functions} $fpath); autoload -Uz compinit; compinit -u -D`
    return CompletionShell.loaded(bench, 'zsh', load)
  }

  private static async loaded(bench: Bench, shell: keyof typeof INTERACTIVE, load: string): Promise<CompletionShell> {
    const [file, ...args] = INTERACTIVE[shell]
    const terminal = new Terminal(bench, args, { columns: 120, rows: 60, program: [file] }, environment(bench))
    await terminal.until(/[$%#] ?$/)
    terminal.type(`${load}; clear; echo rea''dy\r`)
    await terminal.until(/^ready\n\$ ?$/m)
    return new CompletionShell(terminal)
  }

  /** Types a text and Tab, and waits until the line (or, for a pattern, the screen) is as given. */
  async becomes(typed: string, line: string | RegExp, tabs = 1): Promise<string> {
    const { terminal } = this
    terminal.type(typed + '\t'.repeat(tabs))
    const text = await terminal
      .until(typeof line === 'string' ? () => terminal.beforeCursor() === `$ ${line}` : line, 5)
      .finally(() => terminal.type(CLEAR))
    await terminal.until(() => terminal.beforeCursor() === '$ ')
    return text
  }

  /** Expects that Tab adds nothing. */
  async stays(typed: string): Promise<void> {
    await this.becomes(`${typed}\tZ`, `${typed}Z`, 0)
  }
}

/** The candidates of fish, one per line: the word, a tab and its description. */
export function fishOffers(bench: Bench, typed: string, env: NodeJS.ProcessEnv = {}): string[] {
  const { stdout, stderr, error } = spawnSync(
    'fish',
    ['--no-config', '-c', 'source $argv[1]; complete -C $argv[2]', scriptIn(bench, 'fish'), typed],
    { env: { ...environment(bench), ...env }, cwd: bench.directory, encoding: 'utf8' },
  )
  if (error !== undefined || stderr !== '') throw new Error(`fish: ${error ?? stderr}`)
  return stdout.split('\n').filter((line) => line !== '')
}
