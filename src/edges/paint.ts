import { type Paint, PLAIN_PAINT } from '../render/paint.ts'

/** Colours by chalk, loaded only where there is colour. */
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
