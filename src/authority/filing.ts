import type { Authority, KnownAuthority } from '../domain/authorities/authority.ts'
import { namesOf, proposalsOf, type Start, startsNamed } from '../domain/authorities/starting.ts'
import { typeOf } from '../domain/incident/current-values.ts'
import { authoritiesIn, type FilingView, filingsOf } from '../domain/incident/filings.ts'
import { INITIAL, type Incident } from '../domain/incident/incident.ts'
import { fail } from '../domain/outcome.ts'
import type { World } from '../world.ts'
import { loadAuthorities } from './io/authority-files.ts'

/** The authorities as the workspace's files say them now. Throws `bad-runbook`. */
export function authoritiesNow({ root, workspace, text }: World): Promise<readonly KnownAuthority[]> {
  return loadAuthorities(root, workspace.directory, text.language)
}

/** What a name starts in this incident. Throws `unknown-clock`, or `no-clock-fits` where only a judgement could. */
export function startsOf(known: readonly KnownAuthority[], incident: Incident, name: string): readonly Start[] {
  const starts = startsNamed(known, typeOf(incident), name)
  if (starts === null) return fail('unknown-clock', { given: name, allowed: namesOf(known) })
  if (starts.length > 0) return starts
  const names = known.filter(({ authority }) => Object.hasOwn(authority.events, name))
  return fail('no-clock-fits', { event: name, names: names.map(({ authority }) => `${authority.id}:${name}`) })
}

/** An authority as its file has it and as the log does, with its reports. */
export interface Standing {
  readonly authority: Authority
  readonly known: KnownAuthority | null
  /** It may apply, and nobody has started it. */
  readonly proposed: boolean
  readonly views: readonly FilingView[]
}

/** Every authority that there is a file of, or that the log speaks of. */
export function standingsOf(known: readonly KnownAuthority[], incident: Incident): Standing[] {
  const inLog = new Map(authoritiesIn(incident).map((authority) => [authority.id, authority]))
  const views = filingsOf(incident)
  const proposed = incident === INITIAL ? [] : proposalsOf(incident, known)
  const all = [...known.map(({ authority }) => inLog.get(authority.id) ?? authority)]
  const others = [...inLog.values()].filter(({ id }) => !all.some((one) => one.id === id))
  return [...all, ...others].map((authority) => {
    const file = known.find((one) => one.authority.id === authority.id) ?? null
    const own = views.filter((view) => view.authority.id === authority.id)
    return {
      authority,
      known: file,
      proposed: file !== null && proposed.includes(file),
      views: own.length > 0 ? own : authority.filings.map((filing) => unbegun(authority, filing)),
    }
  })
}

function unbegun(authority: Authority, filing: Authority['filings'][number]): FilingView {
  return {
    authority,
    filing,
    state: 'waiting',
    start: null,
    rule: null,
    dueAt: null,
    latestAt: null,
    submissions: [],
    kept: null,
  }
}

/**
 * The report that is meant: by its own id, or of an authority the one that is named, else the one that is due next, else
 * the first that was not made. Throws `unknown-authority`, `unknown-report`, or `missing-answer` where all were made.
 */
export function filingMeant(
  standings: readonly Standing[],
  given: string,
  report: string | undefined,
): { readonly authority: Authority; readonly filing: string } {
  const direct = standings.find(({ authority }) => authority.filings.some(({ id }) => id === given))
  if (direct !== undefined && report === undefined) return { authority: direct.authority, filing: given }
  const meant = standings.find(({ authority }) => authority.id === given)
  if (meant === undefined) {
    const allowed = standings.flatMap(({ authority: { id, filings } }) => [id, ...filings.map((filing) => filing.id)])
    return fail('unknown-authority', { given, allowed })
  }
  const { authority, views } = meant
  const ids = authority.filings.map(({ id }) => id)
  if (report !== undefined) {
    const filing = [report, `${authority.id}-${report}`].find((id) => ids.includes(id))
    return filing === undefined ? fail('unknown-report', { given: report, allowed: ids }) : { authority, filing }
  }
  const open = views.filter(({ state }) => state !== 'reported')
  const running = open.filter(({ state }) => state === 'running')
  const [next = open[0]] = running.sort((a, b) => (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity))
  return next === undefined
    ? fail('missing-answer', { flag: '--report', what: ids.join(', ') })
    : { authority, filing: next.filing.id }
}
