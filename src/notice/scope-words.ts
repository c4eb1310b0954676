import type { ScopeEntry } from '../domain/incident/scope.ts'
import type { ScopeState } from '../domain/log/scope-change.ts'
import { type ScopeGroup, type ScopeItem, scopeGroups } from '../domain/notice/scope-groups.ts'
import type { Service } from '../domain/runbook/runbook.ts'
import { assetWords, customerWordsFor, labelOf, limitedWords } from '../i18n/customer-words.ts'
import type { NoticeRequest } from './notice.ts'
import type { TemplateLine } from './template-names.ts'

// What notices say of the scope.

/** What the wording of a scope depends on. */
export type ScopeContext = Pick<NoticeRequest, 'incident' | 'settings' | 'language'>

/** Rows of a list, one per state; exceptions are taken from `all` entries of the scope. */
export function rowsOf(
  request: ScopeContext,
  entries: readonly ScopeEntry[],
  all: readonly ScopeEntry[],
): TemplateLine[] {
  const { row } = customerWordsFor(request.language)
  return scopeGroups(servicesOf(request), entries, all).map((group) => ({ line: row(...wordsOf(request, group)) }))
}

/** The same in few characters; null if there is nothing to say. */
export function briefOf(
  request: ScopeContext,
  entries: readonly ScopeEntry[],
  all: readonly ScopeEntry[],
): string | null {
  const words = customerWordsFor(request.language)
  const parts = scopeGroups(servicesOf(request), entries, all).map((group) => words.group(...wordsOf(request, group)))
  return parts.length === 0 ? null : words.groups(parts)
}

/** Sentences to read to a customer, one per state. */
export function spokenOf(
  request: ScopeContext,
  entries: readonly ScopeEntry[],
  all: readonly ScopeEntry[],
): TemplateLine[] {
  const { spoken, spokenAs, phrase } = customerWordsFor(request.language)
  return scopeGroups(servicesOf(request), entries, all).map(({ items, state, words }) => {
    const names = items.map((item) => itemWords(request, item))
    const limits = limitedWords(words, request.language)
    const own = ownNameOf(state, request)
    return { line: own === null ? spoken(names, state, limits) : spokenAs(phrase(names), own, limits) }
  })
}

/** What the manual calls a state; null if it has no name of its own for it. */
function ownNameOf(state: ScopeState, { incident, language }: ScopeContext): string | null {
  return incident.runbook.names?.states?.[state]?.[language] ?? null
}

function wordsOf(request: ScopeContext, group: ScopeGroup): [items: string, state: string, limits: string | null] {
  const { list, state, limited } = customerWordsFor(request.language)
  const items = list(group.items.map((item) => itemWords(request, item)))
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

function servicesOf({ incident }: ScopeContext): readonly Service[] {
  return incident.runbook.services ?? []
}

function itemWords({ incident, settings, language }: ScopeContext, item: ScopeItem): string {
  const { operations, asset } = item
  const service = incident.runbook.services?.find(
    (one) => one.asset === asset && one.operations.join(' ') === operations.join(' '),
  )
  const name = service?.[language] ?? labelOf(incident.runbook.operations, operations[0] as string, language)
  return customerWordsFor(language).item(item, name, assetWords(incident, settings, language))
}
