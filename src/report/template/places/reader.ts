/** Reads the text of a template up to a tag, to know what may stand there. One is made for each reading. */
export interface Reader {
  read(text: string): void
  /** A value stands here. */
  pass(): void
  /** Whether a value would say here only what it says. */
  readonly holdsValue: boolean
  /** Whether whole blocks may stand here: marks, built-in sections, parts. */
  readonly holdsBlocks: boolean
  /** Where this is, for comparing. */
  readonly where: string
}
