import { type Line, ms, stated } from './lines.ts'

/** One interruption: the lines from its start or reopening to the next reopening. */
export interface Interruption {
  readonly number: number
  readonly startedAt: string | null
  readonly lines: readonly Line[]
  readonly liftedAt: string | null
  readonly fullyResumedAt: string | null
  /** By restricted target, when it last reopened. */
  readonly resumed: ReadonlyMap<string, string>
}

export interface Halt {
  readonly planned: boolean
  readonly declaredAt: string
  readonly startedAt: string | null
  readonly closedAt: string | null
  readonly interruptions: readonly Interruption[]
}

export function haltIn(lines: readonly Line[]): Halt {
  const [first] = lines as readonly [Line, ...Line[]]
  const begun = lines.find(({ type }) => type === 'phase.advanced')
  const beginning = first.data.planned === null ? first.recordedAt : (begun?.at ?? null)
  const startedAt = beginning === null ? null : (statedStart(lines, first) ?? beginning)
  const cuts = lines.flatMap(({ type }, i) => (type === 'incident.reopened' ? [i] : []))
  const states = new Map<string, string>()
  const interruptions = [0, ...cuts].map((cut, i) => {
    const within = lines.slice(cut, cuts[i])
    const from = i === 0 ? startedAt : (lines[cut]?.at ?? null)
    return { number: i + 1, startedAt: from, lines: within, ...resumptionIn(within, states) }
  })
  const closed = lines.find(({ type }) => type === 'incident.closed')
  const planned = first.data.planned !== null
  return { planned, declaredAt: first.recordedAt, startedAt, closedAt: closed?.at ?? null, interruptions }
}

/** A planned halt starts when it is advanced, unless the start is stated later. */
function statedStart(lines: readonly Line[], first: Line): string | null {
  const advanced = first.data.planned === null ? undefined : lines.find(({ type }) => type === 'phase.advanced')
  const after = advanced === undefined ? 0 : lines.indexOf(advanced)
  return stated(lines.slice(after), 'started-at') ?? (advanced === undefined ? first.data.startedAt : null)
}

/** The scope a line states, for all assets or one. */
export function changesIn({ type, data }: Line): { target: string; operation: string; state: string | null }[] {
  const changes =
    { 'incident.started': data.scope, 'scope.changed': data.changes }[type] ??
    {
      'scope.lifted': data.changes,
      'incident.reopened': data.scope,
    }[type]
  return (changes ?? []).map(({ operation, asset, state }: Record<string, string | null>) => {
    return { target: asset === null ? operation : `${operation}:${asset}`, operation, state }
  })
}

/** `states` holds the scope before the lines, and is updated to the scope after them. */
function resumptionIn(lines: readonly Line[], states: Map<string, string>) {
  let [liftedAt, fullyResumedAt]: [string | null, string | null] = [null, null]
  const resumed = new Map<string, string>()
  for (const line of lines) {
    const blind = line.type === 'scope.lifted' && states.size === 0
    if (line.type === 'scope.lifted') liftedAt ??= line.at
    for (const { target, operation, state } of changesIn(line)) {
      const before = states.get(target) ?? states.get(operation) ?? (blind ? 'stopped' : 'open')
      const now = state ?? states.get(operation) ?? null
      if (before !== 'open' && now === 'open') resumed.set(target, line.at)
      if (state === null) states.delete(target)
      else states.set(target, state)
    }
    const open = liftedAt !== null && [...states.values()].every((state) => state === 'open')
    fullyResumedAt = open ? (fullyResumedAt ?? line.at) : null
  }
  return { liftedAt, fullyResumedAt, resumed }
}

/**
 * The spans, in milliseconds, in which the statements of the lines hold: at each moment, of all statements that take
 * effect then or earlier, the one recorded last.
 */
export function stretches<T>(
  said: readonly { readonly at: number; readonly value: T }[],
  from: number,
  to: number,
): { readonly value: T; readonly from: number; readonly to: number }[] {
  const inside = said.map(({ at }) => at).filter((at) => at > from && at < to)
  const cuts = [...new Set([from, ...inside, to])].sort((a, b) => a - b)
  return cuts.slice(0, -1).flatMap((cut, i) => {
    const holds = said.findLast(({ at }) => at <= cut)
    return holds === undefined ? [] : [{ value: holds.value, from: cut, to: cuts[i + 1] as number }]
  })
}

/** From the start, or the declaration if that came first, to the end. */
export function wholeOf({ startedAt, declaredAt, closedAt }: Halt): [from: number, to: number] {
  if (closedAt === null) throw new Error('it goes on: its numbers depend on when they are looked at')
  return [Math.min(ms(startedAt ?? declaredAt), ms(declaredAt)), ms(closedAt)]
}
