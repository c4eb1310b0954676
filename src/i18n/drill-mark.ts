import type { Paint } from '../view/paint.ts'
import type { Text } from './text.ts'

interface Marking {
  readonly text: Text
  readonly paint: Paint
  readonly columns: number
}

/** What stands before each line of a drill, so that every line of it looks like one. */
export function drillMark({ text, paint, columns }: Marking): string {
  return `${paint.drill(`[${columns < 60 ? '*' : text.words.drill}]`)} `
}
