/** A question ended without an answer: by Ctrl-C, Ctrl-D, the end of input, or a lost terminal. */
export class NoAnswer extends Error {}

/** Events of standard input that end it; `error` means that the terminal is gone. */
export const INPUT_END_EVENTS = ['end', 'close', 'error'] as const

/** A question that a single key answers. */
export interface KeyQuestion {
  /** The lines to show at a time in milliseconds; redrawn every second unless the prompter is plain. */
  readonly lines: (now: number) => readonly string[]
  /** The keys that are answers; others are ignored. */
  readonly keys: ReadonlySet<string>
  /** Called every second unless the prompter is plain; true ends the question with the answer `refresh`. */
  readonly isStale: () => boolean
}

export interface Choice {
  readonly value: string
  readonly name: string
}

/** Asks a person for a key, a line of text, or one of a few choices. Each question rejects with `NoAnswer`. */
export interface Prompter {
  /** Resolves to one of the screen's keys, or to `refresh`. */
  askKey(screen: KeyQuestion): Promise<string>
  /** Asks for a line that begins as `draft`. Calls `saveDraft` with the text typed so far. */
  askLine(question: string, draft: string, saveDraft: (draft: string) => void): Promise<string>
  /** Resolves to the value of a choice; `preselected` is the value that Enter alone chooses. */
  askChoice(question: string, choices: readonly Choice[], preselected: string): Promise<string>
  /** Lets `act` write to the terminal between two questions. Ctrl-C sends SIGINT; other keys typed meanwhile are dropped. */
  whileRunning<T>(act: () => Promise<T>): Promise<T>
  /** Gives another program, such as an editor, the terminal and all keys until `act` has finished. */
  lendTerminal<T>(act: () => Promise<T>): Promise<T>
  /** If a question is open, lets `print` write, then shows the question again. A prompter that redraws does nothing. */
  printDuringQuestion(print: () => void): void
  /** Releases the terminal. */
  close(): void
}
