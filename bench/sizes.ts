import { type Figures, figuresOf, median } from './figures.ts'
import type { Made } from './made.ts'
import { type Measured, pageOf, type What } from './page.ts'

/** What is measured of each size, as it comes. */
export type Take = (made: Made) => AsyncGenerator<readonly [command: string, figures: Figures]>

/** Makes what has each size, measures it, and takes it away again. Returns a page. */
export async function measure(
  what: What,
  sizes: readonly number[],
  make: (size: number) => Made,
  take: Take,
): Promise<string> {
  const measured: Measured[] = []
  const logs = new Map<number, number>()
  for (const size of sizes) {
    const made = make(size)
    logs.set(size, made.logBytes)
    try {
      for await (const [command, figures] of take(made)) {
        measured.push({ command, size, ...figures })
        process.stderr.write(`${command}: ${size} ${what.of}\n`)
      }
    } finally {
      made.remove()
    }
  }
  return pageOf(measured, logs, what)
}

/** Of several runs of a command; `before` is done before each. */
export async function medianOf(
  made: Made,
  command: string,
  runs: number,
  before: () => void = () => {},
): Promise<Figures> {
  const all: Figures[] = []
  for (let run = 0; run < runs; run += 1) {
    before()
    all.push(await figuresOf(made, command.split(' ')))
  }
  return median(all)
}
