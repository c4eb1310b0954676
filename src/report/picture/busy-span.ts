import type { Span } from '../../domain/report/history.ts'
import type { Picture } from '../../domain/report/picture.ts'

const LEAST = 10 * 60_000
const MARGIN = 0.15

/**
 * When most of it happened: from a little before the first restriction to some time after the last one ended, in
 * milliseconds. Where no more time passed before it, or after it, than in it, that is a part of it.
 */
export function eventfulSpan({ from, to, scope }: Picture): Span {
  const restricted = scope.flatMap(({ spans }) => spans.filter(({ state }) => state !== 'open'))
  if (restricted.length === 0) return { from, to }
  const first = Math.min(...restricted.map((span) => span.from))
  const last = Math.max(...restricted.map((span) => span.to))
  const margin = Math.max(LEAST, (last - first) * MARGIN)
  const [begin, end] = [first - margin, last + margin]
  return {
    from: begin - from > end - begin ? begin : from,
    to: to - end > end - begin ? end : to,
  }
}
