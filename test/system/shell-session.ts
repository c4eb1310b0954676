import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from '../../src/domain/runbook/runbook.ts'
import { terminalPicture } from '../terminal-picture.ts'
import { unspaced } from '../walk/operator.ts'
import { Bench, PROGRAM } from './bench.ts'
import { StillClock } from './still-clock.ts'
import { Terminal } from './terminal.ts'

/** 22:17:05 in Tokyo. */
const BEGINS = Date.parse('2026-11-24T22:17:05+09:00')

/** How long a person takes to read what is there and to type a line, in seconds. */
const LINE_SECONDS = 20

const COLUMNS = 80
const ROWS = 40

/** What stands before the cursor where the shell, or the program, waits for a line. */
const PROMPT = /^[$>] $/

/** The shell turns pastes on at each prompt, and so does a walk at its beginning; it shows the cursor after each answer. */
const TURN = /\x1b\[\?(?:25|2004)h/g

/** The most rows of a picture. */
const HEIGHT = 34

/** Somebody at a shell, who starts `haltctl` and answers its questions, while the clock moves with each line only. */
export class ShellSession {
  readonly bench: Bench
  readonly terminal: Terminal
  private readonly clock: StillClock
  /** The row in which the last command of the shell was typed. */
  private command = 0
  /** The first row that changed with the last line. */
  private latest = 0

  constructor(language: Language) {
    this.bench = new Bench({ HALT_LANG: language })
    const { directory, env } = this.bench
    // As for a person, the workspace is the folder that the shell is in.
    delete env.HALT_DIR
    this.clock = new StillClock(directory, BEGINS)
    const folder = join(directory, 'bin')
    mkdirSync(folder)
    symlinkSync(PROGRAM, join(folder, 'haltctl'))
    this.terminal = new Terminal(
      this.bench,
      [],
      { columns: COLUMNS, rows: ROWS, program: ['bash', '--norc', '--noprofile'] },
      {
        PATH: `${folder}:${process.env.PATH}`,
        ...this.clock.env,
        LC_ALL: 'C.UTF-8',
        // With the exit code of the last command, which a terminal does not show.
        PS1: '\\[\\e]9;$?\\a\\]$ ',
      },
    )
  }

  /** Types a line at the prompt of the shell, or as the answer to a question, and waits for the next of either. */
  async enter(line: string): Promise<void> {
    const { terminal } = this
    await terminal.untilTrue(() => this.isAsked, `a prompt for ${line}`)
    if (terminal.beforeCursor() === '$ ') this.command = this.row
    this.clock.pass(LINE_SECONDS)
    const [turns, lines] = [this.turns, terminal.lines()]
    terminal.type(line)
    await terminal.untilTrue(() => unspaced(terminal.text()).endsWith(unspaced(line)), line)
    // A line that comes together with its Enter is a paste.
    this.clock.pass(1)
    terminal.type('\r')
    await terminal.untilTrue(() => this.turns > turns && this.isAsked, `what follows ${line}`)
    this.latest = terminal.lines().findIndex((text, i) => text !== lines[i])
  }

  /** The exit codes of the shell's commands so far. */
  get exitCodes(): number[] {
    return [...this.terminal.output.matchAll(/\x1b\]9;(\d+)\x07/g)].map(([, code]) => Number(code))
  }

  /** Makes a picture of what came since the last command of the shell or, if that is too much, since the last line. */
  picture(title: string): string {
    const to = this.row + 1
    let from = to - this.command > HEIGHT ? this.latest : this.command
    while (this.terminal.buffer.getLine(from)?.translateToString(true) === '') from += 1
    const stable = (text: string) => this.stable(text)
    return terminalPicture(this.terminal.buffer, { title, columns: COLUMNS, from, to, stable })
  }

  private get isAsked(): boolean {
    return PROMPT.test(this.terminal.beforeCursor())
  }

  /** How often the shell or the program has taken a turn. */
  private get turns(): number {
    return this.terminal.output.match(TURN)?.length ?? 0
  }

  /** The row of the cursor, counted from the first one that scrolled off. */
  private get row(): number {
    const { baseY, cursorY } = this.terminal.buffer
    return baseY + cursorY
  }

  /** Names of writers are random, and as long as this one. */
  private stable(text: string): string {
    return text.replaceAll(/\b[a-z0-9]{8}(?=:\d)/g, 'k3v9x2ab')
  }
}
