import type { ScopeEntry } from '../domain/incident/scope.ts'
import type { Line } from './names.ts'
import type { NoticeRequest } from './notice.ts'
import { type ScopeGroup, type ScopeItem, scopeGroups } from './scope.ts'
import { assetWords, labelOf, limitedWords, wordsIn } from './words.ts'

/** What decides how a scope is said. */
type Speaking = Pick<NoticeRequest, 'incident' | 'settings' | 'language'>

/** Rows of a list, one a state. */
export function rowsOf(request: Speaking, entries: readonly ScopeEntry[]): Line[] {
  const { row } = wordsIn(request.language)
  return scopeGroups(entries).map((group) => ({ line: row(...wordsOf(request, group)) }))
}

/** What is open is left out where something is not: the exceptions are named with that. */
export function briefOf(request: Speaking, entries: readonly ScopeEntry[]): string | null {
  const { group: said, groups } = wordsIn(request.language)
  const all = scopeGroups(entries)
  const hard = all.filter(({ state }) => state !== 'open')
  const found = (hard.length > 0 ? hard : all).map((group) => said(...wordsOf(request, group)))
  return found.length === 0 ? null : groups(found)
}

function wordsOf(request: Speaking, group: ScopeGroup): [items: string, state: string, limits: string | null] {
  const { list, state, limited } = wordsIn(request.language)
  const items = list(group.items.map((item) => itemWords(request, item)))
  if (group.state === 'limited') return [items, limited, limitedWords(group.words, request.language)]
  return [items, state[group.state], null]
}

/** Names of what these entries are about, without their states. */
export function itemsOf(request: Speaking, entries: readonly ScopeEntry[]): string[] {
  const alike = entries.map((entry) => ({ ...entry, state: 'open' as const, words: null }))
  return scopeGroups(alike).flatMap(({ items }) => items.map((item) => itemWords(request, item)))
}

function itemWords({ incident, settings, language }: Speaking, item: ScopeItem): string {
  const label = labelOf(incident.runbook.operations, item.operation, language)
  return wordsIn(language).item(item, assetWords(settings, language), label)
}
