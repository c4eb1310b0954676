import type { Span } from '../../../domain/report/spans.ts'
import { columnsOf } from '../../../view/columns.ts'
import type { Paint } from '../../../view/paint.ts'
import type { Scale } from './scale.ts'

/** A stretch of time with a name; where nothing was, the name is empty. */
export interface Named extends Span {
  readonly name: string
}

/** Gives a name that finds no room a letter, the same one each time. */
export class Letters {
  private readonly given = new Map<string, string>()

  of(name: string): string {
    const letter = this.given.get(name) ?? String.fromCharCode(65 + (this.given.size % 26))
    this.given.set(name, letter)
    return letter
  }

  /** What each stands for. */
  meanings(): string[] {
    return [...this.given].map(([name, letter]) => `${letter} ${name}`)
  }
}

/** Spans by name, each from a bar on; a letter where there is no room for the name. */
export function namedLine(spans: readonly Named[], scale: Scale, letters: Letters, paint: Paint): string {
  const shown = longest(spans, scale.width)
  const starts = startsOf(shown, scale)
  const parts = shown.map(({ name }, i) => {
    const room = (starts[i + 1] ?? scale.width) - (starts[i] ?? 0)
    const columns = columnsOf(name)
    if (columns === 0) return '|'.padEnd(room)
    if (room === 1) return paint.strong(columns === 1 ? name : letters.of(name))
    const words = columns < room ? name : letters.of(name)
    return `|${paint.strong(words)}${' '.repeat(room - 1 - columnsOf(words))}`
  })
  return `${' '.repeat(starts[0] ?? 0)}${parts.join('')}`.trimEnd()
}

/** As many as there are columns: those that took the longest, in order. */
function longest(spans: readonly Named[], most: number): readonly Named[] {
  const kept = new Set([...spans].sort((a, b) => b.to - b.from - (a.to - a.from)).slice(0, most))
  return spans.filter((one) => kept.has(one))
}

/** Each has a column of its own, however short it was: those after it give way, at the end those before it. */
function startsOf(spans: readonly Named[], { at, width }: Scale): number[] {
  let next = 0
  return spans.map(({ from }, i) => {
    const start = Math.min(Math.max(at(from), next), width - (spans.length - i))
    next = start + 1
    return start
  })
}
