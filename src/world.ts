import type { Language } from './domain/runbook/runbook.ts'
import type { Text } from './i18n/text.ts'
import type { Clock } from './platform/clock.ts'
import type { Output } from './platform/output.ts'
import type { Prompter } from './platform/prompter.ts'
import type { Workspace } from './store/workspace.ts'

/** What every command may be given before or after its name. */
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
  /** Standard input, output and error are terminals, so that a person can be asked. */
  readonly interactive: boolean
  /** Standard output is one, whatever the others are. */
  readonly output: boolean
  readonly columns: number
  readonly rows: number
  readonly color: boolean
}

/** The words the program was called by: `halt`, `haltctl` or `node bin/halt.js`. */
export type Called = () => readonly string[]

/** What the program runs in: the process, or what a test puts in its place. */
export interface Host {
  /** The folder that the program was installed to: shipped runbooks and schemas. */
  readonly root: string
  readonly called: Called
  /** The words it was called with. */
  readonly argv: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Waits so many milliseconds, or until it is stopped. */
  sleep(ms: number, stop: AbortSignal): Promise<void>
  readonly output: Output
  readonly talk: Output
  /** Standard input, output and error are terminals. */
  readonly terminals: readonly [boolean, boolean, boolean]
  readonly input: AsyncIterable<Uint8Array>
  /** Calls it each second, until what it returns is called. */
  eachSecond(act: () => void): () => void
  /** Asks a person: redrawing in place, or in plain lines; `mark` stands before each line. */
  prompter(now: () => number, mark: string, plain: boolean): Promise<Prompter>
}

/** All that a command sees of the world around it. */
export interface World {
  /** The words it was called by (`Called`), as a shell takes them. */
  readonly me: string
  /** The words it was called with. */
  readonly argv: readonly string[]
  /** The folder that the program was installed to: shipped runbooks and schemas. */
  readonly root: string
  readonly options: GlobalOptions
  readonly env: NodeJS.ProcessEnv
  readonly operator: string
  readonly text: Text
  readonly terminal: Terminal
  readonly workspace: Workspace
  /** The clock in a zone; setting the zone is a matter of the incident, so each command does it once. */
  clock(zone: string, now?: () => number): Clock
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Waits so many milliseconds, or until it is stopped. */
  sleep(ms: number, stop: AbortSignal): Promise<void>
  /** Standard output and standard error by themselves. */
  readonly output: Output
  readonly talk: Output
  readonly input: AsyncIterable<Uint8Array>
  /** Calls it each second, until what it returns is called. */
  eachSecond(act: () => void): () => void
  /** Asks a person, in plain lines where the options say so; `mark` stands before each line. */
  prompter(now: () => number, mark: string): Promise<Prompter>
  /**
   * Data, to standard output, a newline added where there is none. What could act on a terminal is shown as an escape,
   * which in JSON means the same.
   */
  print(text: string): void
  /** Talk, to standard error; likewise. */
  say(line: string): void
  /** The same as it is: for what is coloured, whose words were made inert before, and for lines of the log. */
  readonly raw: {
    print(text: string): void
    say(line: string): void
    /** The bell of the terminal; nothing where standard output is none. */
    ring(): void
  }
}
