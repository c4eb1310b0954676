import { type ScopeEntry, targetOf } from '../domain/incident/scope.ts'
import type { Words } from '../text/en/words.ts'
import { inert } from './inert.ts'
import { whenOf } from './value.ts'

/** `withdrawals:XEM  stopped  22:05:00` */
export function scopeLine(entry: ScopeEntry, words: Words): string {
  const detail = entry.words === null ? '' : ` (${inert(entry.words)})`
  return `${targetOf(entry)}  ${words.scopeState[entry.state]}${detail}  ${whenOf(entry.since)}`
}
