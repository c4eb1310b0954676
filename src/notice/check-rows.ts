import { factOfRole } from '../domain/incident/facts.ts'
import { sentencesOf } from '../domain/notice/claims.ts'
import { factWithRole } from '../domain/runbook/fact-roles.ts'
import type { FactRole } from '../domain/runbook/runbook.ts'
import { customerWordsFor } from '../i18n/customer-words.ts'
import { momentOf } from '../i18n/moment.ts'
import { beginningLabels } from './dropped-facts.ts'
import type { CheckRequest, NoticeText } from './notice.ts'
import type { AddFinding } from './notice-finding.ts'
import { factLabel } from './notice-rows.ts'
import { localTimesIn } from './stated-times.ts'

/**
 * Reports rows that give a time, a service or a state other than the text as composed has under the same label. Words of
 * people, and what has no label, can be put in other ways.
 */
export function checkRows(
  request: CheckRequest,
  notice: NoticeText,
  composed: NoticeText | undefined,
  add: AddFinding,
): void {
  if (composed === undefined || composed.text === notice.text) return
  const { incident, settings, now } = request
  const { rows: words, resumption } = customerWordsFor(notice.language)
  const context = { ...request, ...notice }
  const labelWith = (role: FactRole) => {
    const name = factWithRole(incident.runbook, role)
    return name === null ? [] : [factLabel(context, name)]
  }
  const check = (labels: readonly string[], differs: (stated: string, recorded: string) => boolean) => {
    for (const label of new Set(labels)) {
      const [stated, recorded] = [notice, composed].map(({ text }) => valuesOf(text, label)) as [string[], string[]]
      const isOther = stated.length > 0 && recorded.length > 0 && differs(stated.join('\n'), recorded.join('\n'))
      if (isOther) add('fact-differs', { label, recorded: recorded.join(' / ') })
    }
  }
  // The same time in another zone may stand beside it.
  const timesIn = (value: string) => localTimesIn(value.replace(UTC_TIME, ''), momentOf(now, settings.timezone))
  const isOtherTime = (stated: string, recorded: string) => !isWithin(timesIn(stated), timesIn(recorded))
  const ends = labelWith('expected-end')
  // What nobody has stated is only missing on record.
  const isStated = factOfRole(incident, 'expected-end').at !== null
  const hasTime = (value: string) => timesIn(value).length > 0
  check(ends, (stated, recorded) => (isStated || hasTime(recorded)) && isOtherTime(stated, recorded))
  const begins = factWithRole(incident.runbook, 'began') === null ? [] : beginningLabels(context)
  check([...begins, ...labelWith('planned-begin')], (stated, recorded) => {
    return hasTime(recorded) && isOtherTime(stated, recorded)
  })
  const services = servicesNamed(request, notice)
  const isOtherScope = (stated: string, recorded: string) => {
    const [named, known] = [services(stated), services(recorded)]
    const isOther = !isWithin(named, known) || !isWithin(known, named)
    return (named.length > 0 && known.length > 0 && isOther) || !isWithin(statesIn(stated), statesIn(recorded))
  }
  const resumed = [true, false].map((isRestriction) => resumption(isRestriction).services)
  check([words.scope, words.available, ...resumed], isOtherScope)
}

const UTC_TIME = /\b\d{1,2}:\d{2}\s*(?:UTC|GMT)(?![+\-\d])/gi

/** What stands behind a label, in each row that has it. */
function valuesOf(text: string, label: string): string[] {
  return sentencesOf(text).flatMap((row) => {
    const [before = '', value = ''] = row.split(`${label.normalize('NFKC')}:`, 2)
    return value !== '' && /^[^\p{L}\p{N}]*$/u.test(before) ? [value.trim()] : []
  })
}

function isWithin<T>(some: readonly T[], all: readonly T[]): boolean {
  return some.every((one) => all.includes(one))
}

/** Returns what finds the ids of the operations that a value names. */
function servicesNamed({ incident }: CheckRequest, { language }: NoticeText): (value: string) => string[] {
  const operations = Object.entries(incident.runbook.operations).map(([id, operation]) => {
    const names = [operation[language], ...(operation.also ?? []), ...(operation.mentions?.[language] ?? [])]
    return { id, names: names.map((name) => name.normalize('NFKC').toLowerCase()) }
  })
  return (value) => {
    const isNamed = (name: string) => value.toLowerCase().includes(name)
    return operations.flatMap(({ id, names }) => (names.some(isNamed) ? id : []))
  }
}

/** How people write the states in which services are not available, in either language. */
const STATES = [/停止|\b(?:suspend|halt|stop)/i, /取消|取り消し|\bcancel/i, /一部制限|\blimited\b/i]

function statesIn(value: string): RegExp[] {
  return STATES.filter((state) => state.test(value))
}
