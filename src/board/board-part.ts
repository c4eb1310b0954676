/** A section of the page, which is replaced as a whole when it changes. */
export interface BoardPart {
  /** Unique in the page. */
  readonly id: string
  /** An element with this id. */
  readonly html: string
}
