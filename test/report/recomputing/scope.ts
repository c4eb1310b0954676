import { changesIn, type Halt, stretches, wholeOf } from './halt.ts'
import { type Line, ms, second } from './lines.ts'

interface Affected {
  readonly target: string
  readonly stoppedSeconds: number
  readonly restrictedSeconds: number
  readonly timeToResumeSeconds: number | null
}

/** Everything that was restricted at some time, for how long, and when it finally reopened. */
export function affectedIn(lines: readonly Line[], halt: Halt): Affected[] {
  const [whole, to] = wholeOf(halt)
  // A planned halt stops nothing before it begins.
  const from = halt.planned && halt.startedAt !== null ? Math.max(whole, ms(halt.startedAt)) : whole
  // What the declaration states moves with the start.
  const timeOf = ({ type, at }: Line) => ms(type === 'incident.started' ? (halt.startedAt ?? at) : at)
  const said = lines.flatMap((line) => changesIn(line).map((change) => ({ ...change, at: timeOf(line) })))
  const of = (target: string) =>
    said.filter((one) => one.target === target).map(({ at, state }) => ({ at, value: state }))
  const targets = [...new Set(said.map(({ target }) => target))]
  return targets.flatMap((target) => {
    const tables = [target, target.replace(/:.*/, '')].map((one) => stretches(of(one), from, to))
    const moments = [...new Set([...tables.flat().flatMap((one) => [one.from, one.to])])].sort((a, b) => a - b)
    const lasted = (is: (state: string | null) => boolean) =>
      moments.reduce(
        (sum, moment, i) => sum + (is(stateAt(tables, moment)) ? second(moments[i + 1] ?? to) - second(moment) : 0),
        0,
      )
    const restrictedSeconds = lasted((state) => state !== null && state !== 'open')
    if (restrictedSeconds === 0) return []
    const openAt = openSince(tables)
    const start = halt.startedAt === null ? null : ms(halt.startedAt)
    const timeToResumeSeconds =
      openAt === null || start === null || openAt < start ? null : second(openAt) - second(start)
    return [{ target, stoppedSeconds: lasted((state) => state === 'stopped'), restrictedSeconds, timeToResumeSeconds }]
  })
}

type Held = ReturnType<typeof stretches<string | null>>

/** An asset without a state of its own has that of the operation. */
function stateAt(tables: readonly Held[], moment: number): string | null {
  const here = tables.map((held) => held.find(({ from, to }) => from <= moment && moment < to)?.value ?? null)
  return here.find((state) => state !== null) ?? null
}

/** Searched backwards over all changes. */
function openSince(tables: readonly Held[]): number | null {
  const moments = [...new Set(tables.flat().map(({ from }) => from))].sort((a, b) => b - a)
  let since: number | null = null
  for (const moment of moments) {
    if (stateAt(tables, moment) !== 'open') break
    since = moment
  }
  return since
}
