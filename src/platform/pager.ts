import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { splitCommandLine } from './command-line.ts'
import type { Detour, StandardStream } from './output.ts'
import { findProgram } from './process.ts'

type Write = (data: string | Uint8Array) => void

/** `$PAGER`, which may contain flags and is parsed by no shell, else less; null for none: empty, `cat`, or a dumb terminal. */
function pagerCommand(env: NodeJS.ProcessEnv): readonly string[] | null {
  const [program, ...flags] = splitCommandLine(env.PAGER ?? 'less') ?? []
  if (program === undefined || program === 'cat' || env.TERM === 'dumb') return null
  return [program, ...flags]
}

/**
 * Shows what is written to the standard output of a terminal by a pager, unless it fits on the screen, until that is flushed.
 * The pager has the terminal: what is written to standard error meanwhile comes when it has ended. Does nothing without one.
 * Returns what PAGER names and cannot be run; null if there is no such thing.
 */
export function usePager(
  { output, errorOutput }: { readonly output: StandardStream; readonly errorOutput: StandardStream },
  env: NodeJS.ProcessEnv,
): string | null {
  const command = pagerCommand(env)
  if (command === null) return null
  const [program = ''] = command
  if (findProgram(program, process.cwd(), env.PATH) === null) return env.PAGER === undefined ? null : program
  const pager = new Pager(command, env, output.stream.rows || 24)
  output.divert((direct) => pager.paged(direct))
  errorOutput.divert((direct) => pager.beside(direct))
  return null
}

class Pager {
  private readonly command: readonly string[]
  private readonly env: NodeJS.ProcessEnv
  /** How many lines a screen has. */
  private readonly rows: number
  private lines = 0
  /** What waits, in order: all until the pager runs, then only what is for standard error. */
  private waiting: { readonly write: Write; readonly data: string | Uint8Array; readonly isPaged: boolean }[] = []
  private child: ChildProcess | null = null
  private isEnded = false

  constructor(command: readonly string[], env: NodeJS.ProcessEnv, rows: number) {
    this.command = command
    // As git sets them: less ends by itself on what fits, shows colours, and leaves the text on the screen.
    this.env = { LESS: 'FRX', LV: '-c', ...env }
    this.rows = rows
  }

  paged(direct: Write): Detour {
    return {
      write: (data) => {
        if (this.child !== null) this.child.stdin?.write(data)
        else this.wait(direct, data, true)
        this.lines += String(data).split('\n').length - 1
        if (this.child === null && this.lines >= this.rows) this.start()
      },
      takesMore: () => this.takesMore(),
      end: () => this.end(),
    }
  }

  beside(direct: Write): Detour {
    return {
      write: (data) => this.wait(direct, data, false),
      takesMore: async () => true,
      end: async () => {},
    }
  }

  private wait(write: Write, data: string | Uint8Array, isPaged: boolean): void {
    if (this.isEnded) write(data)
    else this.waiting.push({ write, data, isPaged })
  }

  private start(): void {
    const [program = '', ...flags] = this.command
    const { waiting } = this
    this.waiting = []
    for (const { write, data, isPaged } of waiting) if (!isPaged) write(data)
    // Ctrl-C goes to the pager alone, which goes on.
    process.on('SIGINT', ignore)
    this.child = spawn(program, flags, { stdio: ['pipe', 'inherit', 'inherit'], env: this.env })
    // Whoever leaves the pager reads no further.
    this.child.stdin?.on('error', ignore)
    for (const { data, isPaged } of waiting) if (isPaged) this.child.stdin?.write(data)
  }

  private async takesMore(): Promise<boolean> {
    const input = this.child?.stdin
    if (!input) return true
    if (input.destroyed || !input.writableNeedDrain) return !input.destroyed
    await Promise.race([once(input, 'drain'), once(input, 'close')]).catch(ignore)
    return !input.destroyed
  }

  private async end(): Promise<void> {
    const { child } = this
    if (child !== null) {
      const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit').catch(ignore) : null
      child.stdin?.end()
      await gone
      process.off('SIGINT', ignore)
    }
    this.isEnded = true
    for (const { write, data } of this.waiting.splice(0)) write(data)
  }
}

function ignore(): void {}
