import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import * as pty from '@lydell/node-pty'
import type { Workspace } from './workspace.ts'

/** Keeps the settings of the terminal before and after; a shell of its own outlives what a Ctrl-C ends. */
const AROUND = 'trap : INT QUIT; stty -a > before; "$@"; echo $? > code; stty -a > after'
/** The same with jobs: once the program is stopped, the shell has the terminal, and then brings the program back. */
const STOPPED = 'set -m; stty -a > before; "$@"; stty -a > stopped; fg > /dev/null; echo $? > code; stty -a > after'

const open = new Set<pty.IPty>()

/** Ends whatever still runs in a terminal that a proof has given up. */
export function closeAll(): void {
  for (const child of open) child.kill('SIGKILL')
}

export interface Sitting {
  readonly columns?: number
  /** The program without a shell around it, as the one that the terminal belongs to. */
  readonly alone?: boolean
  /** It is going to be stopped, and brought back. */
  readonly stops?: boolean
  /** Where its input comes from, as a shell writes it. */
  readonly input?: string
}

/** The program under attack in a real pseudo-terminal; by itself where the terminal is to be taken from it. */
export class Terminal {
  private readonly child: pty.IPty
  private readonly directory: string
  private raw = ''
  private ending: { exitCode: number; signal?: number | undefined } | null = null

  constructor(
    { program, directory, env }: Workspace,
    args: readonly string[],
    { columns = 80, alone = false, stops = false, input = '' }: Sitting = {},
  ) {
    this.directory = directory
    const call = [process.execPath, program, ...args]
    const around = (stops ? STOPPED : AROUND).replace('"$@"', `"$@" ${input}`)
    const [command, ...rest] = alone ? call : ['bash', '-c', around, 'bash', ...call]
    this.child = pty.spawn(command as string, rest, {
      cols: columns,
      rows: 40,
      cwd: directory,
      env: { ...env, TERM: 'xterm-256color' } as Record<string, string>,
    })
    this.child.onData((data) => {
      this.raw += data
    })
    this.child.onExit((ending) => {
      this.ending = ending
      open.delete(this.child)
    })
    open.add(this.child)
  }

  /** What was written so far, as it is. */
  get written(): string {
    return this.raw
  }

  /** The same without escapes. */
  get text(): string {
    return stripVTControlCharacters(this.raw)
  }

  type(keys: string): void {
    this.child.write(keys)
  }

  /**
   * Types a line as a person does: its Enter comes once the line stands at the end of the screen, since a line that comes
   * together with it was pasted. The question above may have the same words; a plain prompt may come after the line.
   */
  async enter(line: string): Promise<void> {
    const from = this.text.length
    this.type(line)
    const end = unspaced(line).slice(-3)
    await this.untilTrue(() => unspaced(this.text.slice(from)).replace(/>$/, '').endsWith(end), line)
    this.type('\r')
  }

  hangUp(): void {
    ;(this.child as pty.IPty & { destroy(): void }).destroy()
  }

  /** The process of the program itself. */
  get pid(): number {
    const children = readFileSync(`/proc/${this.child.pid}/task/${this.child.pid}/children`, 'utf8').trim()
    return children === '' ? this.child.pid : Number(children.split(' ')[0])
  }

  /** Waits until what is written after `from` characters fits; gives the length of all that was. */
  async until(what: RegExp, from = 0): Promise<number> {
    await this.untilTrue(() => what.test(this.text.slice(from)), String(what))
    return this.text.length
  }

  /** Waits until the program runs, and has the terminal, as it does again some time after a stop. */
  async untilForeground(): Promise<void> {
    await this.untilTrue(() => {
      const [, fields = ''] = /\) (.*)/.exec(readFileSync(`/proc/${this.pid}/stat`, 'utf8')) ?? []
      const [state, , group, , , foreground] = fields.split(' ')
      return state !== 'T' && group === foreground
    }, 'the program in the foreground')
  }

  private async untilTrue(came: () => boolean, what: string): Promise<void> {
    for (let waited = 0; !came(); waited += 10) {
      if (waited > 60_000 || this.ending !== null) throw new Error(`never came: ${what}\n${this.text.slice(-800)}`)
      await setTimeout(10)
    }
  }

  /** Waits for the end: the program's exit code, as the shell says it where it was not alone; else its signal. */
  async end(): Promise<{ code: number | null; signal: number }> {
    for (let waited = 0; this.ending === null; waited += 10) {
      if (waited > 60_000) {
        this.child.kill('SIGKILL')
        throw new Error(`did not end:\n${this.text.slice(-800)}`)
      }
      await setTimeout(10)
    }
    const { exitCode, signal = 0 } = this.ending
    const code = this.kept('code')
    return { code: code === null ? (signal === 0 ? exitCode : null) : Number(code), signal }
  }

  /** Whether the settings of the terminal after the end are those from before. */
  get isSane(): boolean {
    const before = this.kept('before')
    return before !== null && before === this.kept('after')
  }

  /** Whether they were so too while the program was stopped; null where it was never. */
  get wasSaneStopped(): boolean | null {
    const stopped = this.kept('stopped')
    return stopped === null ? null : stopped === this.kept('before')
  }

  private kept(name: string): string | null {
    const path = join(this.directory, name)
    return existsSync(path) ? readFileSync(path, 'utf8') : null
  }
}

/** Without white space: a line may be wrapped. */
const unspaced = (text: string) => text.replace(/\s/g, '')
