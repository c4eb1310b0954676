import { registersOf } from '../domain/incident/current-values.ts'
import type { Incident, Notice } from '../domain/incident/incident.ts'
import { wordsIn } from '../i18n/customer-words.ts'
import { momentOf } from '../i18n/time-of-day.ts'
import type { Report } from './finding.ts'
import type { CheckRequest, NoticeText } from './notice.ts'

/** The same words as last time, though what they should say has changed since: an error copied from notice to notice. */
export function checkHistory({ incident, settings }: CheckRequest, notice: NoticeText, report: Report): void {
  const last = incident.notices.findLast((n) => n.channel === notice.channel && wordsOf(n, notice) !== null)
  if (last === undefined) return
  const facts = changedSince(incident, last.order)
  const zone = settings.timezone
  const before = essence(wordsOf(last, notice) ?? '', last.next, notice.language, zone)
  if (facts.length > 0 && before.includes(essence(notice.text, notice.next, notice.language, zone)))
    report('unchanged', { facts })
}

/** What a notice said in a language, as far as it was kept; what a person posted may hold several, and a subject. */
function wordsOf({ texts, text }: Notice, { language }: NoticeText): string | null {
  return texts.find((t) => t.language === language)?.text ?? text
}

/** Facts of notices, and the scope, that were stated after an event. */
function changedSince({ registers, runbook, ...incident }: Incident, order: number): string[] {
  const whole = { registers, runbook, ...incident }
  const later = (writes: readonly { readonly order: number; readonly undone: boolean }[]) =>
    writes.some((w) => !w.undone && w.order > order)
  const facts = registersOf(whole, 'fact:').filter(
    ([name, writes]) => (runbook.facts[name]?.notice || runbook.facts[name]?.words) && later(writes),
  )
  const words = registersOf(whole, 'words:').filter(([, writes]) => later(writes))
  const scope = registersOf(whole, 'scope:').filter(([, writes]) => later(writes))
  const names = [...facts.map(([name]) => name), ...words.map(([name]) => name.replace(/\.(?:ja|en)$/, ''))]
  return [...new Set([...names, ...(scope.length > 0 ? ['scope'] : [])])]
}

/** A text without what differs in every report: its number, and the time of the next one. */
function essence(text: string, next: string | null, language: NoticeText['language'], zone: string): string {
  const words = wordsIn(language)
  const at = next === null ? null : momentOf(Date.parse(next), zone)
  const times = at === null ? [] : [words.moment(at, 'exact'), words.brief(at, 'exact')]
  return times
    .reduce((rest, time) => rest.replaceAll(time, ''), text)
    .replace(/第\d+報|(?:report|no\.) \d+/gi, '')
    .replace(/\s+/g, ' ')
    .trim()
}
