import { type Problem, problem } from '../domain/problem.ts'

/** Which events are wanted: the last ones, or those before or after an event. */
export interface LogRange {
  readonly before?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

export interface LogPage {
  readonly events: readonly object[]
  /** How many there are before and after them. */
  readonly earlier: number
  readonly later: number
  /** Events that stand without their data, which is too long. */
  readonly cut: readonly { readonly event: string; readonly bytes: number }[]
}

/** The most bytes of one event, and of all on a page, in JSON. */
const MAX_EVENT_BYTES = 16 * 1024
const MAX_PAGE_BYTES = 96 * 1024

/** A part of a log that is given as lines of JSON; `unknown-event` if it has no such event. */
export function logPage(log: string, { before, after, limit }: LogRange): LogPage | Problem {
  const lines = log.split('\n').filter((line) => line !== '')
  const names = before === undefined && after === undefined ? [] : lines.map((line) => nameIn(line))
  for (const given of [before, after])
    if (given !== undefined && !names.includes(given)) return problem('unknown-event', { given })
  const first = after === undefined ? 0 : names.indexOf(after) + 1
  const end = Math.max(first, before === undefined ? lines.length : names.indexOf(before))
  // From an event on, the next ones; else, those that come last.
  const isOnward = after !== undefined
  const wanted = isOnward
    ? lines.slice(first, Math.min(end, first + limit))
    : lines.slice(Math.max(first, end - limit), end)
  const shown: { readonly event: object; readonly cut: LogPage['cut'] }[] = []
  let left = MAX_PAGE_BYTES
  for (const line of isOnward ? wanted : wanted.toReversed()) {
    const bytes = Buffer.byteLength(line)
    left -= Math.min(bytes, MAX_EVENT_BYTES)
    if (left < 0) break
    const event = withoutProofs(JSON.parse(line) as object)
    const isCut = bytes > MAX_EVENT_BYTES
    shown.push({ event: isCut ? { ...event, data: null } : event, cut: isCut ? [{ event: nameIn(line), bytes }] : [] })
  }
  const ordered = isOnward ? shown : shown.reverse()
  const earlier = isOnward ? first : end - ordered.length
  return {
    events: ordered.map(({ event }) => event),
    earlier,
    later: lines.length - earlier - ordered.length,
    cut: ordered.flatMap(({ cut }) => cut),
  }
}

/** Without what only proves it, which is longer than most of what it says: `log --json` has that too. */
function withoutProofs(event: object): object {
  return Object.fromEntries(Object.entries(event).filter(([name]) => !PROOFS.has(name)))
}

const PROOFS = new Set(['v', 'incident', 'prev', 'hlc', 'after', 'key', 'introducedBy', 'sig', 'hash'])

function nameIn(line: string): string {
  const { writer, seq } = JSON.parse(line) as { readonly writer: string; readonly seq: number }
  return `${writer}:${seq}`
}
