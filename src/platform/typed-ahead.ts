import type { AheadText } from './prompter.ts'
import type { Stroke } from './terminal-input.ts'

/** The text that was typed or pasted while no question was open. */
export class TypedAhead {
  private text = ''
  private hasPaste = false

  get isEmpty(): boolean {
    return this.text === ''
  }

  /** Whether a line was begun whose Enter has not come. */
  get isInLine(): boolean {
    return !this.isEmpty && !this.text.endsWith('\n')
  }

  add(stroke: Stroke): void {
    if (stroke.kind === 'key') this.text = typed(this.text, stroke.sequence)
    else {
      this.text += stroke.text
      this.hasPaste = true
    }
  }

  /** The text as it was typed, with the line breaks of Enter; forgets it. */
  take(): AheadText {
    const { text, hasPaste } = this
    this.text = ''
    this.hasPaste = false
    return { text, hasPaste }
  }
}

const BACKSPACES = ['\u007f', '\b']
const CTRL_U = '\u0015'

/** A text after one more key; keys that are no text, such as arrows, leave it as it is. */
function typed(text: string, sequence: string): string {
  if (sequence === '\r' || sequence === '\n') return `${text}\n`
  if (BACKSPACES.includes(sequence)) return [...text].slice(0, -1).join('')
  if (sequence === CTRL_U) return text.slice(0, text.lastIndexOf('\n') + 1)
  return /^[\p{Cc}]/u.test(sequence) ? text : text + sequence
}
