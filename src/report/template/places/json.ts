import type { Reader } from './reader.ts'

/** Reads JSON (RFC 8259): a value is a literal between its tokens, and words within a string. */
export class JsonReader implements Reader {
  private inString = false
  private isEscaped = false

  read(text: string): void {
    for (const char of text) {
      if (this.isEscaped) this.isEscaped = false
      else if (char === '"') this.inString = !this.inString
      else this.isEscaped = this.inString && char === '\\'
    }
  }

  pass(): void {
    this.isEscaped = false
  }

  get isInString(): boolean {
    return this.inString
  }

  get holdsValue(): boolean {
    return !this.isEscaped
  }

  get holdsBlocks(): boolean {
    return !this.inString
  }

  get where(): string {
    return `${this.inString} ${this.isEscaped}`
  }
}
