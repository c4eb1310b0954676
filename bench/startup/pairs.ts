import { middle } from '../middle.ts'
import type { Stopwatch, Where } from './stopwatch.ts'

const BARE = [process.execPath, '-e', '0']

/** Milliseconds of CPU, and the middle of how many times as much it is in each pair. */
export interface Beside {
  readonly ratio: number
  readonly own: number
  readonly bare: number
}

/** What is measured; what has to be done before each time leaves the machine as busy for Node alone. */
export interface Subject {
  readonly prepare: () => void
  readonly run: () => number
}

/** So many times, in turn with `node -e 0`, which does nothing. */
export function beside(watch: Stopwatch, where: Where, pairs: number, { prepare, run }: Subject): Beside {
  const took = Array.from({ length: pairs }, () => {
    prepare()
    return [watch.run(BARE, where).cpuMs, run()] as const
  })
  return {
    ratio: middle(took.map(([bare, own]) => own / bare)),
    own: middle(took.map(([, own]) => own)),
    bare: middle(took.map(([bare]) => bare)),
  }
}
