import type { Guest } from './domain/log/event.ts'
import type { Language } from './domain/runbook/runbook.ts'
import type { Text } from './i18n/text.ts'
import type { Clock } from './platform/clock.ts'
import type { Output } from './platform/output.ts'
import type { Prompter } from './platform/prompter.ts'
import type { Workspace } from './store/workspace.ts'

/** Options that every command takes, before or after its name. */
export interface GlobalOptions {
  /** The workspace folder. */
  readonly dir?: string
  readonly lang?: Language
  readonly color?: 'auto' | 'always' | 'never'
  /** Name of the person acting. */
  readonly as?: string
  /** Id of an incident, a unique prefix of it, or `latest`. */
  readonly incident?: string
  readonly json?: boolean
  /** False with `--no-input`: nobody is asked. */
  readonly input: boolean
  /** Plain lines instead of redrawing. */
  readonly plain?: boolean
  /** False with `--no-pager`. */
  readonly pager?: boolean
  /** No receipts and hints, only what is asked for, warnings and failures. */
  readonly quiet?: boolean
  /** Says what is read, and why. */
  readonly verbose?: boolean
}

export interface Terminal {
  /** Whether standard input, output and error are all terminals, so that a person can be asked. */
  readonly isInteractive: boolean
  readonly isOutputTerminal: boolean
  readonly columns: number
  readonly rows: number
  readonly hasColor: boolean
  /** Whether standard output is a terminal known to show hyperlinks (OSC 8), and nothing else shows it, such as a pager. */
  hasHyperlinks(): Promise<boolean>
}

/** Somebody who acts through a program that goes on running, such as the board, and their name. */
export interface NamedGuest extends Guest {
  readonly name: string
  /** Ids of the incidents that are kept from them. */
  readonly hidden?: ReadonlySet<string>
}

/** What the program runs in: the process, or a substitute in tests. */
export interface Host {
  /** The operating system, as Node names it. */
  readonly platform: NodeJS.Platform
  /** The folder that the program is installed in, with its runbooks and schemas. */
  readonly root: string
  /** The words that the program was called by: `halt`, `haltctl`, or `node bin/halt.js`. */
  readonly invocation: () => readonly string[]
  /** The arguments it was called with. */
  readonly argv: readonly string[]
  /** Whoever acts through this program; missing for the person who typed the command. */
  readonly guest?: NamedGuest
  readonly env: NodeJS.ProcessEnv
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Waits `ms` milliseconds, or until `stop` is aborted. */
  sleep(ms: number, stop: AbortSignal): Promise<void>
  /** Standard output. */
  readonly output: Output
  /** Standard error. */
  readonly errorOutput: Output
  /** Whether standard input, output and error are terminals. */
  readonly terminals: readonly [boolean, boolean, boolean]
  /** Standard input. */
  readonly input: AsyncIterable<Uint8Array>
  /** Calls `tick` every second, or as many `times` in each, until the returned function is called. */
  eachSecond(tick: () => void, times?: number): () => void
  /** Creates a prompter that redraws in place, or writes `plain` lines; `mark` comes before each line. */
  prompter(now: () => number, mark: string, plain: boolean): Promise<Prompter>
  /**
   * Shows what is printed from now on by the user's pager, unless it fits on the terminal. Resolves to the pager that the user
   * names and that cannot be run; null if there is none.
   */
  usePager(): Promise<string | null>
  /** Whether standard output is a terminal that is known to show hyperlinks; FORCE_HYPERLINK decides it. */
  showsHyperlinks(): Promise<boolean>
  /** Shows a file of the manual on the terminal, by man(1). Resolves to whether it could. */
  showPage(path: string): Promise<boolean>
  /** Starts the program with these arguments in a process of its own, without a terminal, for which nobody waits. */
  inBackground(args: readonly string[]): Promise<void>
}

/** Everything that a command sees of its surroundings. */
export interface World
  extends Pick<
    Host,
    'argv' | 'root' | 'env' | 'now' | 'sleep' | 'output' | 'errorOutput' | 'input' | 'eachSecond' | 'inBackground'
  > {
  /** The words that the program was called by (`Host.invocation`), quoted for a shell. */
  readonly invocation: string
  readonly options: GlobalOptions
  /** Name of the person acting, as recorded in the log. */
  readonly operator: string
  readonly text: Text
  readonly terminal: Terminal
  readonly workspace: Workspace
  /** The clock of a zone. Each command sets it once, since the zone depends on the incident. `now` replaces `World.now`. */
  clock(zone: string, now?: () => number): Clock
  /** Creates a prompter, with plain lines if the options say so; `mark` comes before each line. */
  prompter(now: () => number, mark: string): Promise<Prompter>
  /** Shows what is printed from now on by the user's pager, if it is long and a person looks at it. */
  usePager(): Promise<void>
  /** Prints data to standard output, ending in a newline. Escapes what could act on a terminal; JSON stays the same. */
  print(text: string): void
  /** Prints a message to standard error, likewise. */
  say(line: string): void
  /** The same for what only people want to know, such as receipts and how a time was read: `--quiet` leaves it out. */
  inform(line: string): void
  /** The same without escaping: for coloured text that is already escaped, and for lines of the log. */
  readonly raw: {
    print(text: string): void
    say(line: string): void
    /** Rings the terminal's bell; does nothing if standard output is not a terminal. */
    ring(): void
  }
}
