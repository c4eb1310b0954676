import { typeOf } from '../domain/incident/current-values.ts'
import { factOf } from '../domain/incident/facts.ts'
import { courseOf } from '../domain/incident/lifecycle.ts'
import { restricted, type ScopeEntry, scopeOf, targetOf } from '../domain/incident/scope.ts'
import { contactWords, labelOf, oneLine, organisationWords, publicWords, wordsIn } from '../i18n/customer-words.ts'
import { headingOf } from './heading.ts'
import { internalValues } from './internal.ts'
import type { NoticeValues } from './names.ts'
import { nextOf } from './next-report.ts'
import type { NoticeRequest } from './notice.ts'
import { briefOf, itemsOf, rowsOf, spokenOf } from './rows.ts'
import { expectedOf, plannedOf, said, startOf } from './times.ts'

/** Facts on prevention whose public words the final notice gives, one a line (manual 4.4). */
export const PREVENTION = ['prevention-system', 'prevention-security', 'prevention-rules'] as const

export function valuesOf(request: NoticeRequest): { values: NoticeValues; next: string | null } {
  const { incident, stage, number, language, settings } = request
  const words = wordsIn(language)
  const { timezone } = settings
  const { current } = courseOf(incident)
  const next = nextOf(request)
  const heading = headingOf(request)
  const publicly = (fact: string) => publicWords(incident, fact, language)
  const has = (fact: string) => publicly(fact) !== null
  const time = (value: string | null, how: 'about' | 'exact', unknown: string) =>
    value === null ? { long: unknown, brief: unknown } : said(value, how, language, timezone)
  const start = time(startOf(incident), incident.declaration?.planned == null ? 'about' : 'exact', words.unknown.start)
  const expected = expectedOf(incident)
  const resumption = time(expected?.value ?? null, expected?.how ?? 'about', words.unknown.expected)
  const lifted = time(current.lastLiftAt, 'about', words.unknown.resumed)
  const planned = time(plannedOf(incident), 'exact', words.unknown.planned)
  const promised = next === null ? null : said(next, 'exact', language, timezone)
  const type = typeOf(incident)
  const typeName = labelOf(incident.runbook.types, type, language)
  const isPlanned = incident.declaration?.planned != null
  const entries = scopeOf(incident)
  const hard = restricted(incident)
  const open = entries.filter(({ state }) => state === 'open')
  const remainingBrief = briefOf(request, hard, entries)
  const link = incident.notices.findLast((n) => n.channel === 'website' && n.link !== null)?.link ?? null
  const values: NoticeValues = {
    title: words.title(heading),
    shortTitle: words.shortTitle(heading),
    organisation: organisationWords(incident, settings, language),
    stage: { [stage]: true },
    kind: { halt: false, services: false, restriction: false, unknown: false, [heading.kind]: true },
    type: { name: typeName, [type]: true },
    drill: incident.declaration?.drill ?? false,
    full: heading.full,
    again: current.number > 1,
    repair: incident.runbook.types[type]?.repair ?? false,
    known: { cause: has('cause'), impact: has('impact'), losses: has('losses') },
    number: number === null ? null : String(number),
    start: start.long,
    startBrief: start.brief,
    scope: rowsOf(request, hard, entries),
    scopeBrief: briefOf(request, hard.length > 0 ? hard : entries, entries) ?? words.unknown.scopeBrief,
    spoken: spokenOf(request, hard, entries),
    available: open.length === 0 ? null : words.list(itemsOf(request, open, entries)),
    resumed: words.list(itemsOf(request, reopenedOf(entries, current.resumed), entries)) || words.everything,
    resumedAt: lifted.long,
    resumedAtBrief: lifted.brief,
    remaining: rowsOf(request, hard, entries),
    remainingBrief: remainingBrief === null ? null : words.still(remainingBrief),
    planned: planned.long,
    plannedBrief: planned.brief,
    plannedScope: hard.length === 0 ? null : words.phrase(itemsOf(request, hard, entries)),
    cause: publicly('cause') ?? (isPlanned ? typeName : words.unknown.cause),
    impact: publicly('impact') ?? words.unknown.impact,
    progress: publicly('progress') ?? words.underWay,
    causeBrief: publicly('cause') ?? (isPlanned ? typeName : words.unknown.cause),
    expected: resumption.long,
    expectedBrief: resumption.brief,
    next: promised?.long ?? null,
    nextBrief: promised?.brief ?? null,
    openOrders: publicly('open-orders'),
    request: isStale(request) ? null : publicly('customer-request'),
    contact: contactWords(incident, settings, language),
    contactBrief: contactWords(incident, settings, language),
    link: link === null ? null : oneLine(link),
    losses: publicly('losses') ?? words.losses,
    prevention: PREVENTION.flatMap((fact) => publicly(fact) ?? []).map((line) => ({ line })),
    ...internalValues(request),
  }
  return { values, next }
}

/** Whether what was asked of customers dates from before the resumption that is told: it may no longer be asked. */
function isStale({ incident, stage }: NoticeRequest): boolean {
  const { lastLiftAt } = courseOf(incident).current
  const { at } = factOf(incident, 'customer-request')
  if (stage !== 'resumption' && stage !== 'final') return false
  return lastLiftAt !== null && at !== null && Date.parse(at) < Date.parse(lastLiftAt)
}

function reopenedOf(entries: readonly ScopeEntry[], resumed: ReadonlyMap<string, string>): ScopeEntry[] {
  return entries.filter((entry) => entry.state === 'open' && resumed.has(targetOf(entry)))
}
