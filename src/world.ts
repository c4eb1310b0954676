import type { Language } from './domain/runbook/runbook.ts'
import type { Text } from './i18n/text.ts'
import type { Clock } from './platform/clock.ts'
import type { Output } from './platform/output.ts'
import type { Prompter } from './platform/prompter.ts'
import type { Workspace } from './store/workspace.ts'

/** Options that every command takes, before or after its name. */
export interface GlobalOptions {
  readonly dir?: string
  readonly lang?: Language
  readonly color?: 'auto' | 'always' | 'never'
  readonly as?: string
  readonly incident?: string
  readonly json?: boolean
  readonly input: boolean
  readonly plain?: boolean
}

export interface Terminal {
  /** Whether standard input, output and error are all terminals, so that a person can be asked. */
  readonly interactive: boolean
  /** Whether standard output is a terminal. */
  readonly output: boolean
  readonly columns: number
  readonly rows: number
  readonly color: boolean
}

/** The command that the program was called as, in words: `halt`, `haltctl` or `node bin/halt.js`. */
export type Called = () => readonly string[]

/** What the program runs in: the process, or a substitute in tests. */
export interface Host {
  /** The folder that the program is installed in, with its runbooks and schemas. */
  readonly root: string
  readonly called: Called
  /** The arguments it was called with. */
  readonly argv: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Waits `ms` milliseconds, or until `stop` is aborted. */
  sleep(ms: number, stop: AbortSignal): Promise<void>
  readonly output: Output
  readonly talk: Output
  /** Whether standard input, output and error are terminals. */
  readonly terminals: readonly [boolean, boolean, boolean]
  readonly input: AsyncIterable<Uint8Array>
  /** Calls `act` every second, until the returned function is called. */
  eachSecond(act: () => void): () => void
  /** Asks a person, redrawing in place or in plain lines; `mark` comes before each line. */
  prompter(now: () => number, mark: string, plain: boolean): Promise<Prompter>
}

/** Everything that a command sees of its surroundings. */
export interface World {
  /** The command that the program was called as (`Called`), quoted for a shell. */
  readonly me: string
  /** The arguments it was called with. */
  readonly argv: readonly string[]
  /** The folder that the program is installed in, with its runbooks and schemas. */
  readonly root: string
  readonly options: GlobalOptions
  readonly env: NodeJS.ProcessEnv
  readonly operator: string
  readonly text: Text
  readonly terminal: Terminal
  readonly workspace: Workspace
  /** The clock in a zone. The zone depends on the incident, so each command sets it once. */
  clock(zone: string, now?: () => number): Clock
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Waits `ms` milliseconds, or until `stop` is aborted. */
  sleep(ms: number, stop: AbortSignal): Promise<void>
  /** Standard output and standard error themselves. */
  readonly output: Output
  readonly talk: Output
  readonly input: AsyncIterable<Uint8Array>
  /** Calls `act` every second, until the returned function is called. */
  eachSecond(act: () => void): () => void
  /** Asks a person, in plain lines if the options say so; `mark` comes before each line. */
  prompter(now: () => number, mark: string): Promise<Prompter>
  /**
   * Prints data to standard output, with a newline at the end. Characters that could act on a terminal are escaped,
   * which in JSON means the same.
   */
  print(text: string): void
  /** Prints a message to standard error, likewise. */
  say(line: string): void
  /** The same without escaping: for coloured text that was escaped before, and for lines of the log. */
  readonly raw: {
    print(text: string): void
    say(line: string): void
    /** Rings the bell of the terminal; does nothing if standard output is none. */
    ring(): void
  }
}
