import { type ScopeEntry, targetOf } from '../domain/incident/scope.ts'
import type { Words } from '../i18n/words.en.ts'
import { inert } from '../view/inert.ts'
import { whenOf } from '../view/value.ts'

/** `withdrawals:XEM  stopped  22:05:00` */
export function scopeLine(entry: ScopeEntry, words: Words): string {
  const detail = entry.words === null ? '' : ` (${inert(entry.words)})`
  return `${targetOf(entry)}  ${words.scopeState[entry.state]}${detail}  ${whenOf(entry.since)}`
}
