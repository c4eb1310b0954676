/** The terminal was left without an answer: Ctrl-C, Ctrl-D, end of input, or a lost terminal. */
export class NoAnswer extends Error {}

export interface Screen {
  /** The lines at a time, in milliseconds; drawn anew each second. */
  readonly lines: (now: number) => readonly string[]
  readonly keys: ReadonlySet<string>
  /** Asked each second; true ends the question with `refresh`. */
  readonly stale: () => boolean
}

export interface Choice {
  readonly value: string
  readonly name: string
}

/** How the walk asks: single keys, one line of words, or one of a few choices. Rejects with `NoAnswer`. */
export interface Prompter {
  key(screen: Screen): Promise<string>
  line(question: string, draft: string, keep: (draft: string) => void): Promise<string>
  choose(question: string, choices: readonly Choice[], first: string): Promise<string>
  /** Lets something else write to the terminal; Ctrl-C interrupts that, and what else is typed meanwhile answers nothing. */
  aside<T>(act: () => Promise<T>): Promise<T>
  /** Lets another program, such as an editor, have the terminal and all keys until it ends. */
  lend<T>(act: () => Promise<T>): Promise<T>
  /**
   * Lets something be said while a question stands there and is not redrawn, and asks it again; where it is redrawn, that
   * has to wait until it ends.
   */
  interject(say: () => void): void
  /** Lets the terminal go. */
  close(): void
}
