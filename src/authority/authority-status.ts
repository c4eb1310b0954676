import { join } from 'node:path'
import type { Authority, Filing, KnownAuthority } from '../domain/authorities/authority.ts'
import { type ClockStart, clockNames, clockStartsFor, proposedAuthorities } from '../domain/authorities/clock-starts.ts'
import { stagesOf } from '../domain/authorities/form.ts'
import { typeOf } from '../domain/incident/current-values.ts'
import { authoritiesIn, type FilingView, filingsOf } from '../domain/incident/filings.ts'
import { EMPTY_INCIDENT, type Incident } from '../domain/incident/incident.ts'
import { fail } from '../domain/problem.ts'
import { idByName } from '../domain/runbook/names.ts'
import type { Bilingual } from '../domain/runbook/runbook.ts'
import { shippedRunbooks } from '../runbook/io/shipped-runbooks.ts'
import type { World } from '../world.ts'
import { readCompiledAuthorities } from './io/compiled-authorities.ts'

/** Reads the authorities from the files in force. Rejects with `bad-runbook` if one has errors, or `bad-setting`. */
export async function loadCurrentAuthorities({ root, workspace, text }: World): Promise<readonly KnownAuthority[]> {
  const team = join(workspace.directory, 'runbooks')
  const shipped = await shippedRunbooks(root, workspace.directory, text.language)
  const compiled = shipped === null ? null : readCompiledAuthorities(root, team)
  if (compiled !== null) return compiled
  const { loadAuthorities } = await import('./io/authority-files.ts')
  return loadAuthorities(shipped, team, text.language)
}

/** The names of authorities and of their reports, which may be typed for their ids. */
export function authorityNames(
  known: readonly { readonly authority: Authority }[],
): Readonly<Record<string, Bilingual>> {
  return Object.fromEntries(
    known.flatMap(({ authority: { id, title, filings } }) => [
      [id, title],
      ...filings.map((filing) => [
        filing.id,
        { ja: `${title.ja} ${filing.title.ja}`, en: `${title.en} ${filing.title.en}` },
      ]),
    ]),
  )
}

/** The reports, by their names in the file, that have a form of their own; none if the form is the same for all. */
export function stagesOfForm({ authority: { id, filings }, form }: KnownAuthority): string[] {
  const reports = filings.map((filing) => filing.id.slice(id.length + 1))
  return stagesOf(reports, form)
}

/** The starts a name stands for. Throws `unknown-clock`, or `no-clock-fits` if each is for other halts or must be named. */
export function resolveStarts(
  known: readonly KnownAuthority[],
  incident: Incident,
  given: string,
): readonly ClockStart[] {
  const name = idByName(authorityNames(known), given) ?? given
  const starts = clockStartsFor(known, typeOf(incident), name)
  if (starts === null) return fail('unknown-clock', { given, allowed: clockNames(known), names: authorityNames(known) })
  if (starts.length > 0) return starts
  const names = known.filter(({ authority }) => Object.hasOwn(authority.events, name))
  return fail('no-clock-fits', { event: name, names: names.map(({ authority }) => `${authority.id}:${name}`) })
}

/** An authority, from the log or else from its file, with the state of its reports. */
export interface AuthorityStatus {
  readonly authority: Authority
  /** As its file defines it now; null if only the log has it. */
  readonly fromFile: KnownAuthority | null
  /** It may apply, and the log has neither a start of its clocks nor a report to it. */
  readonly proposed: boolean
  /** All its reports, those whose deadline has not started included. */
  readonly filings: readonly FilingView[]
}

/** Returns every authority that has a file or is in the log. */
export function authorityStatuses(known: readonly KnownAuthority[], incident: Incident): AuthorityStatus[] {
  const inLog = new Map(authoritiesIn(incident).map((authority) => [authority.id, authority]))
  const views = filingsOf(incident)
  // Without an incident there is nothing that an authority could apply to.
  const proposed = incident === EMPTY_INCIDENT ? [] : proposedAuthorities(incident, known)
  const ofFiles = known.map(({ authority }) => inLog.get(authority.id) ?? authority)
  const onlyInLog = [...inLog.values()].filter(({ id }) => !ofFiles.some((authority) => authority.id === id))
  return [...ofFiles, ...onlyInLog].map((authority) => {
    const file = known.find((one) => one.authority.id === authority.id) ?? null
    const started = views.filter((view) => view.authority.id === authority.id)
    return {
      authority,
      fromFile: file,
      proposed: file !== null && proposed.includes(file),
      filings: started.length > 0 ? started : authority.filings.map((filing) => waitingFiling(authority, filing)),
    }
  })
}

/** The state of a report while no clock of its authority has been started. */
function waitingFiling(authority: Authority, filing: Filing): FilingView {
  const undated = {
    start: null,
    rule: null,
    dueAt: null,
    movedFrom: null,
    latestAt: null,
    otherZoneAt: null,
    kept: null,
  }
  return { authority, filing, state: 'waiting', submissions: [], ...undated }
}

/**
 * Finds a report by its id, or by the id of its authority: the one that `reportName` names, else the one due next, else
 * the first not submitted. Throws `unknown-authority`, `unknown-report`, or `missing-answer` if all were submitted.
 */
export function resolveFiling(
  statuses: readonly AuthorityStatus[],
  given: string,
  reportName: string | undefined,
): { readonly authority: Authority; readonly filing: string } {
  const names = authorityNames(statuses)
  const id = idByName(names, given) ?? given
  const direct = statuses.find(({ authority }) => authority.filings.some((filing) => filing.id === id))
  if (direct !== undefined && reportName === undefined) return { authority: direct.authority, filing: id }
  const owner = statuses.find(({ authority }) => authority.id === id)
  if (owner === undefined) {
    const allowed = statuses.flatMap(({ authority: { id, filings } }) => [id, ...filings.map((filing) => filing.id)])
    return fail('unknown-authority', { given, allowed, names })
  }
  const { authority, filings } = owner
  const ids = authority.filings.map(({ id }) => id)
  if (reportName !== undefined) {
    const filing = [reportName, `${authority.id}-${reportName}`].find((id) => ids.includes(id))
    return filing === undefined ? fail('unknown-report', { given: reportName, allowed: ids }) : { authority, filing }
  }
  const open = filings.filter(({ state }) => state !== 'reported')
  const running = open.filter(({ state }) => state === 'running')
  const [next = open[0]] = running.sort((a, b) => (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity))
  return next === undefined
    ? fail('missing-answer', { what: '--report', example: `--report ${ids.join('|')}` })
    : { authority, filing: next.filing.id }
}
