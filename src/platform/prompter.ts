/** A question ended without an answer: by Ctrl-C, Ctrl-D, the end of input, or a lost terminal. */
export class NoAnswer extends Error {}

export interface Screen {
  /** The lines to show at a time, in milliseconds; redrawn every second. */
  readonly lines: (now: number) => readonly string[]
  readonly keys: ReadonlySet<string>
  /** Called every second; true ends the question with the answer `refresh`. */
  readonly stale: () => boolean
}

export interface Choice {
  readonly value: string
  readonly name: string
}

/** How the walk asks for a key, a line of text, or one of a few choices. Rejects with `NoAnswer`. */
export interface Prompter {
  key(screen: Screen): Promise<string>
  line(question: string, draft: string, keep: (draft: string) => void): Promise<string>
  choose(question: string, choices: readonly Choice[], first: string): Promise<string>
  /** Lets something else write to the terminal. Ctrl-C interrupts it; other keys typed meanwhile are dropped. */
  aside<T>(act: () => Promise<T>): Promise<T>
  /** Gives another program, such as an editor, the terminal and all keys until it ends. */
  lend<T>(act: () => Promise<T>): Promise<T>
  /**
   * Prints something while a question is being asked, then asks it again. Does nothing if questions are redrawn: it has
   * to wait until the question ends.
   */
  interject(say: () => void): void
  /** Releases the terminal. */
  close(): void
}
