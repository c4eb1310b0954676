import type { Tone } from './blocks.ts'

/** Colours a text by its meaning; `PLAIN_PAINT` returns it unchanged. */
export type Paint = Readonly<Record<Tone | 'drill', (text: string) => string>>

const same = (text: string) => text

export const PLAIN_PAINT: Paint = { alarm: same, good: same, strong: same, faint: same, drill: same }

/** Colours from chalk, which is loaded only if colour is on. */
export async function paintFor(color: boolean): Promise<Paint> {
  if (!color) return PLAIN_PAINT
  const { Chalk } = await import('chalk')
  const chalk = new Chalk({ level: 1 })
  return {
    alarm: (text) => chalk.red.bold(text),
    good: (text) => chalk.green(text),
    strong: (text) => chalk.bold(text),
    faint: (text) => chalk.dim(text),
    drill: (text) => chalk.magenta.bold(text),
  }
}

/** The prefix of every line of a drill, so that none is mistaken for a real incident; short on narrow terminals. */
export function drillMark(word: string, paint: Paint, columns: number): string {
  return `${paint.drill(`[${columns < 60 ? '*' : word}]`)} `
}
