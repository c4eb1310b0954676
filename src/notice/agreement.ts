import { restricted, scopeOf } from '../domain/incident/scope.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { contactWords, publicWords } from '../i18n/customer-words.ts'
import { momentOf, timeOfDay } from '../i18n/time-of-day.ts'
import { type NoticeFinding, type NoticeFindingParams, reportTo } from './finding.ts'
import type { CheckRequest, NoticeText } from './notice.ts'
import { startOf } from './times.ts'
import { itemsOf } from './values.ts'

type What = NoticeFindingParams['channels-differ']['what']

/** Channels that say different things of one halt; compared as the texts stand, so after editing too. */
export function checkAgreement(request: CheckRequest, texts: readonly NoticeText[], findings: NoticeFinding[]): void {
  const zone = request.settings.timezone
  const start = startOf(request.incident)
  const startTime = start === null ? null : timeOfDay(momentOf(Date.parse(start), zone))
  const saying: Readonly<Record<What, (notice: NoticeText) => string | null>> = {
    number: ({ subject, text, number }) =>
      numberIn(`${subject ?? ''}\n${text}`) ?? (number === null ? null : String(number)),
    next: (notice) => nextIn(notice, zone),
    start: ({ text }) => (startTime === null || text.length === 0 ? null : String(timesIn(text).includes(startTime))),
    scope: (notice) => scopeIn(request, notice),
  }
  for (const together of groupsOf(texts, ({ stage }) => stage)) {
    for (const what of ['number', 'next'] as const) differ(what, together, saying[what], findings)
    if (['first', 'update'].includes(together[0]?.stage ?? '')) differ('start', together, saying.start, findings)
    if (['first', 'update'].includes(together[0]?.stage ?? ''))
      for (const spoken of groupsOf(together, ({ language }) => language))
        differ('scope', spoken, saying.scope, findings)
  }
}

/** Reports each text that does not say what most say, or in a tie what the first says. */
function differ(
  what: What,
  texts: readonly NoticeText[],
  saying: (notice: NoticeText) => string | null,
  findings: NoticeFinding[],
): void {
  const said = texts.map((notice) => ({ notice, says: saying(notice) }))
  const count = (says: string | null) => said.filter((other) => other.says === says).length
  const most = said.reduce((a, b) => (count(b.says) > count(a.says) ? b : a), said[0] ?? { says: null })
  const others = [...new Set(said.filter(({ says }) => says === most.says).map(({ notice }) => notice.channel))]
  for (const { notice, says } of said)
    if (says !== most.says) reportTo(findings, notice.channel, notice.language)('channels-differ', { what, others })
}

function groupsOf<K>(texts: readonly NoticeText[], key: (notice: NoticeText) => K): NoticeText[][] {
  const groups = new Map<K, NoticeText[]>()
  for (const notice of texts) groups.set(key(notice), [...(groups.get(key(notice)) ?? []), notice])
  return [...groups.values()]
}

/** The number that a text gives, where it gives one. */
function numberIn(text: string): string | null {
  const [, ja, en] = /第\s*(\d+)\s*報|\b(?:report|no\.) (\d+)/i.exec(text.normalize('NFKC')) ?? []
  return ja ?? en ?? null
}

/** Times of day as `22:05`, in the order in which they stand. */
function timesIn(text: string): string[] {
  const found = text.normalize('NFKC').matchAll(/(\d{1,2})(?:時(\d{1,2})分|:(\d{2}))/g)
  return [...found].map(([, h = '', ja, en]) => `${h.padStart(2, '0')}:${(ja ?? en ?? '').padStart(2, '0')}`)
}

/** The promised time, or that a text no longer has it. */
function nextIn({ next, text }: NoticeText, zone: string): string | null {
  if (next === null) return null
  return timesIn(text).includes(timeOfDay(momentOf(Date.parse(next), zone))) ? next : 'gone'
}

/** What names an operation in a text. English notices speak of trading whatever is stopped. */
const NAMED: Readonly<Record<Language, Readonly<Record<string, RegExp>>>> = {
  ja: { trading: /売買/, deposits: /入金|入出金|預入/, withdrawals: /出金|送付/ },
  en: { deposits: /\bdeposits?\b/i, withdrawals: /\bwithdrawals?\b/i },
}

/** What a text names of what is restricted, and of what nobody has stated, outside of words that people gave. */
function scopeIn({ incident, settings }: CheckRequest, { text, language }: NoticeText): string {
  const facts = Object.keys(incident.runbook.facts).map((fact) => publicWords(incident, fact, language))
  const said = [...facts, contactWords(incident, settings, language)]
  const rest = said.reduce<string>((left, words) => (words === null ? left : left.replaceAll(words, '')), text)
  const entries = scopeOf(incident)
  const items = itemsOf({ incident, settings, language }, restricted(incident), entries)
  const others = Object.entries(NAMED[language]).filter(([id]) => entries.every(({ operation }) => operation !== id))
  const added = others.flatMap(([id, name]) => (name.test(rest) ? id : []))
  return [...items.filter((item) => rest.includes(item)), ...added].join('\n')
}
