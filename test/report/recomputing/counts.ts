import type { Line } from './lines.ts'

/** Recipients of email, from the last attempt of each notice; attempts after one that succeeded do not count. */
export function recipientsIn(all: readonly Line[]): { accepted: number; refused: number } {
  const intents = all.filter(({ type, data }) => type === 'notice.intended' && data.retries === null)
  const counts = intents.map(({ name }) => {
    const attempts = all.filter((line) => line.name === name || line.data.retries === name).map((line) => line.name)
    const ends = all.filter(({ type, data }) => type === 'notice.delivered' && attempts.includes(data.notice))
    const went = ends.findIndex(({ data }) => data.outcome === 'sent')
    const counted = ends.slice(0, went < 0 ? undefined : went + 1).findLast(({ data }) => data.accepted !== null)
    return [counted?.data.accepted ?? 0, counted?.data.refused ?? 0] as const
  })
  const sum = (of: 0 | 1) => counts.reduce((total, count) => total + count[of], 0)
  return { accepted: sum(0), refused: sum(1) }
}

/** How many facts the runbook in the log requires in every notice of a halt, and how many of them are known. */
export function noticeFactsIn(standing: readonly Line[]): { asked: number; known: number } {
  const { runbook, settings } = standing.findLast(({ data }) => data.runbook)?.data ?? {}
  const asked = Object.entries<{ notice: boolean | string; stages?: string[] }>(runbook.facts).flatMap(
    ([name, { notice, stages }]) => (notice === true && (stages?.includes('first') ?? true) ? [name] : []),
  )
  const known = asked.filter((fact) => {
    const inSettings = settings[fact]?.ja ?? settings[fact]?.en ?? null
    return inSettings !== null || isKnown(standing, fact) || (fact === 'started-at' && isBegun(standing))
  })
  return { asked: asked.length, known: known.length }
}

/** The start is known from the declaration or from the beginning of a planned halt. */
function isBegun(standing: readonly Line[]): boolean {
  const [first] = standing
  return Boolean(first?.data.startedAt) || standing.some(({ type }) => type === 'phase.advanced' && first?.data.planned)
}

/** A value or public words count until they are stated as not known. */
function isKnown(standing: readonly Line[], fact: string): boolean {
  const said = standing.filter(({ type, data }) => type === 'fact.set' && data.fact === fact).map(({ data }) => data)
  const taken = said.findLastIndex(({ known }) => known === false)
  return said.slice(taken + 1).some(({ value, ja, en }) => [value, ja, en].some((word) => (word ?? null) !== null))
}

/** Deviations from the manual: steps left skipped, forced refusals, and steps that were open at a lift. */
export function deviationsIn(standing: readonly Line[], all: readonly Line[]): number {
  const outcomes = new Map<string, string>()
  for (const { type, data } of standing)
    if (/^step\.(begun|done|declined|skipped)$/.test(type)) outcomes.set(data.step, type)
  const skipped = [...outcomes.values()].filter((type) => type === 'step.skipped').length
  const turns = standing.filter(({ data, type }) => /^(phase|scope|incident)\./.test(type) && isForced(data))
  const notices = all.filter(
    ({ type, data }) => /^notice\.(posted|intended)$/.test(type) && !data.retries && data.forced,
  )
  return skipped + turns.length + notices.length
}

function isForced({ forced, open }: Line['data']): boolean {
  return Boolean(forced) || (Array.isArray(open) && open.length > 0)
}
