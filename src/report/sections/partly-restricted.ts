import { parseTarget } from '../../domain/incident/scope.ts'
import type { ScopeHistory, StateSpan } from '../../domain/incident/scope-history.ts'
import type { ReportContext } from '../context.ts'
import { targetNameIn } from '../wording.ts'

/** So many times are named on the first page; the annex has all. */
const NAMED_TIMES = 4

/**
 * When which services were restricted but not stopped, such as cancel-only, by time; `spanTimes` puts one of these times into
 * words. What an asset shares with its operation is said of the operation alone.
 */
export function partlyRestricted(
  history: readonly ScopeHistory[],
  context: ReportContext,
  spanTimes: (span: StateSpan) => readonly string[],
): string[] {
  const { labels, text } = context
  const partial = history
    .flatMap(({ target, spans }) => spans.map((span) => ({ target, span })))
    .filter(({ span }) => span.state !== 'open' && span.state !== 'stopped')
    .filter(({ target, span }) => !isShared(target, span, history))
    .sort((a, b) => a.span.from - b.span.from)
  const named = partial.slice(0, NAMED_TIMES).map(({ target, span }) => {
    const state = text.words.scopeState[span.state]
    return text.words.marked(targetNameIn(target, context), labels.joined([state, ...spanTimes(span)]))
  })
  const rest = partial.length - named.length
  return rest === 0 ? named : [...named, labels.moreTimes(rest)]
}

function isShared(target: string, span: StateSpan, history: readonly ScopeHistory[]): boolean {
  const { operation, asset } = parseTarget(target)
  if (asset === null) return false
  const general = history.find((one) => one.target === operation)?.spans ?? []
  return general.some(({ state, from, to }) => state === span.state && from <= span.from && to >= span.to)
}

/** The assets of an operation that were not open yet when it was (`at`, in milliseconds); none of an asset. */
export function assetsStillRestricted(operation: string, at: number, history: readonly ScopeHistory[]): string[] {
  return history.flatMap(({ target, spans }) => {
    const { asset } = parseTarget(target)
    const isRestricted = spans.some(({ from, to, state }) => state !== 'open' && from <= at && at < to)
    return asset !== null && target === `${operation}:${asset}` && isRestricted ? [asset] : []
  })
}
