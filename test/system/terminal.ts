import * as pty from '@lydell/node-pty'
import { Unicode11Addon } from '@xterm/addon-unicode11'
import { type IBuffer, Terminal as Screen } from '@xterm/headless'
import { afterAll } from 'vitest'
import { unspaced } from '../walk/operator.ts'
import { type Bench, PROGRAM } from './bench.ts'

export interface Size {
  readonly columns?: number
  readonly rows?: number
  /** What to run instead of the program. */
  readonly program?: readonly [string, ...string[]]
}

/** The program in a real pseudo-terminal, with a terminal emulator that shows what a person would see. */
export class Terminal {
  private readonly child: pty.IPty
  private readonly screen: Screen
  private raw = ''
  private exited: { exitCode: number; signal?: number | undefined } | null = null

  constructor(
    bench: Bench,
    args: readonly string[],
    { columns = 80, rows = 40, program = [process.execPath, PROGRAM] }: Size = {},
    env: NodeJS.ProcessEnv = {},
  ) {
    this.screen = new Screen({ cols: columns, rows, scrollback: 10_000, allowProposedApi: true })
    this.screen.loadAddon(new Unicode11Addon())
    this.screen.unicode.activeVersion = '11'
    const [file, ...first] = program
    this.child = pty.spawn(file, [...first, ...args], {
      cols: columns,
      rows,
      cwd: bench.directory,
      env: { ...bench.env, TERM: 'xterm-256color', ...env } as Record<string, string>,
    })
    this.child.onData((data) => {
      this.screen.write(data, () => {
        this.raw += data
      })
    })
    this.child.onExit((exit) => {
      this.exited = exit
    })
    terminals.push(this)
  }

  get pid(): number {
    return this.child.pid
  }

  /** Everything written so far that the screen has processed, including escape sequences. */
  get output(): string {
    return this.raw
  }

  /** What the screen shows, and what scrolled off it, with its colours. */
  get buffer(): IBuffer {
    return this.screen.buffer.active
  }

  /** Lines of the screen and of what scrolled off it, or only the last ones, without trailing blanks. */
  lines(last = Number.POSITIVE_INFINITY): string[] {
    const { active } = this.screen.buffer
    const lineAt = (i: number) => active.getLine(i)?.translateToString(true) ?? ''
    let end = active.length
    while (end > 0 && lineAt(end - 1) === '') end -= 1
    const from = Math.max(0, end - last)
    return Array.from({ length: end - from }, (_, i) => lineAt(from + i))
  }

  /** The text before the cursor in its line. */
  beforeCursor(): string {
    const { active } = this.screen.buffer
    const line = active.getLine(active.baseY + active.cursorY)
    return line?.translateToString(false, 0, active.cursorX) ?? ''
  }

  text(): string {
    return this.lines().join('\n')
  }

  /** The text with lines joined that were wrapped only because the screen is narrow. */
  unbroken(): string {
    const { active } = this.screen.buffer
    return this.lines().reduce((text, line, i) => {
      const goesOn = active.getLine(i)?.isWrapped === true
      return i === 0 ? line : `${text}${goesOn ? '' : '\n'}${line}`
    }, '')
  }

  type(keys: string): void {
    this.child.write(keys)
  }

  /** Types a line as a person does: its Enter comes after the text, once that is shown. */
  async enter(line: string): Promise<void> {
    this.type(line)
    // What Backspace or Ctrl-U takes back is not shown.
    const shown = unspaced(line.replace(/^.*\p{Cc}/su, ''))
    if ([...line].length > 1) {
      await this.untilTrue(() => unspaced(this.text()).endsWith(shown), line)
      await pause(50)
    }
    this.type('\r')
  }

  resize(columns: number, rows: number): void {
    this.child.resize(columns, rows)
    this.screen.resize(columns, rows)
  }

  kill(signal: string): void {
    if (this.exited === null) this.child.kill(signal)
  }

  /** Closes the terminal, as if the connection dropped or the window was closed. */
  hangUp(): void {
    ;(this.child as pty.IPty & { destroy(): void }).destroy()
  }

  /** Waits until the screen shows something; fails with what it shows instead. */
  async until(what: string | RegExp | ((text: string) => boolean), seconds = 40): Promise<string> {
    const holds = (text: string) =>
      typeof what === 'function' ? what(text) : typeof what === 'string' ? text.includes(what) : what.test(text)
    await this.untilTrue(() => holds(this.text()), String(what), seconds)
    return this.text()
  }

  /** Waits until a condition holds; fails with what the screen shows. */
  async untilTrue(holds: () => boolean, what: string, seconds = 40): Promise<void> {
    const deadline = Date.now() + seconds * 1000
    while (!holds()) {
      if (Date.now() > deadline || this.exited !== null) {
        await pause(50)
        if (holds()) return
        throw new Error(`never came: ${what}\nexited: ${JSON.stringify(this.exited)}\n${this.text()}`)
      }
      await pause(15)
    }
  }

  /** Waits for the end of the program, and returns its exit code. */
  async end(seconds = 40): Promise<number> {
    const deadline = Date.now() + seconds * 1000
    while (this.exited === null) {
      if (Date.now() > deadline) throw new Error(`did not end\n${this.text()}`)
      await pause(15)
    }
    await new Promise<void>((resolve) => this.screen.write('', resolve))
    return this.exited.exitCode
  }

  /** Waits for the end of the program, and returns the number of the signal that ended it, or 0. */
  async signal(seconds = 40): Promise<number> {
    await this.end(seconds)
    return this.exited?.signal ?? 0
  }
}

const terminals: Terminal[] = []

afterAll(() => {
  for (const terminal of terminals.splice(0)) terminal.kill('SIGKILL')
})

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
