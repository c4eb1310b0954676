import { registerNames } from '../domain/incident/current-values.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { restrictionsOf } from '../domain/incident/restrictions.ts'
import { formatTarget, parseTarget, type ScopeEntry, scopeOf, unstatedScope } from '../domain/incident/scope.ts'
import type { ScopeState } from '../domain/log/scope-change.ts'
import { type ScopeGroup, type ScopeItem, scopeGroups } from '../domain/notice/scope-groups.ts'
import { formOf } from '../domain/runbook/channel-forms.ts'
import type { ChannelForm, Service } from '../domain/runbook/runbook.ts'
import { assetWords, customerWordsFor, labelOf, limitedWords } from '../i18n/customer-words.ts'
import type { NoticeRequest } from './notice.ts'
import type { TemplateLine } from './template-names.ts'

// What notices say of the scope.

/** What the wording of a scope depends on. */
export type ScopeContext = Pick<NoticeRequest, 'incident' | 'settings' | 'language'> & {
  /** What customers call operations; missing if as the runbook says. */
  readonly services?: readonly Service[]
}

/** Forms with little room. */
const SHORT_FORMS: readonly ChannelForm[] = ['push', 'post']

/** The same for texts of a channel: if it has little room, they name whole operations of whose assets nothing was stated. */
export function onChannel<T extends ScopeContext & Pick<NoticeRequest, 'channel'>>(context: T): T {
  const { incident, channel } = context
  if (!SHORT_FORMS.includes(formOf(incident.runbook, channel))) return context
  const targets = registerNames(incident, 'scope:').map(parseTarget)
  const hasAssets = (id: string) => targets.some(({ operation, asset }) => operation === id && asset !== null)
  return { ...context, services: servicesOf(context).filter(({ operations }) => operations.every(hasAssets)) }
}

/** Rows of a list, one per state; exceptions are taken from `all` entries of the scope. */
export function rowsOf(
  request: ScopeContext & Partial<Pick<NoticeRequest, 'stage'>>,
  entries: readonly ScopeEntry[],
  all: readonly ScopeEntry[],
): TemplateLine[] {
  const { row } = customerWordsFor(request.language)
  return scopeGroups(servicesOf(request), entries, all).map((group) => {
    return { line: row(...wordsOf(request, group), request.stage === 'scheduled') }
  })
}

/** The same in few characters, of all that is in some state or that still is; null if there is nothing to say. */
export function briefOf(
  request: ScopeContext,
  entries: readonly ScopeEntry[],
  all: readonly ScopeEntry[],
  how: 'group' | 'still' = 'group',
): string | null {
  const lines = briefLines(request, entries, all, how)
  return lines.length === 0 ? null : customerWordsFor(request.language).groups(lines.map(({ line }) => line))
}

function briefLines(
  request: ScopeContext,
  entries: readonly ScopeEntry[],
  all: readonly ScopeEntry[],
  how: 'group' | 'still' | 'again',
): { readonly line: string; readonly shortLine: string | null }[] {
  const words = customerWordsFor(request.language)
  return scopeGroups(servicesOf(request), entries, all).map((group) => {
    const isStopped = group.state === 'stopped'
    const [items, state, limits] = wordsOf(request, group)
    const hasLimits = !isStopped && group.state !== 'open'
    return {
      line: how === 'again' ? words.again(items, state) : words[how](items, state, limits, isStopped),
      shortLine: hasLimits ? words.restrictedOnly(items, how === 'still') : null,
    }
  })
}

/** A line of a short text on the services in one state; the same without what can still be done, null if it is as short. */
export interface ScopePoint {
  readonly label: string
  readonly line: string
  readonly shortLine: string | null
}

/**
 * A line of a short text for each state; what remains restricted, if the notice is about what has resumed, as a retraction is.
 * Services that were restricted since the last notice are not among them.
 */
export function scopePoints(
  request: ScopeContext & Pick<NoticeRequest, 'stage'>,
  entries: readonly ScopeEntry[],
  all: readonly ScopeEntry[],
): ScopePoint[] {
  const { rows, remaining, unknown } = customerWordsFor(request.language)
  const isRemaining = request.stage === 'resumption' || request.stage === 'retraction'
  const lines = isRemaining ? briefLines(request, entries, all, 'still') : newFirst(request, entries, all)
  if (lines.length === 0) return isRemaining ? [] : [{ label: rows.scope, line: unknown.scopeBrief, shortLine: null }]
  const label = isRemaining ? remaining(entries.map(({ state }) => state)) : rows.scope
  return lines.map((line) => ({ label, ...line }))
}

/**
 * The same of a notice that services were stopped again: these first, and that the others still are. What was stopped for the
 * first time then, or is restricted otherwise, is as in any other notice.
 */
function newFirst(
  request: ScopeContext & Pick<NoticeRequest, 'stage'>,
  entries: readonly ScopeEntry[],
  all: readonly ScopeEntry[],
): ReturnType<typeof briefLines> {
  const { incident, stage } = request
  const since = Date.parse(lifecycleOf(incident).current.startedAt ?? '')
  const current = new Map(restrictionsOf(incident).flatMap((one) => (one.to === null ? [[one.target, one]] : [])))
  const how = (entry: ScopeEntry) => {
    const one = stage === 'first' && entry.state === 'stopped' ? current.get(formatTarget(entry)) : undefined
    if (one?.isAgain === true) return 'again'
    return one !== undefined && one.from < since ? 'still' : 'group'
  }
  return (['again', 'group', 'still'] as const).flatMap((one) =>
    briefLines(
      request,
      entries.filter((entry) => how(entry) === one),
      all,
      one,
    ),
  )
}

/** What is planned to be restricted, one item per state. */
export function plannedLimitsOf(
  request: ScopeContext,
  entries: readonly ScopeEntry[],
  all: readonly ScopeEntry[],
): string[] {
  const { plannedLimit } = customerWordsFor(request.language)
  return scopeGroups(servicesOf(request), entries, all).map((group) => plannedLimit(...wordsOf(request, group)))
}

/** Sentences to read to a customer, one per state; in an advance notice, of what is planned. */
export function spokenOf(
  request: ScopeContext & Pick<NoticeRequest, 'stage'>,
  entries: readonly ScopeEntry[],
  all: readonly ScopeEntry[],
): TemplateLine[] {
  const { spoken, spokenAs, phrase } = customerWordsFor(request.language)
  const isPlanned = request.stage === 'scheduled'
  return scopeGroups(servicesOf(request), entries, all).map(({ items, state, words }) => {
    const names = items.map((item) => itemWords(request, item))
    const limits = limitedWords(words, request.language)
    const own = ownNameOf(state, request)
    const line =
      own === null ? spoken(names, state, limits, isPlanned) : spokenAs(phrase(names), own, limits, isPlanned)
    return { line }
  })
}

/** A state and what limits it, in words; in an advance notice, as what is planned. */
export function stateWords(
  request: ScopeContext & Pick<NoticeRequest, 'stage'>,
  { state, words }: Pick<ScopeEntry, 'state' | 'words'>,
): string {
  const [, name, limits] = wordsOf(request, { state, words, items: [] })
  return customerWordsFor(request.language).stateLimits(name, limits, request.stage === 'scheduled')
}

/** What the manual calls a state; null if it has no name of its own for it. */
export function ownNameOf(state: ScopeState, { incident, language }: ScopeContext): string | null {
  return incident.runbook.names?.states?.[state]?.[language] ?? null
}

function wordsOf(
  request: ScopeContext,
  group: ScopeGroup,
): [items: readonly string[], state: string, limits: string | null] {
  const { state, limited } = customerWordsFor(request.language)
  const items = group.items.map((item) => itemWords(request, item))
  const own = ownNameOf(group.state, request)
  if (group.state === 'limited') return [items, own ?? limited, limitedWords(group.words, request.language)]
  return [items, own ?? state[group.state], null]
}

/** The operations and assets in `entries`, without states. Assets in `all` are exceptions only if one is open, one is not. */
export function itemNames(request: ScopeContext, entries: readonly ScopeEntry[], all: readonly ScopeEntry[]): string[] {
  const plain = (entry: ScopeEntry): ScopeEntry => {
    return { ...entry, state: entry.state === 'open' ? 'open' : 'stopped', words: null }
  }
  const groups = scopeGroups(servicesOf(request), entries.map(plain), all.map(plain))
  return groups.flatMap(({ items }) => items.map((item) => itemWords(request, item)))
}

/** Names services without states. Of the assets that were ever stated, the others are exceptions. */
export function namesOf(request: ScopeContext, targets: readonly string[]): string[] {
  const operations = Object.keys(request.incident.runbook.operations)
  const entries = [...new Set([...registerNames(request.incident, 'scope:'), ...targets])]
    .sort()
    .map((target): ScopeEntry => {
      return { ...parseTarget(target), state: targets.includes(target) ? 'stopped' : 'open', words: null, since: '' }
    })
    .sort((a, b) => operations.indexOf(a.operation) - operations.indexOf(b.operation))
  return itemNames(
    request,
    entries.filter(({ state }) => state === 'stopped'),
    entries,
  )
}

/** Services of which nobody has said whether they are restricted, once that is known of some; null if there are none. */
export function unstatedServices(request: ScopeContext): string | null {
  const { incident, language } = request
  const scope = scopeOf(incident)
  const { operations } = incident.runbook
  const unstated = unstatedScope(Object.keys(operations), scope.map(formatTarget)).map(
    ({ operation }): ScopeEntry => ({ operation, asset: null, state: 'stopped', words: null, since: '' }),
  )
  // What was planned is known.
  if (incident.declaration?.planned != null || scope.length === 0 || unstated.length === 0) return null
  const stated = scope.map((entry): ScopeEntry => ({ ...entry, state: 'open' }))
  return customerWordsFor(language).list(itemNames(request, unstated, [...unstated, ...stated]))
}

/** The row of a notice that names them; null if there is none. */
export function unstatedRow(request: ScopeContext): string | null {
  const services = unstatedServices(request)
  const { point, rows } = customerWordsFor(request.language)
  return services === null ? null : point(rows.others, services)
}

function servicesOf({ incident, services }: ScopeContext): readonly Service[] {
  return services ?? incident.runbook.services ?? []
}

function itemWords(context: ScopeContext, item: ScopeItem): string {
  const { incident, settings, language } = context
  const { operations, asset } = item
  const service = servicesOf(context).find(
    (one) => one.asset === asset && one.operations.join(' ') === operations.join(' '),
  )
  const name = service?.[language] ?? labelOf(incident.runbook.operations, operations[0] as string, language)
  return customerWordsFor(language).item(item, name, assetWords(incident, settings, language))
}
