import type { ScopeEntry } from '../domain/incident/scope.ts'
import { type ScopeGroup, type ScopeItem, scopeGroups } from '../domain/notice/scope-groups.ts'
import { assetWords, labelOf, limitedWords, wordsIn } from '../i18n/customer-words.ts'
import type { Line } from './names.ts'
import type { NoticeRequest } from './notice.ts'

/** What decides how a scope is said. */
type Speaking = Pick<NoticeRequest, 'incident' | 'settings' | 'language'>

/** Rows of a list, one a state; exceptions are named by what `all` says. */
export function rowsOf(request: Speaking, entries: readonly ScopeEntry[], all: readonly ScopeEntry[]): Line[] {
  const { row } = wordsIn(request.language)
  return scopeGroups(entries, all).map((group) => ({ line: row(...wordsOf(request, group)) }))
}

/** The same in few characters; null where there is nothing to say. */
export function briefOf(request: Speaking, entries: readonly ScopeEntry[], all: readonly ScopeEntry[]): string | null {
  const { group: said, groups } = wordsIn(request.language)
  const found = scopeGroups(entries, all).map((group) => said(...wordsOf(request, group)))
  return found.length === 0 ? null : groups(found)
}

/** Sentences that can be read to a customer, one a state. */
export function spokenOf(request: Speaking, entries: readonly ScopeEntry[], all: readonly ScopeEntry[]): Line[] {
  const { spoken } = wordsIn(request.language)
  return scopeGroups(entries, all).map((group) => ({
    line: spoken(
      group.items.map((item) => itemWords(request, item)),
      group.state,
      limitedWords(group.words, request.language),
    ),
  }))
}

function wordsOf(request: Speaking, group: ScopeGroup): [items: string, state: string, limits: string | null] {
  const { list, state, limited } = wordsIn(request.language)
  const items = list(group.items.map((item) => itemWords(request, item)))
  if (group.state === 'limited') return [items, limited, limitedWords(group.words, request.language)]
  return [items, state[group.state], null]
}

/** Names of what these entries are about, without their states; what is otherwise in `all` is an exception. */
export function itemsOf(request: Speaking, entries: readonly ScopeEntry[], all: readonly ScopeEntry[]): string[] {
  return scopeGroups(entries.map(plain), all.map(plain)).flatMap(({ items }) =>
    items.map((item) => itemWords(request, item)),
  )
}

function plain(entry: ScopeEntry): ScopeEntry {
  return { ...entry, state: entry.state === 'open' ? 'open' : 'stopped', words: null }
}

function itemWords({ incident, settings, language }: Speaking, item: ScopeItem): string {
  const label = labelOf(incident.runbook.operations, item.operation, language)
  return wordsIn(language).item(item, assetWords(settings, language), label)
}
