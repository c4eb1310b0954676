/** The prompt ended without an answer: by Ctrl-C, Ctrl-D, the end of input, or a lost terminal. */
export class NoAnswer extends Error {}

/** Events of standard input that end it; `error` means that the terminal is gone. */
export const INPUT_END_EVENTS = ['end', 'close', 'error'] as const

/** Text of the input line. A paste may contain line breaks. */
export interface InputText {
  readonly text: string
  /** Whether any of it was pasted, or typed before the question stood on the screen. */
  readonly isPasted: boolean
  /** Whether something was typed before the first paste. */
  readonly beginsTyped?: boolean
  /**
   * What stands in a line without being typed there; what is typed takes its place, as in selected text. Enter takes what is
   * offered. It does not take again what was refused, if that has to be printed above the line.
   */
  readonly standing?: 'offered' | 'refused'
}

/** Text that was entered while no question was open, with the line breaks of Enter. */
export interface AheadText {
  readonly text: string
  /** Whether any of it was pasted. */
  readonly hasPaste: boolean
}

/** How a question ended, and what stood in its line then. */
export interface Reply extends InputText {
  /**
   * `line`: Enter. `back`: Esc. `stale`: the question is out of date. `block`: only in plain lines, several lines that
   * arrived at once; nobody has confirmed them.
   */
  readonly kind: 'line' | 'back' | 'stale' | 'block'
  /** What stood in the line, if what was typed took its place. */
  readonly replaced?: InputText
}

/** A question that a line of text answers. */
export interface Question {
  /** The lines to show above the input line at a time in milliseconds; redrawn every second unless the prompter is plain. */
  readonly lines: (now: number) => readonly string[]
  /** What stands in the line at first. */
  readonly draft?: InputText
  /** Called with what stands in the line whenever that changes. */
  readonly saveDraft?: (input: InputText) => void
  /** Called every second unless the prompter is plain; true ends the question as `stale`. */
  readonly isStale?: () => boolean
  /** Earlier lines, the latest first, for the arrow keys. */
  readonly history?: readonly InputText[]
  /** The line to which Tab completes a line; the same line if there is none. */
  readonly complete?: (line: string) => string
}

export interface Choice {
  readonly value: string
  readonly name: string
}

/** Asks a person for a line of text or one of a few choices. Each question rejects with `NoAnswer`. */
export interface Prompter {
  /** Whether lines are never redrawn, nor edited by this program. */
  readonly isPlain: boolean
  ask(question: Question): Promise<Reply>
  /**
   * Resolves to the value of a choice; `preselected` is the value that Enter alone chooses. `refusal` are the lines that say
   * that what was typed is none.
   */
  askChoice(
    question: string,
    choices: readonly Choice[],
    preselected: string,
    refusal: (given: string) => readonly string[],
  ): Promise<string>
  /** Resolves, once nobody is in the middle of typing, to what was typed while no question was open. */
  takeTypedAhead(): Promise<AheadText>
  /** Lets `act` write to the terminal between two questions. Ctrl-C sends SIGINT; other keys are typed ahead. */
  whileRunning<T>(act: () => Promise<T>): Promise<T>
  /** Gives another program, such as an editor, the terminal and all keys until `act` has finished. */
  lendTerminal<T>(act: () => Promise<T>): Promise<T>
  /** If a question is open, lets `print` write, then shows the question again. A prompter that redraws does nothing. */
  printDuringQuestion(print: () => void): void
  /** Releases the terminal. */
  close(): void
}
