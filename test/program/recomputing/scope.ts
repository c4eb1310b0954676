import { changesIn, type Halt, stretches, wholeOf } from './halt.ts'
import { type Line, ms } from './lines.ts'

interface Affected {
  readonly target: string
  readonly stoppedSeconds: number
  readonly restrictedSeconds: number
  readonly timeToResumeSeconds: number | null
}

/** What was restricted at some time, for how long, and when it was open for good. */
export function affectedIn(lines: readonly Line[], halt: Halt): Affected[] {
  const [from, to] = wholeOf(halt)
  const said = lines.flatMap((line) => changesIn(line).map((change) => ({ ...change, at: ms(line.at) })))
  const targets = [...new Set(said.map(({ target }) => target))]
  return targets.flatMap((target) => {
    const own = said.filter((one) => one.target === target).map(({ at, state }) => ({ at, value: state }))
    const held = stretches(own, from, to).filter(({ value }) => value !== null)
    const lasted = (is: (state: string | null) => boolean) =>
      held.filter(({ value }) => is(value)).reduce((sum, one) => sum + one.to - one.from, 0) / 1000
    const restrictedSeconds = lasted((state) => state !== 'open')
    if (restrictedSeconds === 0) return []
    const lastRestricted = held.findLastIndex(({ value }) => value !== 'open')
    const openAt = held[lastRestricted + 1]?.from ?? null
    const start = halt.startedAt === null ? null : ms(halt.startedAt)
    const timeToResumeSeconds = openAt === null || start === null || openAt < start ? null : (openAt - start) / 1000
    return [{ target, stoppedSeconds: lasted((state) => state === 'stopped'), restrictedSeconds, timeToResumeSeconds }]
  })
}
