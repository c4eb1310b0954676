import { isProblem } from '../domain/decide/decision.ts'
import { type Problem, ProblemError } from '../domain/problem.ts'
import { readWrittenTime } from '../domain/written-time.ts'
import type { Clock, TimeEcho } from '../platform/clock.ts'

/** The same clock, which also reads the forms of `readWrittenTime`. */
export function readingWrittenTimes(clock: Clock, echo: TimeEcho = () => {}): Clock {
  const echoing = clock.echoing(echo)
  function read(
    given: string,
    tense: 'past' | 'future',
    by: (clock: Clock, text: string) => number,
    counted?: number,
  ): number {
    const now = clock.now()
    const context = { now: clock.stamp(now), from: clock.stamp(counted ?? now), tense }
    const written = readWrittenTime(given, context)
    if (written === null) return by(echoing, given)
    if (isProblem(written)) throw new ProblemError(written)
    const ms = refusingAsGiven(given, () => by(clock, written.text))
    if (!written.isDated) echo(given.trim(), clock.stamp(ms))
    return ms
  }
  return {
    now: clock.now,
    stamp: clock.stamp,
    past: (text) => read(text, 'past', (by, written) => by.past(written)),
    bound: (text) => read(text, 'past', (by, written) => by.bound(written)),
    future: (text) => read(text, 'future', (by, written) => by.future(written)),
    promise: (text) => read(text, 'future', (by, written) => by.promise(written)),
    deadline: (text) => read(text, 'future', (by, written) => by.deadline(written)),
    after: (text, from) => read(text, 'future', (by, written) => by.after(written, from), from),
    echoing: (listener) => readingWrittenTimes(clock, listener),
  }
}

/** Whether a text is a time in any form, though it may not be clear which. */
export function readsAsTime(clock: Clock, text: string): boolean {
  const { bound, future } = clock.echoing(() => {})
  return [bound, future].some((read) => {
    try {
      read(text)
      return true
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      return error.problem.code !== 'bad-time'
    }
  })
}

/** A refusal names the time as the operator gave it. */
function refusingAsGiven<T>(given: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof ProblemError) || !('given' in error.problem.params)) throw error
    throw new ProblemError({ ...error.problem, params: { ...error.problem.params, given } } as Problem)
  }
}
